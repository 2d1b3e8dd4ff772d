package dev.darkbox.mqtt;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.util.Optional;

/// What can be asked through the broker, read and found to be one of these.
sealed interface Order {

    /// Make masters of the rig again.
    record Refresh(Scope scope, Optional<Profile> profile) implements Order {}

    /// Stop what runs on the rig.
    record Abort() implements Order {}

    /// A person's word on a master of the rig.
    ///
    /// @param master as [Command.Say] has it
    record Say(Command.Word word, String master) implements Order {}

    /// Tell everything once more.
    record Republish() implements Order {}
}
