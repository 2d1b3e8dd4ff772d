package dev.darkbox.mqtt;

import dev.darkbox.control.Command;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.util.Optional;

/// What can be asked through the broker, read and found to be one of these.
sealed interface Order {

    /// Whether it begins a run, which nobody wants a minute late.
    default boolean beginsRun() {
        return switch (this) {
            case Refresh _, SpotCheck _, Validate _ -> true;
            case Abort _, Say _, Republish _ -> false;
        };
    }

    /// Make masters of the rig again.
    record Refresh(Scope scope, Optional<Profile> profile) implements Order {}

    /// Hold a few frames against the masters in force.
    ///
    /// @param onePerKind as [Command.SpotCheck] has it
    record SpotCheck(boolean onePerKind) implements Order {}

    /// Which master each program would take, and a frame calibrated with its master.
    ///
    /// @param libraryOnly as [Command.Validate] has it
    /// @param full likewise
    record Validate(boolean libraryOnly, boolean full) implements Order {}

    /// Stop what runs on the rig.
    record Abort() implements Order {}

    /// A person's word on a master of the rig.
    ///
    /// @param master as [Command.Say] has it
    record Say(Command.Word word, String master) implements Order {}

    /// Tell everything once more.
    record Republish() implements Order {}
}
