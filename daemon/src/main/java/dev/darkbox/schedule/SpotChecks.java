package dev.darkbox.schedule;

import java.util.Optional;

/// Where the work of a spot check comes from: a few frames against the masters in production.
///
/// It is a run like any other: the rig is busy meanwhile, it can be aborted, and after an end of the daemon it is
/// dropped, not gone on with. Whoever does it writes what came out to the library's ledger.
@FunctionalInterface
public interface SpotChecks {

    /// A spot check of what is in production on a rig.
    ///
    /// @return empty when nothing there can be checked
    Optional<Scheduler.Work> of(String rig);

    /// Nobody checks.
    static SpotChecks none() {
        return _ -> Optional.empty();
    }
}
