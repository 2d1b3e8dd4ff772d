package dev.darkbox.control;

import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.util.Optional;

/// What an operator can ask for. An empty rig name means every rig of the configuration.
public sealed interface Command {

    /// Make masters again.
    ///
    /// @param profile where they are published; empty for the configuration's choice
    /// @param dryRun only say what would be done
    /// @param follow answer with every event until the runs are over
    record Refresh(Scope scope, String rig, Optional<Profile> profile, boolean dryRun, boolean follow)
            implements
                Command {}

    /// What a refresh would do: frames, time, disk.
    record Plan(Scope scope, String rig) implements Command {}

    /// What runs, on which rig, since when.
    record Status() implements Command {}

    /// The story of what runs so far, then every event until it is over.
    record Follow(String rig) implements Command {}

    /// Stop the run; the camera is warmed gently, cap and panel are left safe.
    record Abort(String rig) implements Command {}

    /// The masters in the library.
    record LibraryList() implements Command {}

    /// Not a command; `reply` says what would have been.
    record Unknown(String reply) implements Command {}
}
