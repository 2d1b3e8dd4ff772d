package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.DeviceHand.Seen;
import dev.darkbox.cli.DeviceOrder;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A DS18B20 in the box as the kernel shows it, from its file to the headers.
@Timeout(60)
class BoxTemperatureTest {

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void plugIn() throws IOException {
        Files.createDirectories(folder.resolve("w1"));
    }

    private void shows(String milliDegrees) throws IOException {
        Files.writeString(folder.resolve("w1/temperature"), milliDegrees + "\n");
    }

    private RigConfig rig() throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.cooling]
                cooler = false
                [[rig.thermometer]]
                name = "box"
                device = "%s"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                bias_frames = 3
                bias_discard = 0
                darks = []
                [[rig.preset]]
                name = "fast"
                gain = 200
                offset = 50
                bias_frames = 3
                bias_discard = 0
                darks = []
                """.formatted(folder.resolve("w1")));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    private void refresh() throws IOException {
        RigConfig rig = rig();
        var kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
        RigRun.begin(rig, Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL,
                LocalDate.of(2025, 9, 23), Profile.STAGING).orElseThrow(), kit, events::add).run(new Stop())
                .run();
    }

    /// Of raw frames and masters.
    private List<String> headers() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("library/Calibration"))) {
            var headers = new ArrayList<String>();
            for (Path file : all.filter(path -> path.toString().endsWith(".fit")).toList()) {
                headers.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
            return headers;
        }
    }

    @Test
    void everyRawFrameAndEveryMasterTellHowWarmTheAirWas() throws Exception {
        shows("-8125");
        refresh();
        List<String> headers = headers();
        assertEquals(2 * 3 + 2, headers.size());
        for (String header : headers) {
            assertTrue(header.contains("AMBTEMP =               -8.125"), header);
        }
        assertEquals(List.of(), troubles());
    }

    @Test
    void noReadingIsToldOnceInARunAndIsNoNumber() throws Exception {
        shows("85000");
        refresh();
        assertEquals(List.of("box no reading: 85.000 °C, which a sensor says that has not measured yet"),
                troubles());
        List<String> headers = headers();
        assertEquals(2 * 3 + 2, headers.size());
        for (String header : headers) {
            assertFalse(header.contains("AMBTEMP"), header);
        }
    }

    private List<String> troubles() {
        return events.stream().filter(RunEvent.DeviceTrouble.class::isInstance)
                .map(RunEvent.DeviceTrouble.class::cast).map(e -> e.device() + " " + e.what()).toList();
    }

    @Test
    void theThermometerIsAskedAgainWhenItsWordIsAMinuteOld() throws Exception {
        shows("4310");
        var air = new BoxTemperature(rig(), time);
        assertEquals(Celsius.of(4.31), air.now());
        shows("-127000");
        assertEquals(Celsius.of(4.31), air.now());
        time.skip(Duration.ofMinutes(1));
        assertEquals(Celsius.UNKNOWN, air.now());
    }

    @Test
    void itIsShownByHand() throws Exception {
        shows("12340");
        RigConfig rig = rig();
        var hand = new Hand(time);
        assertEquals(List.of("box"), hand.names(rig));
        var seen = new ArrayList<Seen>();
        hand.act(rig, "box", new DeviceOrder.State(), _ -> {}, seen::add);
        Files.delete(folder.resolve("w1/temperature"));
        hand.act(rig, "box", new DeviceOrder.State(), _ -> {}, seen::add);
        String place = folder.resolve("w1").toString();
        assertEquals(List.of(new Seen("box", place, "12.3°C", "sensed", ""),
                new Seen("box", place, "no reading", "sensed", seen.getLast().said())), seen);
        assertTrue(seen.getLast().said().contains("w1"), seen.getLast().said());
    }
}
