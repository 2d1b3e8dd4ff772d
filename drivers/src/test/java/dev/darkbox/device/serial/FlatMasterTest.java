package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.FlatMaster.Request;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.FlatMasterBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlatMasterTest {

    private static final String PORT = FaultDrill.PORT;

    private final VirtualTime time = new VirtualTime(FaultDrill.EVENING);

    private BoxLine line(String version) {
        return new BoxLine(new FlatMasterBox(version, time.now()), time);
    }

    private SerialUnit open(BoxLine line) throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "flatmaster", line, time);
    }

    @Test
    void brightnessRunsBackwards() {
        assertEquals("L:20\n", Request.Level.of(100).encode());
        assertEquals("L:120\n", Request.Level.of(50).encode());
        assertEquals("L:218\n", Request.Level.of(1).encode());
        assertEquals("L:255\n", Request.Level.of(0).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.Level(19));
        assertThrows(IllegalArgumentException.class, () -> new Request.Level(256));
    }

    @Test
    void anEchoOfAnotherValueIsNoAnswer() {
        assertEquals(Optional.empty(), new Request.Level(20).answer("L:200"));
        assertEquals(Optional.empty(), new Request.Enable(false).answer("E:1"));
        assertEquals(Optional.empty(), new Request.Hello().answer("OK_PPB"));
        assertEquals(Optional.of("1.3"), new Request.Version().answer("1.3"));
    }

    @Test
    void answersAreUnderstoodAtEverySplit() {
        Splits.each("\r\n", "OK_FM\r\n1.3\n\nE:0\r\nL:255\r", lines -> {
            assertEquals(List.of("OK_FM", "1.3", "E:0", "L:255"), lines);
        });
    }

    /// The requests are those Debian's indi_pegasus_flatmaster was seen to send to a device.
    @Test
    void theEmulatorAnswersWhatAnotherProgramAsks() {
        var box = new FlatMasterBox("1.3", time.now());
        box.opened(time.now());
        assertEquals("OK_FM\r\n", box.hear("#\n", time.now()));
        assertEquals("1.3\r\n", box.hear("V\n", time.now()));
        assertEquals("E:1\r\n", box.hear("E:1\n", time.now()));
        assertEquals("L:20\r\n", box.hear("L:20\n", time.now()));
        assertEquals(100, box.truth(time.now()).lampPercent());
        assertEquals("L:255\r\n", box.hear("L:255\n", time.now()));
        assertEquals("E:0\r\n", box.hear("E:0\n", time.now()));
        assertEquals(0, box.truth(time.now()).lampPercent());
    }

    @Test
    void itLightsAndIsPutOutWithBothFirmwaresAndClaimsNoMoreThanTheOrder() throws Exception {
        for (String version : new String[]{"1.3", "2.1"}) {
            BoxLine line = line(version);
            try (SerialUnit unit = open(line)) {
                assertEquals("FlatMaster, firmware " + version, unit.traits().identity());
                var panel = new UnitPanel(unit, time);
                panel.light(40);
                assertEquals(40, line.truth().lampPercent(), version);
                panel.light(80);
                assertEquals(80, line.truth().lampPercent(), version);
                panel.light(0);
                assertEquals(0, line.truth().lampPercent(), version);
                assertEquals(0, panel.read().percent());
                assertEquals(Evidence.COMMANDED, panel.read().evidence());
            }
        }
    }

    @Test
    void itIsPutOutWhenItIsOpenedAndWhenItIsClosed() throws Exception {
        BoxLine line = line("1.3");
        line.box().hear("E:1\nL:20\n", time.now());
        assertEquals(100, line.truth().lampPercent());
        try (SerialUnit unit = open(line)) {
            assertEquals(0, line.truth().lampPercent());
            unit.light(10);
        }
        assertEquals(0, line.truth().lampPercent());
    }

    @Test
    void anOrderThatWasNotAcknowledgedLeavesTheLampUnknown() throws Exception {
        BoxLine line = line("1.3");
        try (SerialUnit unit = open(line)) {
            unit.light(50);
            line.fail(WireFault.MUTE);
            var silent = assertThrows(DeviceException.TimedOut.class, () -> unit.light(0));
            assertEquals(PORT + ": the answer to \"L:255\" (last heard \"L:120\") took longer than 1 s",
                    silent.getMessage());
            line.box().mend(time.now());
            var unknown = assertThrows(DeviceException.Refused.class, unit::lamp);
            assertTrue(unknown.what().startsWith("it is not known whether the lamp is lit"), unknown.what());
            unit.light(0);
            assertEquals(0, unit.lamp().percent());
        }
    }

    @Test
    void anotherBoxIsNotTakenForOne() {
        BoxLine line = line("1.3");
        line.fail(WireFault.WRONG_ID);
        var e = assertThrows(DeviceException.Garbled.class, () -> open(line));
        assertEquals(PORT + ": expected an answer to \"#\", got \"OK_PPB\"", e.getMessage());
    }

    @Test
    void everyFaultEndsInTimeAndNamesThePort() throws Exception {
        List<String> errors = FaultDrill.run("flatmaster", t -> new FlatMasterBox("1.3", t.now()));
        assertEquals(List.of("wrong-dialect before", "wrong-dialect after", "mute before", "mute after",
                "wrong-id before", "wrong-id after", "unplug before", "unplug after"),
                errors.stream().map(e -> e.substring(0, e.indexOf(':'))).distinct().toList());
    }
}
