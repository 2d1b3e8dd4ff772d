package dev.darkbox.app;

import dev.darkbox.capture.CaptureRun;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rig;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.CheckIndex;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.CoolingRules.Answer;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A spot check or a validation on one rig: the sets of a refresh, with few frames each, behind the same proof that it is
/// dark and the same gate. Only the soak is shorter, and no set is taken at a raised set point, where no master is.
///
/// Frames and journal are in `ops/scratch`, are not made durable and are deleted at the end, whatever it is: a check that
/// is cut is dropped. As of a refresh exactly one [RunEvent.RunEnded] is emitted, when the rig is free again.
final class CheckRun implements Scheduler.Work {

    private final RigConfig rig;
    private final CheckPlan checks;
    private final Kit kit;
    private final EventSink events;
    private final Closing closing;
    private Optional<RunEvent.RunEnded> last = Optional.empty();

    /// What is noted at the end.
    @FunctionalInterface
    interface Closing {

        /// Called once, on the run's thread, unless the run never began.
        ///
        /// @throws IOException it cannot be written
        void over(RunEvent.RunEnded end, List<RunEvent.MasterChecked> checked) throws IOException;

        static Closing nothing() {
            return (_, _) -> {};
        }
    }

    CheckRun(RigConfig rig, CheckPlan checks, Kit kit, EventSink events, Closing closing) {
        this.rig = rig;
        this.checks = checks;
        this.kit = kit;
        this.events = events;
        this.closing = closing;
    }

    /// How a check cools.
    static CoolingRules cooling(RigConfig rig) {
        CoolingRules usual = rig.cooling();
        Duration soak = usual.soak().compareTo(rig.check().soak()) <= 0 ? usual.soak() : rig.check().soak();
        return new CoolingRules(usual.toleranceMilliK(), soak, usual.slopeMilliKPerMin(), usual.giveUp(),
                usual.loadLimitPercent(), usual.loadFor(), notRaised(usual.onOverload()),
                usual.driftMilliK(), notRaised(usual.onDrift()), usual.raiseStepMilliK(),
                usual.raiseLimitMilliC(), usual.coolMilliKPerMin(), usual.warmMilliKPerMin());
    }

    private static Answer notRaised(Answer answer) {
        return switch (answer) {
            case RAISE -> Answer.SKIP;
            case SOAK, SKIP -> answer;
        };
    }

    @Override
    public Runnable run(Stop stop) {
        try {
            Path root = Scratch.checks(rig.library());
            try (Rig open = Rigs.open(rig, kit.time(), kit.held());
                    RunFolder folder = new Runs(root, kit.disk().fleeting(), kit.time()).begin(checks.plan(),
                            id())) {
                run(open, folder);
            } finally {
                Scratch.clear(rig.library());
            }
        } catch (DeviceException | IOException e) {
            fail(RunEvent.End.FAILED, String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            fail(RunEvent.End.ABORTED, "aborted");
        } catch (RuntimeException | Error e) {
            fail(RunEvent.End.FAILED, "a bug: " + e);
            last.ifPresent(events::emit);
            throw e;
        }
        return this::tellAndTidy;
    }

    /// As after a refresh, what the run left on the heap goes back to the machine.
    private void tellAndTidy() {
        last.ifPresent(events::emit);
        System.gc();
    }

    private String id() {
        return "%s-%s-%s-%s".formatted(checks.plan().evening(), rig.name(),
                checks.plan().purpose().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                Long.toString(kit.time().now().getEpochSecond(), 36));
    }

    private void run(Rig open, RunFolder folder) throws IOException, InterruptedException {
        EventSink all = event -> {
            if (event instanceof RunEvent.RunEnded ended) {
                last = Optional.of(ended);
            } else {
                events.emit(event);
            }
        };
        var rules = new RunRules(rig, kit);
        var darkroom = new CheckDarkroom(rig, kit, checks);
        try {
            new CaptureRun(kit.time(), open, folder, rules.archive(), darkroom, all,
                    rules.options(folder.runId(), cooling(rig), all)).run(checks.plan(), Set.of());
        } finally {
            last.ifPresent(end -> close(end, darkroom.checked()));
        }
    }

    private void close(RunEvent.RunEnded end, List<RunEvent.MasterChecked> checked) {
        try {
            closing.over(end, checked);
            CheckIndex.write(new CalibrationLibrary(rig.library(), kit.disk()));
        } catch (IOException e) {
            events.emit(new RunEvent.DeviceTrouble(kit.time().now(), rig.name(), "disk",
                    String.valueOf(e.getMessage()),
                    "what came out is not in the library's ledger and index"));
        }
    }

    private void fail(RunEvent.End end, String how) {
        if (last.isEmpty()) {
            last = Optional.of(new RunEvent.RunEnded(kit.time().now(), rig.name(), "", end, 0,
                    checks.plan().sets().size(), how));
        }
    }
}
