package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.event.EventSink;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Turned;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Start;
import java.io.IOException;
import java.util.List;
import org.tinylog.Logger;

/// What an earlier daemon left behind, which the next one finishes as it starts: masters half published, runs cut short.
///
/// What cannot be finished is in the log, and does not keep the daemon from starting.
final class LeftBehind {

    private final List<RigConfig> rigs;
    private final Kit kit;

    LeftBehind(List<RigConfig> rigs, Kit kit) {
        this.rigs = List.copyOf(rigs);
        this.kit = kit;
    }

    /// Finishes what a power cut left half done among the published masters, and clears away half-written pictures.
    void settle() {
        rigs.forEach(this::settle);
    }

    private void settle(RigConfig rig) {
        try {
            Scratch.clear(rig.library());
            for (Turned turned : new CalibrationLibrary(rig.library(), kit.disk()).settle(kit.time().now())) {
                Logger.warn("{}: {} was not as the ledger has it, and is now: in={} out={} {}", rig.name(),
                        turned.profile(), turned.in(), turned.out(), String.join("; ", turned.notes()));
            }
        } catch (IOException e) {
            Logger.error("rig {}: what was left half done cannot be finished: {}", rig.name(),
                    e.getMessage());
        }
    }

    /// Goes on with what was cut short, one run on each rig.
    ///
    /// @param schedules told of those that began by themselves
    void resume(Scheduler scheduler, EventSink events, Schedules schedules) {
        for (RigConfig rig : rigs) {
            try {
                List<Runs.Unfinished> cut = new Runs(rig.library(), kit.disk(), kit.time())
                        .unfinished(rig.name());
                if (!cut.isEmpty()) {
                    resume(rig, cut, scheduler, events, schedules);
                }
            } catch (IOException e) {
                Logger.error("rig {}: cannot go on with what was cut short: {}", rig.name(), e.getMessage());
            }
        }
    }

    /// Goes on with the latest run; an earlier one that is still open was given up by whoever began the later.
    private void resume(RigConfig rig, List<Runs.Unfinished> cut, Scheduler scheduler, EventSink events,
            Schedules schedules) {
        Runs.Unfinished run = cut.getLast();
        Logger.info("going on with run {} on {}, {} frames are there", run.runId(), rig.name(), run.frames());
        Start start = scheduler.start(rig.name(), DaemonDesk.what(run.plan()) + ", gone on with",
                RigRun.resume(rig, run.journal(), kit, events));
        if (!(start instanceof Start.Accepted accepted)) {
            Logger.error("run {} on {} could not be gone on with: {}", run.runId(), rig.name(), start);
        } else if (run.unasked()) {
            schedules.adopt(accepted);
        }
    }
}
