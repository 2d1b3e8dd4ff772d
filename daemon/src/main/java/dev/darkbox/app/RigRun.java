package dev.darkbox.app;

import dev.darkbox.capture.CaptureRun;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Rig;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Pace;
import dev.darkbox.plan.PlanEstimate;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One run on one rig, from connecting to the last event.
///
/// Whatever happens, exactly one [RunEvent.RunEnded] is emitted, and only when the rig is free again. Which runs the
/// next start of the daemon goes on with is written in [RunJournal]; beside those, one whose equipment could not be
/// connected when it was to go on: nothing of it was given up.
final class RigRun implements Scheduler.Work {

    private final RigConfig rig;
    private final Kit kit;
    private final EventSink events;
    private final Opening opening;
    private Optional<RunEvent> last = Optional.empty();

    /// Where the run's journal comes from, once the rig is connected.
    @FunctionalInterface
    private interface Opening {
        RunFolder open(Runs runs, FrameShape sensor) throws IOException;

        /// The run is not wanted any more and was never opened.
        default void giveUp(Runs runs) throws IOException {
            // a new run has left nothing behind
        }
    }

    private record Again(Path journal) implements Opening {

        @Override
        public RunFolder open(Runs runs, FrameShape sensor) throws IOException {
            return runs.resume(journal);
        }

        @Override
        public void giveUp(Runs runs) throws IOException {
            try (RunFolder folder = runs.resume(journal)) {
                folder.ended(RunEvent.End.ABORTED.name(), "aborted before it went on");
            }
        }
    }

    private RigRun(RigConfig rig, Kit kit, EventSink events, Opening opening) {
        this.rig = rig;
        this.kit = kit;
        this.events = events;
        this.opening = opening;
    }

    /// A new run.
    static RigRun begin(RigConfig rig, RefreshPlan plan, Kit kit, EventSink events) {
        return new RigRun(rig, kit, events, (runs, sensor) -> {
            refuse(plan, rig, kit, sensor);
            return runs.begin(plan, freeId(rig, plan));
        });
    }

    /// A new run that nobody asked for just now; its conditions are watched after a restart as well.
    static RigRun beginUnasked(RigConfig rig, RefreshPlan plan, Kit kit, EventSink events) {
        return new RigRun(rig, kit, events, (runs, sensor) -> {
            refuse(plan, rig, kit, sensor);
            return runs.beginUnasked(plan, freeId(rig, plan));
        });
    }

    /// The rest of one that was cut short.
    static RigRun resume(RigConfig rig, Path journal, Kit kit, EventSink events) {
        return new RigRun(rig, kit, events, new Again(journal));
    }

    private static String freeId(RigConfig rig, RefreshPlan plan) {
        int number = 1;
        while (Files.exists(journal(rig, plan, number))) {
            number++;
        }
        return id(plan, number);
    }

    private static Path journal(RigConfig rig, RefreshPlan plan, int number) {
        return rig.library().resolve("ops").resolve("runs").resolve(id(plan, number) + ".journal");
    }

    private static String id(RefreshPlan plan, int number) {
        return plan.evening() + "-" + plan.rig() + "-" + number;
    }

    private static void refuse(RefreshPlan plan, RigConfig rig, Kit kit, FrameShape sensor)
            throws IOException {
        var estimate = PlanEstimate.of(plan, rig.cooling(), sensor, rig.keepRaw() != KeepRaw.NEVER,
                kit::storesFrames,
                Pace.unmeasured());
        Optional<String> refusal = estimate.refusal(Disk.room(rig.library()));
        if (refusal.isPresent()) {
            throw new IOException(rig.library() + " " + refusal.get());
        }
    }

    @Override
    public Runnable run(Stop stop) {
        try (Rig open = Rigs.open(rig, kit.time(), kit.held())) {
            Scratch.clear(rig.library());
            FrameShape sensor = open.camera().facts().sensor();
            try (RunFolder folder = opening.open(runs(), sensor)) {
                run(open, folder, stop);
            }
            RawKeeper.free(rig, kit);
        } catch (DeviceException | IOException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            // the run said so itself, unless it was still connecting
            if (last.isEmpty() && stop.why() == Stop.Why.ABORT) {
                giveUp();
            }
            fail("aborted");
        } catch (RuntimeException | Error e) {
            fail("a bug: " + e);
            last.ifPresent(events::emit);
            throw e;
        }
        return this::tellAndTidy;
    }

    /// The next run may be weeks away and nothing would be collected until then: what this one left on the heap goes
    /// back to the machine now.
    private void tellAndTidy() {
        last.ifPresent(events::emit);
        System.gc();
    }

    private Runs runs() {
        return new Runs(rig.library(), kit.disk(), kit.time());
    }

    private void giveUp() {
        try {
            opening.giveUp(runs());
        } catch (IOException e) {
            events.emit(new RunEvent.DeviceTrouble(kit.time().now(), rig.name(), "disk",
                    String.valueOf(e.getMessage()), "the next start goes on with the run"));
        }
    }

    private void run(Rig open, RunFolder folder, Stop stop) throws IOException, InterruptedException {
        var journal = new RunJournal(folder, rig.keepRaw() != KeepRaw.NEVER,
                () -> stop.why() == Stop.Why.SHUTDOWN);
        var epochs = new EpochNotes(new CalibrationLibrary(rig.library(), kit.disk()).ledger(), events);
        var wires = new WireDump(open);
        var air = new BoxTemperature(rig, kit.time());
        EventSink all = event -> {
            journal.emit(event);
            epochs.emit(event);
            wires.emit(event);
            if (event instanceof RunEvent.RunEnded) {
                last = Optional.of(event);
            } else {
                events.emit(event);
            }
            if (event instanceof RunEvent.SetStarted) {
                air.tell(events);
                // nothing is exposed now: what the set before left on the heap goes back to the machine
                System.gc();
            }
        };
        for (String note : folder.notes()) {
            all.emit(new RunEvent.DeviceTrouble(kit.time().now(), rig.name(), "disk", note, "going on"));
        }
        var rules = new RunRules(rig, kit);
        Set<PlannedSet> done = folder.plan().sets().stream()
                .flatMap(set -> folder.mastered(set).stream()).collect(Collectors.toSet());
        try (var vault = new LiveVault(rig.name(), kit, folder, rig.library(), all, air::now)) {
            for (PlannedSet set : done) {
                journal.deleteRaw(set);
            }
            var darkroom = new Development(rig, kit, folder, vault, all);
            new CaptureRun(kit.time(), open, vault, rules.archive(), darkroom, all,
                    rules.options(folder.runId(), rig.cooling(), all)).run(folder.plan(), done);
        } catch (RuntimeException | Error e) {
            // a run that dies of a bug would die of it at every start
            all.emit(new RunEvent.RunEnded(kit.time().now(), rig.name(), folder.runId(), RunEvent.End.FAILED,
                    0,
                    folder.plan().sets().size(), "a bug: " + e));
            throw e;
        } finally {
            journal.trouble().ifPresent(e -> events.emit(new RunEvent.DeviceTrouble(kit.time().now(),
                    rig.name(), "disk", String.valueOf(e.getMessage()), "the journal is not complete")));
        }
    }

    private void fail(String how) {
        if (last.isEmpty()) {
            var end = how.equals("aborted") ? RunEvent.End.ABORTED : RunEvent.End.FAILED;
            last = Optional.of(new RunEvent.RunEnded(kit.time().now(), rig.name(), "", end, 0, 0, how));
        }
    }
}
