package dev.darkbox.device.alpaca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.UnitCap;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// A conversation with servers that nobody here wrote: those of the Python package `alpaca-simulators`. Its sources may
/// lie anywhere, `-Ddarkbox.alpaca-simulators=…/src`; it needs fastapi, uvicorn, jinja2, yaml and multipart. Skipped
/// where it is missing.
@Timeout(120)
class AlpacaPeerTest {

    private static final Time TIME = Time.system();

    @TempDir
    private Path folder;

    /// A server process.
    private record Peer(Process process, AlpacaServer server) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join().destroyForcibly();
        }
    }

    private Peer peer(int version) throws Exception {
        var script = Path.of(Objects.requireNonNull(
                AlpacaPeerTest.class.getResource("/peer/alpaca_simulators.py")).toURI());
        var command = new ArrayList<>(List.of("", "-B", script.toString(), folder.toString(),
                Integer.toString(version)));
        Optional.ofNullable(System.getProperty("darkbox.alpaca-simulators")).ifPresent(command::add);
        String said = "";
        for (String python : List.of("python3", "/usr/bin/python3")) {
            command.set(0, python);
            Path log = Files.createTempFile(folder, "peer", ".log");
            Process process = started(new ProcessBuilder(command).redirectError(log.toFile()));
            String line = firstLine(process);
            if (line.matches("port [0-9]+")) {
                return new Peer(process, new AlpacaServer("127.0.0.1", Integer.parseInt(line.substring(5))));
            }
            said = Files.readString(log).strip();
            assertTrue(said.contains("ModuleNotFoundError") || said.contains("must be installed"), said);
        }
        throw new TestAbortedException(
                "the Python package alpaca-simulators or what it needs is not installed: "
                        + said.substring(said.lastIndexOf('\n') + 1));
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new TestAbortedException("no python3 here: " + e.getMessage(), e);
        }
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        return line == null ? "" : line;
    }

    @Test
    void aCoverCalibratorOfVersionOneIsShutLitAndPutOut() throws Exception {
        try (Peer peer = peer(1)) {
            conversation(peer.server(), 1);
        }
    }

    @Test
    void oneOfVersionTwoAsWellAndSwitchesAreSetAndRead() throws Exception {
        try (Peer peer = peer(2)) {
            conversation(peer.server(), 2);
            outlets(peer.server());
        }
    }

    private static void conversation(AlpacaServer server, int version) throws Exception {
        try (var unit = AlpacaUnit.open(server, 0, TIME, AlpacaPatience.USUAL)) {
            assertEquals("Simulator Cover Calibrator, driver 1.0.0, interface " + version,
                    unit.traits().identity());
            var cap = new UnitCap(unit, TIME);
            cap.moveTo(Position.OPEN);
            assertEquals(Stand.OPEN, unit.cover().stand());
            cap.moveTo(Position.SHUT);
            assertEquals("coverstate 1 (closed)", unit.cover().said());
            unit.light(50);
            assertEquals("calibratorstate 3 (ready), brightness 128 of 255", unit.lamp().said());
            assertEquals(50, unit.lamp().percent());
            unit.light(0);
            assertEquals(0, unit.lamp().percent());
            var e = assertThrows(DeviceException.Refused.class, unit::halt);
            assertTrue(e.what().startsWith("PUT haltcover: error 0x400 (not implemented) \""), e.what());
        }
    }

    private static void outlets(AlpacaServer server) throws Exception {
        try (var power = AlpacaSwitch.open("Dew", server, 0, 0, false, TIME, AlpacaPatience.USUAL);
                var dimmer = AlpacaSwitch.open("Lamp", server, 0, 1, false, TIME, AlpacaPatience.USUAL)) {
            power.set(true);
            assertTrue(power.read().on());
            power.set(false);
            assertFalse(power.read().on());
            assertTrue(dimmer.read().on());
            dimmer.set(false);
            assertFalse(dimmer.read().on());
        }
    }
}
