package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.DeviceHand.Seen;
import dev.darkbox.cli.DeviceOrder;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.PartConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.device.serial.Protocols;
import dev.darkbox.device.sim.wire.Boxes;
import dev.darkbox.device.sim.wire.PtyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A simulated camera with a cap on a serial port, from configuration to bytes on a real pseudo-terminal.
class PartsTest {

    private final Time time = Time.system();
    @TempDir
    private Path folder;
    private Optional<PtyServer> box = Optional.empty();

    @BeforeEach
    void plugIn() throws IOException {
        box = Optional.of(PtyServer.serve(Boxes.make("flip-flat", Duration.ofSeconds(1), 1, time.now()),
                Optional.of(folder.resolve("cap")), time));
        Files.createDirectories(folder.resolve("iio"));
        Files.writeString(folder.resolve("iio/in_illuminance_input"), "0.2\n");
    }

    @AfterEach
    void unplug() {
        box.ifPresent(PtyServer::close);
    }

    private RigConfig rig(String driver) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                [rig.camera]
                driver = "sim"
                [rig.cap]
                driver = "%s"
                port = "%s"
                [rig.panel]
                driver = "%s"
                port = "%s"
                [[rig.light_sensor]]
                name = "lid"
                file = "iio"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [1]
                """.formatted(driver, folder.resolve("cap"), driver, folder.resolve("cap")));
        Loaded loaded = ConfigReader.load(file);
        return assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config().rigs().getFirst();
    }

    @Test
    void theConfigurationKnowsTheProtocolsThereAre() {
        assertEquals(Protocols.names(), PartConfig.SERIAL);
    }

    @Test
    void oneBoxIsCapAndPanelBesideTheCamera() throws Exception {
        try (var held = new Held(); Rig open = Rigs.open(rig("alnitak"), time, held)) {
            assertEquals("main", open.name());
            assertEquals(Position.OPEN, open.cap().orElseThrow().read().position());
            open.cap().orElseThrow().moveTo(Position.SHUT);
            assertEquals(0, open.panel().orElseThrow().read().percent());
            assertEquals(LightSensor.Sight.DARK, open.lightSensors().getFirst().read().sight());
        }
        assertEquals(Position.SHUT, box.orElseThrow().truth().position());
    }

    @Test
    void anotherBoxThanConfiguredIsRefusedByPort() {
        var e = assertThrows(DeviceException.class, () -> {
            try (var held = new Held(); Rig _ = Rigs.open(rig("snapcap"), time, held)) {
                throw new AssertionError("a Flip-Flat is no SnapCap");
            }
        });
        assertTrue(String.valueOf(e.getMessage()).startsWith(folder.resolve("cap") + ": "), e.getMessage());
    }

    @Test
    void aDeviceIsTriedByHand() throws Exception {
        var seen = new ArrayList<String>();
        var hand = new Hand(time);
        RigConfig rig = rig("alnitak");
        assertEquals(List.of("cap", "panel", "lid"), hand.names(rig));
        hand.act(rig, "cap", new DeviceOrder.Shut(), _ -> {}, s -> seen.add(text(s)));
        hand.act(rig, "panel", new DeviceOrder.Light(40, Duration.ZERO), _ -> {}, s -> seen.add(text(s)));
        hand.act(rig, "lid", new DeviceOrder.State(), _ -> {}, s -> seen.add(text(s)));
        assertEquals(List.of("cap shut reported \"*S99001\"", "panel lit at 40 % reported \"*S99011\"",
                "panel off reported \"*S99001\"", "lid dark sensed 0.2 lx, dark is below 1 lx"),
                seen.stream().map(s -> s.replace("0.200", "0.2").replace("1.00", "1")).toList());
        var e = assertThrows(DeviceException.Refused.class,
                () -> hand.act(rig, "lid", new DeviceOrder.Open(), _ -> {}, _ -> {}));
        assertEquals("does not take that; allowed: state, monitor", e.what());
        assertEquals(0, box.orElseThrow().truth().lampPercent());
    }

    private static String text(Seen seen) {
        return "%s %s %s %s".formatted(seen.device(), seen.state(), seen.evidence(), seen.said());
    }
}
