package dev.darkbox.capture;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes every set of a plan and hands each to the darkroom. Reads top to bottom like the notes taped to the
/// telescope: make it dark, cool, soak, take the frames, develop; at the end warm up gently and leave all safe.
///
/// Threading: [#run] blocks the thread it is called on (named `run-<rig>` by the caller); a second thread
/// `store-<rig>` writes frames. Interrupting the run's thread aborts: the exposure is ended, the frame being written
/// is finished, panel and cap stay dark, the sensor is warmed gently. A second interrupt skips the warming: the cooler
/// is switched off at once, because whoever insists wants the rig, and an unattended cold sensor is worse than a
/// quick rise. One object, one run.
public final class CaptureRun {

    /// Sets in a row the camera may fail in before the run is given up.
    private static final int MOST_CAMERA_FAILURES = 2;
    /// How often a set begins again because the camera is not what it was; once is an upgrade, more is a fault.
    private static final int MOST_EPOCH_CHANGES = 2;
    /// Said with the reason at once: warming takes a quarter of an hour, and who reads the log meanwhile should know.
    private static final String AFTERWARDS = "the run ends as soon as all is safe";

    private final Scene scene;
    private final FrameVault vault;
    private final Darkroom darkroom;
    private final RunOptions options;
    private final CameraReady camera;
    private final DarkReady dark;
    private final FilterChoice filters;
    private final EpochWatch epochs;
    private final List<String> missed = new ArrayList<>();

    private int masters;
    private int disagreeing;
    private int cameraFailures;

    private record Ending(RunEvent.End end, String how) {}

    /// @param events told everything, on the run's thread
    /// @param vault opened for this run; holds the frames of its earlier life when it goes on
    /// @param archive what was made before, with which the camera's epoch is compared
    public CaptureRun(
            Time time, Rig rig, FrameVault vault, Archive archive, Darkroom darkroom, EventSink events,
            RunOptions options) {
        scene = new Scene(time, rig, events);
        this.vault = vault;
        this.darkroom = darkroom;
        this.options = options;
        camera = new CameraReady(scene, options.cooling());
        dark = new DarkReady(scene, options.probe().needed());
        filters = new FilterChoice(scene);
        epochs = new EpochWatch(scene, vault, archive);
    }

    /// Runs the plan, or what is left of it.
    ///
    /// A run that goes on keeps its frames: a set that has all of its own, at whatever set point, is only developed;
    /// every other set of a visit is taken at the warmest set point the visit had come to, because a cooler that had
    /// no reserve then would need the whole give-up time to show it again.
    ///
    /// @param done sets whose master exists already, at whatever set point they were taken
    /// @return the last event emitted
    /// @throws InterruptedException the run was aborted; thrown after everything is safe and `RunEnded` was emitted
    public RunEvent.RunEnded run(RefreshPlan plan, Set<PlannedSet> done) throws InterruptedException {
        int kept = plan.visits().stream().mapToInt(this::kept).sum();
        scene.emit(new RunEvent.RunStarted(scene.now(), scene.name(), options.runId(), plan, kept));
        List<PlannedSet> open = plan.sets().stream().filter(set -> !isDone(set, done)).toList();
        masters = plan.sets().size() - open.size();
        var leaving = new SafeEnd(scene, options.cooling().warmMilliKPerMin(), dark::heatersThatWereOn);
        Ending ending;
        try {
            ending = takeAll(plan, open, leaving);
        } finally {
            leaving.leave(camera.walk());
        }
        var ended = new RunEvent.RunEnded(
                scene.now(), scene.name(), options.runId(), ending.end(), masters,
                plan.sets().size() - masters,
                ending.how());
        scene.emit(ended);
        if (leaving.wasInterrupted()) {
            throw new InterruptedException("run " + options.runId() + " aborted");
        }
        return ended;
    }

    private Ending takeAll(RefreshPlan plan, List<PlannedSet> open, SafeEnd leaving) {
        try {
            for (CapturePlan visit : plan.visits()) {
                visit(visit, visit.sets().stream().filter(open::contains).toList());
            }
        } catch (RunFailed e) {
            return failed(e.why(), leaving);
        } catch (OutOfPatience e) {
            return failed(e.why(), leaving);
        } catch (IOException e) {
            scene.trouble("disk", String.valueOf(e.getMessage()), AFTERWARDS);
            return failed("disk: " + e.getMessage(), leaving);
        } catch (InterruptedException _) {
            // thrown again by the caller, once everything is safe
            leaving.interrupted();
            return new Ending(RunEvent.End.ABORTED, "aborted");
        }
        return missed.isEmpty()
                ? new Ending(RunEvent.End.DONE, done(plan))
                : new Ending(RunEvent.End.PARTLY, String.join("; ", missed));
    }

