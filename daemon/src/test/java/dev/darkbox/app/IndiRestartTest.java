package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiServerPeer;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole refresh whose server dies in the middle of an exposure: camera, wheel, cap and panel with it.
@Tag("indiserver")
@Tag("slow")
@Timeout(240)
class IndiRestartTest {

    @TempDir
    private Path folder;

    @Test
    void case55AServerRestartDuringAnExposureCostsThatFrameAndNoOther() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (IndiServerPeer server = IndiServerPeer.rig(home)) {
            RigConfig rig = rig(server);
            var events = new CopyOnWriteArrayList<RunEvent>();
            var died = new AtomicBoolean();
            var kit = new Kit(Time.system(), Disk.real(), new Integration(StackKernels.best()),
                    StackOrder.of(List.of()), "Darkbox test");
            RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                    Evening.of(Time.system().now(), ZoneId.systemDefault()), rig.profile()).orElseThrow();

            RigRun.begin(rig, plan, kit, event -> {
                events.add(event);
                boolean inTheMiddle = event instanceof RunEvent.Exposing e
                        && e.set().label().equals("dark_2s")
                        && events.stream().anyMatch(a -> a instanceof RunEvent.FrameAccepted f
                                && f.set().label().equals("dark_2s"));
                if (inTheMiddle && died.compareAndSet(false, true)) {
                    Thread.ofVirtual().start(() -> restart(server));
                }
            }).run(new Stop()).run();

            var ended = assertInstanceOf(RunEvent.RunEnded.class, events.getLast());
            assertEquals(RunEvent.End.DONE, ended.end(), () -> texts(events));
            Map<String, List<Integer>> accepted = events.stream()
                    .filter(RunEvent.FrameAccepted.class::isInstance).map(RunEvent.FrameAccepted.class::cast)
                    .collect(Collectors.groupingBy(f -> f.set().label(),
                            Collectors.mapping(RunEvent.FrameAccepted::n, Collectors.toList())));
            assertEquals(Map.of("bias", List.of(1, 2, 3), "dark_2s", List.of(1, 2, 3, 4), "darkflat_Ha_0p3s",
                    List.of(1, 2, 3)), accepted, () -> texts(events));
            assertEquals(4, files("dark_2s"), "frames on disk");
            List<Rung> rungs = events.stream().filter(RunEvent.Recovered.class::isInstance)
                    .map(RunEvent.Recovered.class::cast).filter(RunEvent.Recovered::held)
                    .map(RunEvent.Recovered::rung).toList();
            assertEquals(List.of(Rung.WAIT), rungs, () -> texts(events));
            // proven again, and with it cap and panel of the server that came back
            long proven = events.stream()
                    .filter(e -> e instanceof RunEvent.Checked c && c.what().equals("cap shut"))
                    .count();
            assertEquals(4, proven, () -> texts(events));
        }
    }

    private static void restart(IndiServerPeer server) {
        try {
            Thread.sleep(700);
            server.kill();
            Thread.sleep(4000);
            server.restart();
            server.simulate(IndiServerPeer.COVER);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private RigConfig rig(IndiServerPeer server) throws IOException {
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
                soak = "3s"
                slope_k_per_min = 5
                give_up = "2m"
                warm_k_per_min = 0
                [rig.probe]
                exposure = 1
                cooled_adu_per_s = 60000
                [[rig.preset]]
                name = "standard"
                gain = 50
                offset = 20
                target_c = 15
                order = ["bias", "darks", "dark-flats"]
                bias_frames = 5
                bias_discard = 2
                darks = [2]
                dark_frames = 4
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 0.3
                frames = 3
                """.formatted(server.host(), server.port(), IndiServerPeer.CAMERA, IndiServerPeer.WHEEL,
                IndiServerPeer.COVER, IndiServerPeer.COVER));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    private long files(String begin) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("library").resolve("Calibration"))) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(begin + "_.*\\.fits?"))
                    .count();
        }
    }

    private static String texts(List<RunEvent> events) {
        return events.stream().map(RunEvent::toString).collect(Collectors.joining("\n"));
    }
}
