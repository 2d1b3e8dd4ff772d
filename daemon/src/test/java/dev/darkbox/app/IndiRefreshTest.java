package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiServerPeer;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.Evening;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole refresh behind the machine's own `indiserver`: camera, wheel, cap and panel of Debian's simulators.
@Tag("indiserver")
@Timeout(240)
class IndiRefreshTest {

    private static final String COOLED = """
            soak = "3s"
            slope_k_per_min = 5
            give_up = "2m"
            warm_k_per_min = 0
            """;

    @TempDir
    private Path folder;

    @Test
    void aFullRefreshGoesThroughIndiserver() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (IndiServerPeer server = IndiServerPeer.rig(home)) {
            RigConfig rig = rig(server, COOLED, "target_c = 15");
            var events = new CopyOnWriteArrayList<RunEvent>();
            var kit = new Kit(Time.system(), Disk.real(), new Integration(StackKernels.best()),
                    StackOrder.of(List.of()), "Darkbox test");
            RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                    Evening.of(Time.system().now(), ZoneId.systemDefault()), rig.profile()).orElseThrow();

            RigRun.begin(rig, plan, kit, events::add).run(new Stop()).run();

            var ended = assertInstanceOf(RunEvent.RunEnded.class, events.getLast());
            assertEquals(RunEvent.End.DONE, ended.end(), () -> texts(events));
            assertEquals(4, ended.masters(), () -> texts(events));
            Map<String, Integer> frames = events.stream()
                    .filter(RunEvent.MasterReady.class::isInstance).map(RunEvent.MasterReady.class::cast)
                    .collect(Collectors.toMap(ready -> ready.set().label(), RunEvent.MasterReady::frames));
            assertEquals(Map.of("bias", 8, "darkflat_R_0p2s", 4, "darkflat_Ha_0p3s", 4, "dark_0p5s", 4),
                    frames);
            assertEquals("R", filter("darkflat_R_"));
            assertEquals("Ha", filter("darkflat_Ha_"));
            assertTrue(Files.readString(rig.library().resolve("ops/calibration-index.md"))
                    .contains("master-darkflat_Ha_0p3s"));

            RigConfig warm = rig(server, "cooler = false", "");
            RefreshPlan again = Planner.plan(new RigPresets(warm.name(), warm.presets()),
                    RefreshPlan.Scope.BIAS, plan.evening(), warm.profile()).orElseThrow();
            RigRun.begin(warm, again, kit, events::add).run(new Stop()).run();
            assertEquals(List.of(), events.stream().filter(RunEvent.EpochChanged.class::isInstance).toList());
            String epoch = events.stream().filter(RunEvent.Checked.class::isInstance)
                    .map(RunEvent.Checked.class::cast).map(RunEvent.Checked::what)
                    .filter(what -> what.startsWith("epoch ")).findFirst().orElseThrow();
            assertTrue(epoch.endsWith(", that of the masters of " + plan.evening()), epoch);
        }
    }

    private RigConfig rig(IndiServerPeer server, String cooling, String target) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                [rig.camera]
                driver = "indi"
                host = "%s"
                port = %d
                device = "%s"
                polling = "0.02s"
                [rig.wheel]
                device = "%s"
                filters = ["R", "G", "B", "Ha", "SII", "OIII", "LPR", "L"]
                [rig.cap]
                device = "%s"
                [rig.panel]
                device = "%s"
                [rig.cooling]
                %s
                [rig.probe]
                exposure = 1
                cooled_adu_per_s = 60000
                [[rig.preset]]
                name = "standard"
                gain = 50
                offset = 20
                %s
                bias_frames = 10
                bias_discard = 2
                darks = [0.5]
                dark_frames = 4
                [[rig.preset.flat]]
                filter = "R"
                exposure = 0.2
                frames = 4
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 0.3
                frames = 4
                """.formatted(server.host(), server.port(), IndiServerPeer.CAMERA, IndiServerPeer.WHEEL,
                IndiServerPeer.COVER, IndiServerPeer.COVER, cooling, target));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    /// FILTER of the raw frames of a set.
    private String filter(String begin) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("library").resolve("Calibration"))) {
            Path frame = files.filter(file -> String.valueOf(file.getFileName()).startsWith(begin))
                    .findFirst().orElseThrow();
            return String.valueOf(FitsImage.of(frame).header().get("FILTER"));
        }
    }

    private static String texts(List<RunEvent> events) {
        return events.stream().map(RunEvent::toString).collect(Collectors.joining("\n"));
    }
}