    private String done(RefreshPlan plan) {
        return switch (plan.purpose()) {
            case REFRESH -> masters + " masters";
            case SPOT_CHECK, VALIDATION -> "%d of %d masters agree".formatted(masters - disagreeing, masters);
        };
    }

    /// What fails while an interrupt is waiting was cut: the end of the machine takes devices and run down together.
    private static Ending failed(String why, SafeEnd leaving) {
        if (Thread.interrupted()) {
            leaving.interrupted();
            return new Ending(RunEvent.End.ABORTED, "aborted, with " + why);
        }
        return new Ending(RunEvent.End.FAILED, why);
    }

    private static boolean isDone(PlannedSet set, Set<PlannedSet> done) {
        return done.stream().anyMatch(d -> d.set().equals(set.set()) && d.preset().equals(set.preset())
                && d.readout().equals(set.readout()));
    }

    /// Frames of a visit's sets that need not be taken any more.
    private int kept(CapturePlan visit) {
        Celsius target = lastTarget(visit);
        return visit.sets().stream()
                .map(set -> isFull(vault.lastBegun(set)) ? vault.lastBegun(set) : set.at(target))
                .mapToInt(set -> vault.frames(set).size()).sum();
    }

    /// The set point the visit had come to when the run was cut; the planned one if it had not begun.
    private Celsius lastTarget(CapturePlan visit) {
        return visit.sets().stream().map(set -> vault.lastBegun(set).target())
                .max(Comparator.comparingInt(Celsius::milliC)).orElse(visit.target());
    }

    private boolean isFull(PlannedSet set) {
        return vault.frames(set).size() >= set.set().keep();
    }

    private void visit(CapturePlan visit, List<PlannedSet> sets)
            throws RunFailed, OutOfPatience, IOException, InterruptedException {
        if (sets.isEmpty()) {
            return;
        }
        Optional<Climate> climate = camera.climate(visit);
        if (climate.isEmpty()) {
            missAll(sets, "%s has no cooler, preset %s wants %s".formatted(
                    scene.rig().camera().name(), visit.preset(), Climate.exact(visit.target())));
            return;
        }
        FrameShape shape;
        try {
            shape = scene.rig().camera().shape(visit.readout());
        } catch (DeviceException e) {
            missAll(sets, OutOfPatience.text(e));
            return;
        }
        try (var store = new FrameStore(scene, vault, shape)) {
            Celsius target = lastTarget(visit);
            boolean first = true;
            for (PlannedSet set : sets) {
                if (!first) {
                    scene.time().sleep(visit.cooldownBetweenGroups());
                }
                first = false;
                PlannedSet last = vault.lastBegun(set);
                if (isFull(last)) {
                    oneSet(last, climate.get(), store);
                } else {
                    // a cooler that had no reserve a minute ago has none now: the visit stays at the raised set point
                    target = oneSet(set.at(target), climate.get(), store);
                }
            }
        }
    }

    /// Takes and develops a set, at a warmer set point if it must be.
    ///
    /// @return the set point it ended at
    private Celsius oneSet(PlannedSet planned, Climate climate, FrameStore store)
            throws RunFailed, OutOfPatience, IOException, InterruptedException {
        PlannedSet set = planned;
        int changes = 0;
        // ends because every round is warmer by a step, up to a limit, or counted
        for (;;) {
            Outcome outcome = take(set, climate, store);
            switch (outcome) {
                case Outcome.Filled _ -> {
                    cameraFailures = 0;
                    develop(set);
                    return set.target();
                }
                case Outcome.Raised(_, _, Celsius target, _) -> set = set.at(target);
                case Outcome.OtherEpoch(_, _, CameraEpoch now) -> {
                    changes++;
                    epochs.keepFitting(set, now, store);
                    if (changes > MOST_EPOCH_CHANGES) {
                        return miss(set,
                                "the camera's driver, firmware or controls changed %d times in this set"
                                        .formatted(changes));
                    }
                }
                case Outcome.TooWarm(_, _, String why) -> {
                    return miss(set, why);
                }
                case Outcome.TooManyRejected(_, _, String why) -> {
                    return miss(set, why);
                }
                case Outcome.GivenUp(_, _, boolean isCamera, String why) -> {
                    cameraFailures = isCamera ? cameraFailures + 1 : cameraFailures;
                    miss(set, why);
                    if (cameraFailures == MOST_CAMERA_FAILURES) {
                        throw new RunFailed("the camera failed in %d sets in a row, the last time: %s"
                                .formatted(cameraFailures, why));
                    }
                    return set.target();
                }
            }
        }
    }

