package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.capture.Archive;
import dev.darkbox.capture.CaptureRun;
import dev.darkbox.capture.ProbeRule;
import dev.darkbox.capture.RunOptions;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimRig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A second season, against the masters of the first.
@Timeout(120)
class PictureWatchTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aFirstSeason() throws IOException {
        RigConfig rig = rig();
        RigRun.begin(rig, plan(rig, LocalDate.of(2025, 9, 23)), kit(new VirtualTime(DUSK)), events::add)
                .run(new Stop()).run();
        assertEquals(RunEvent.End.DONE, only(RunEvent.RunEnded.class).getFirst().end());
        assertEquals(List.of(), only(RunEvent.FrameRejected.class));
        events.clear();
    }

    @Test
    @Tag("slow")
    void aSoundSeasonLosesNoFrameAndItsProbesSayWhatTheyWereComparedWith() throws Exception {
        assertEquals(RunEvent.End.DONE, second(SimFaults.none()).end());
        assertEquals(List.of(), only(RunEvent.FrameRejected.class));
        assertEquals(2, only(RunEvent.Checked.class).stream()
                .filter(e -> e.what().contains("as master-dark_60s_GAIN100_OFFSET50_T-10C of 2025-09-23"))
                .count(), events.toString());
    }

    @Test
    void lightThatAProbeAloneWouldPassStopsTheRunBeforeItsFirstFrame() throws Exception {
        RunEvent.RunEnded end = second(SimFaults.none().next(new SimFault.LightLeak(0.2)));
        assertEquals(RunEvent.End.FAILED, end.end());
        assertTrue(end.how().contains("more light"), end.how());
        assertEquals(1, only(RunEvent.NotDark.class).size());
        assertEquals(List.of(), only(RunEvent.FrameAccepted.class));
    }

    @Test
    @Tag("slow")
    void lightThatBeginsInTheMiddleOfASetIsSeenInAFrameAndProven() throws Exception {
        RunEvent.RunEnded end = second(SimFaults.none().atFrame(23, new SimFault.LightLeak(0.1)));
        assertEquals(RunEvent.End.FAILED, end.end(), events.toString());
        assertTrue(end.how().contains("a probe dark of 60 s shows it too"), end.how());
        assertTrue(only(RunEvent.FrameAccepted.class).size() < 20, end.how());
    }

    @Test
    void tornReadoutsAreTakenAgain() throws Exception {
        var faults = SimFaults.none().atFrame(7, new SimFault.ReadoutTorn())
                .atFrame(20, new SimFault.ReadoutTorn());
        assertEquals(RunEvent.End.DONE, second(faults).end());
        List<String> reasons = only(RunEvent.FrameRejected.class).stream().map(RunEvent.FrameRejected::reason)
                .toList();
        assertEquals(2, reasons.size(), reasons.toString());
        assertTrue(reasons.stream().allMatch(r -> r.contains("noise, not a picture")), reasons.toString());
    }

    private RunEvent.RunEnded second(SimFaults faults) throws Exception {
        RigConfig rig = rig();
        RefreshPlan plan = plan(rig, LocalDate.of(2026, 3, 24));
        var time = new VirtualTime(DUSK.plus(Duration.ofDays(182)));
        Kit kit = kit(time);
        var library = new CalibrationLibrary(rig.library(), kit.disk());
        try (RunFolder run = new Runs(rig.library(), kit.disk(), time).begin(plan, "second");
                var open = new SimRig(Rigs.settings(rig.name(), (EquipmentConfig.Sim) rig.equipment()), time,
                        faults);
                var vault = new LiveVault(rig.name(), kit, run, rig.library(), events::add)) {
            var options = new RunOptions("second", kit.by(rig), rig.cooling(), ProbeRule.defaults(),
                    new PictureWatch(rig.name(), kit, library, true, events::add));
            return new CaptureRun(time, open, vault, Archive.empty(),
                    new Development(rig, kit, run, vault, events::add), events::add, options)
                    .run(plan, Set.of());
        }
    }

    private static RefreshPlan plan(RigConfig rig, LocalDate evening) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL, evening,
                rig.profile()).orElseThrow();
    }

    private <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static Kit kit(VirtualTime time) {
        return new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    private RigConfig rig() throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                [rig.camera]
                driver = "sim"
                width_px = 320
                height_px = 240
                [rig.cap]
                [rig.panel]
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 12
                bias_discard = 3
                darks = [60]
                dark_frames = 12
                """);
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
