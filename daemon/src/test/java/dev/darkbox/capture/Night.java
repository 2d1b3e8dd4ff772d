package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.sim.SimCooling;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimRig;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.device.sim.SimSettings;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.frame.Provenance;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One night with the simulated rig in virtual time: what tests of a run have in common. Fields are changed before
/// [#run]; events and the library are looked at afterwards.
final class Night implements Darkroom {

    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    static final Readout READOUT = new Readout(100, 50, 1, "High Gain", 80);
    static final Celsius COLD = Celsius.of(-10);
    static final FrameSet.Bias BIAS = new FrameSet.Bias(3, 8);
    static final FrameSet.Dark DARK = new FrameSet.Dark(Duration.ofSeconds(180), 1, 5);
    static final FrameSet.DarkFlat HA = new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 1, 4);
    static final FrameSet.DarkFlat OIII = new FrameSet.DarkFlat("OIII", Duration.ofMillis(7100), 1, 4);

    final VirtualTime time = new VirtualTime(DUSK);
    final SimFaults faults = SimFaults.none();
    final List<RunEvent> events = new ArrayList<>();
    final List<Exposed> developed = new ArrayList<>();

    SimSettings settings = SimSettings.of(7, SimSensor.typical(new FrameShape(64, 48)));
    CoolingRules cooling = CoolingRules.defaults();
    Disk disk = Disk.real();
    Celsius target = COLD;
    Duration cooldown = Duration.ZERO;
    UnaryOperator<Rig> around = rig -> rig;
    UnaryOperator<FrameVault> aroundVault = vault -> vault;
    Consumer<RunEvent> onEvent = _ -> {};
    Darkroom darkroom = this;
    Archive archive = Archive.empty();
    Set<PlannedSet> done = Set.of();
    FrameWatch frames = FrameWatch.none();
    ProbeRule probe = ProbeRule.defaults();

    private final Path library;

    Night(Path library) {
        this.library = library;
    }

    /// A hot one.
    Night inAirOf(double degrees) {
        settings = settings.with(SimCooling.at(degrees));
        return this;
    }

    RefreshPlan plan(FrameSet... sets) {
        List<PlannedSet> planned = Arrays.stream(sets).map(this::planned).toList();
        return new RefreshPlan("sim", LocalDate.of(2025, 9, 23), RefreshPlan.Profile.STAGING,
                List.of(new CapturePlan("broadband", READOUT, target, cooldown, planned)));
    }

    PlannedSet planned(FrameSet set) {
        return new PlannedSet(set, "broadband", READOUT, target, true);
    }

    /// A new run.
    RunEvent.RunEnded run(FrameSet... sets) throws IOException, InterruptedException {
        RefreshPlan plan = plan(sets);
        return run(plan, new Runs(library, disk, time).begin(plan, "run-1"));
    }

    /// The run that was cut, by a daemon started anew.
    RunEvent.RunEnded resume() throws IOException, InterruptedException {
        var runs = new Runs(library, disk, time);
        RunFolder folder = runs.resume(runs.unfinished("sim").getFirst().journal());
        return run(folder.plan(), folder);
    }

    private RunEvent.RunEnded run(RefreshPlan plan, RunFolder folder)
            throws IOException, InterruptedException {
        FrameVault vault = aroundVault.apply(folder);
        SimRig rig = new SimRig(settings, time, faults);
        try (folder; rig) {
            var options = new RunOptions("run-1", Provenance.of("Darkbox test"), cooling,
                    probe, frames);
            return new CaptureRun(time, around.apply(rig), vault, archive, darkroom, this::note, options).run(
                    plan,
                    done);
        }
    }

    private void note(RunEvent event) {
        events.add(event);
        onEvent.accept(event);
    }

    @Override
    public Developed develop(Exposed set) {
        developed.add(set);
        return new Developed.Published(new RunEvent.MasterReady(
                time.now(), "sim", set.set(), Path.of(set.set().master() + ".fit"), set.frames().size(), 500,
                500, 2,
                0, "PASS", "simulated darkroom"));
    }

    <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Duration passed() {
        return Duration.between(DUSK, time.now());
    }

    /// The night in short lines: without the many looks at the temperature, equal neighbours counted.
    List<String> story() {
        var lines = new ArrayList<String>();
        int times = 1;
        for (String line : events.stream().map(Night::line).filter(l -> !l.isEmpty()).toList()) {
            if (!lines.isEmpty() && lines.getLast().replaceFirst("^\\d+ x ", "").equals(line)) {
                times++;
                lines.set(lines.size() - 1, times + " x " + line);
            } else {
                times = 1;
                lines.add(line);
            }
        }
        return lines;
    }

    private static String line(RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted e -> "run started, " + e.framesKept() + " frames kept";
            case RunEvent.Checked e -> "checked " + e.what().replaceFirst(", .*", "") + " " + e.evidence();
            case RunEvent.NotDark e -> e.device() + ": " + e.what() + "; " + e.decision();
            case RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.Exposing _, RunEvent.Watched _, RunEvent.Warming _, RunEvent.Stacking _ ->
                "";
            case RunEvent.GateOpened _ -> "gate open";
            case RunEvent.GateClosed _ -> "gate closed";
            case RunEvent.CoolerAnswered e -> "cooler: " + e.decision();
            case RunEvent.SetStarted e -> e.set().label() + " started with " + e.accepted();
            case RunEvent.FrameDiscarded e -> e.set().label() + " discarded";
            case RunEvent.FrameAccepted e -> e.set().label() + " accepted";
            case RunEvent.FrameRejected e -> e.set().label() + " rejected";
            case RunEvent.LiveLook e -> e.line();
            case RunEvent.LiveOff e -> "live off: " + e.why();
            case RunEvent.SetEnded e ->
                "%s ended with %d, %d rejected, %s".formatted(
                        e.set().label(), e.accepted(), e.rejected(),
                        e.complete() ? "complete" : "incomplete");
            case RunEvent.MasterReady e -> e.file().toString();
            case RunEvent.InForceChanged e -> e.line();
            case RunEvent.MasterChecked e ->
                e.what() + " " + e.set().label() + " " + (e.passed() ? "passed" : "failed");
            case RunEvent.MasterFailed e -> "no master: " + e.why();
            case RunEvent.DeviceTrouble e -> e.device() + ": " + e.what() + "; " + e.decision();
            case RunEvent.EpochChanged e -> e.line();
            case RunEvent.Recovering e -> "%s: %s; %s %d of %d".formatted(e.device(), e.what(), e.rung(),
                    e.n(), e.of());
            case RunEvent.Recovered e -> "%s: %s %s".formatted(e.device(), e.rung(),
                    e.held() ? "held" : "broke: " + e.why());
            case RunEvent.RunEnded e ->
                "run %s, %d masters, %d missed: %s".formatted(e.end(), e.masters(), e.setsMissed(), e.how());
        };
    }
}