    private Outcome take(PlannedSet set, Climate climate, FrameStore store)
            throws RunFailed, OutOfPatience, IOException, InterruptedException {
        int had = vault.frames(set).size();
        scene.emit(new RunEvent.SetStarted(scene.now(), scene.name(), set, had));
        Outcome outcome;
        if (isFull(set)) {
            outcome = new Outcome.Filled(had, 0);
        } else {
            store.begin(set);
            outcome = capture(set, had, climate, store);
        }
        scene.emit(switch (outcome) {
            case Outcome.Filled(int accepted, int rejected) ->
                ended(set, accepted, rejected, true, accepted + " frames");
            case Outcome.Raised(int accepted, int rejected, Celsius target, String why) -> ended(
                    set, accepted, rejected, false,
                    "begins again at %s: %s".formatted(Climate.exact(target), why));
            case Outcome.OtherEpoch(int accepted, int rejected, _) -> ended(
                    set, accepted, rejected, false, "begins again: the camera is not what it was");
            case Outcome.TooWarm(int accepted, int rejected, String why) ->
                ended(set, accepted, rejected, false, why);
            case Outcome.TooManyRejected(int accepted, int rejected, String why) ->
                ended(set, accepted, rejected, false, why);
            case Outcome.GivenUp(int accepted, int rejected, _, String why) ->
                ended(set, accepted, rejected, false, why);
        });
        return outcome;
    }

    private Outcome capture(PlannedSet set, int had, Climate climate, FrameStore store)
            throws RunFailed, OutOfPatience, IOException, InterruptedException {
        try {
            // a server that is away is waited for here: cap, panel and wheel are asked twice and no more
            camera.facts();
        } catch (OutOfPatience e) {
            return givenUp(had, e);
        }
        Evidence cap = dark.prove();
        String filter;
        try {
            filter = filters.select(set.set());
        } catch (DeviceException e) {
            scene.trouble(e, "this set is given up");
            return new Outcome.GivenUp(had, 0, false, OutOfPatience.text(e));
        }
        CameraFacts facts;
        int fitting;
        try {
            // drivers may round the region read out: how large frames are is known now
            store.fit(camera.configure(set.readout()));
            facts = camera.facts();
            epochs.compareWithMasters(set.preset(), facts.epoch());
            fitting = epochs.keepFitting(set, facts.epoch(), store);
            climate.begin(set);
        } catch (OutOfPatience e) {
            return givenUp(had, e);
        }
        var known = new SetRun.Circumstances(facts, filter, cap, options.by());
        FrameWatch.Watch watch = options.frames().begin(set, vault.frames(set));
        var probe = new DarkProbe(scene, camera.patience(), options.probe(), watch);
        return new SetRun(scene, climate, camera.patience(), store, set, known, fitting, watch)
                .take(probe, dark);
    }

    private Outcome givenUp(int had, OutOfPatience e) throws OutOfPatience {
        if (e.lost()) {
            throw e;
        }
        scene.trouble(e.last(), "this set is given up");
        return new Outcome.GivenUp(had, 0, true, e.why());
    }

    private void develop(PlannedSet set) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(
                    "aborted before the frames of %s were integrated".formatted(set.label()));
        }
        CameraFacts facts;
        try {
            facts = camera.facts();
        } catch (OutOfPatience e) {
            failed(set, e.why());
            return;
        }
        var exposed = new Darkroom.Exposed(set, vault.frames(set), vault.rejected(set), facts);
        switch (darkroom.develop(exposed)) {
            case Darkroom.Developed.Published(RunEvent.MasterReady master) -> {
                masters++;
                scene.emit(master);
            }
            case Darkroom.Developed.Checked(RunEvent.MasterChecked checked) -> {
                masters++;
                disagreeing += checked.passed() ? 0 : 1;
                scene.emit(checked);
            }
            case Darkroom.Developed.Failed(String why) -> {
                if (Thread.interrupted()) {
                    throw new InterruptedException("aborted while the frames of %s were integrated: %s"
                            .formatted(set.label(), why));
                }
                failed(set, why);
            }
        }
    }

    private void failed(PlannedSet set, String why) {
        scene.emit(new RunEvent.MasterFailed(scene.now(), scene.name(), set, why));
        miss(set, why);
    }

    private void missAll(List<PlannedSet> sets, String why) {
        for (PlannedSet set : sets) {
            scene.emit(ended(set, vault.frames(set).size(), 0, false, why));
            miss(set, why);
        }
    }

    private Celsius miss(PlannedSet set, String why) {
        missed.add(set.label() + ": " + why);
        return set.target();
    }

    private RunEvent.SetEnded ended(PlannedSet set, int accepted, int rejected, boolean complete,
            String how) {
        return new RunEvent.SetEnded(scene.now(), scene.name(), set, accepted, rejected, complete, how);
    }
}
