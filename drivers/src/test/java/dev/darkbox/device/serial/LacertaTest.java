package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.LacertaFbc.Request;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.LacertaFbcBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LacertaTest {

    private static final String PORT = FaultDrill.PORT;

    private final VirtualTime time = new VirtualTime(FaultDrill.EVENING);
    private final BoxLine line = new BoxLine(new LacertaFbcBox(time.now()), time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "lacerta", line, time);
    }

    @Test
    void requestsAreSpelled() {
        assertEquals(": I #", new Request.Hello().encode());
        assertEquals(": B 40 #", new Request.Level(40).encode());
        assertEquals(": F 30000 #", new Request.Light(30_000).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.Level(101));
        assertThrows(IllegalArgumentException.class, () -> new Request.Light(30_001));
    }

    @Test
    void answersBeginWithTheLetterOfTheQuestion() {
        assertEquals(Optional.of("SerialMode"), LacertaFbc.answer('P', "P SerialMode"));
        for (String wrong : new String[]{"", "P", "PSerialMode", "D - mode asked", "I FBC"}) {
            assertEquals(Optional.empty(), LacertaFbc.answer('P', wrong), wrong);
        }
    }

    @Test
    void answersAreUnderstoodAtEverySplit() {
        Splits.each("\r\n", "I FBC\r\nD - x\nP SerialMode\r\n",
                lines -> assertEquals(List.of("I FBC", "D - x", "P SerialMode"), lines));
    }

    @Test
    void itIsLitForHalfAMinuteAndClaimsNoMoreThanTheOrder() throws Exception {
        try (SerialUnit unit = open()) {
            assertEquals("Lacerta FBC, firmware 1.0.4", unit.traits().identity());
            var panel = new UnitPanel(unit, time);
            panel.light(40);
            assertEquals(40, line.truth().lampPercent());
            assertEquals(40, panel.read().percent());
            assertEquals(Evidence.COMMANDED, panel.read().evidence());
            time.sleep(Duration.ofSeconds(31));
            assertEquals(0, line.truth().lampPercent());
            assertEquals(0, panel.read().percent());
            panel.light(70);
            assertEquals(70, line.truth().lampPercent());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
            assertEquals(Evidence.COMMANDED, panel.read().evidence());
        }
    }

    @Test
    void itIsPutOutWhenItIsOpened() throws Exception {
        line.box().hear(": F 30000 #", time.now());
        assertEquals(50, line.truth().lampPercent());
        try (SerialUnit _ = open()) {
            assertEquals(0, line.truth().lampPercent());
        }
    }

    @Test
    void aKnobThatIsNotAtZeroIsToldWithWhatToDo() throws Exception {
        line.fail(WireFault.WRONG_DIALECT);
        var e = assertThrows(DeviceException.Refused.class, this::open);
        assertEquals(PORT
                + ": listens to its knobs, not to us (\"P KnobMode\"): turn all knobs to zero, then switch "
                + "it off and on", e.getMessage());
    }

    @Test
    void aKnobTurnedLaterIsFoundAtTheNextLook() throws Exception {
        try (SerialUnit unit = open()) {
            unit.light(40);
            line.fail(WireFault.WRONG_DIALECT);
            assertTrue(assertThrows(DeviceException.Refused.class, unit::lamp).what()
                    .startsWith("listens to its"));
            assertThrows(DeviceException.Refused.class, () -> unit.light(0));
            line.box().mend(time.now());
            assertTrue(assertThrows(DeviceException.Refused.class, unit::lamp).what()
                    .startsWith("it is not known"));
            unit.light(0);
            assertEquals(0, unit.lamp().percent());
        }
    }

    @Test
    void everyFaultEndsInTimeAndNamesThePort() throws Exception {
        List<String> errors = FaultDrill.run("lacerta", t -> new LacertaFbcBox(t.now()));
        for (String fault : new String[]{"mute before", "mute after", "wrong-id before",
            "wrong-dialect before",
            "wrong-dialect after", "unplug after"}) {
            assertTrue(errors.stream().anyMatch(e -> e.startsWith(fault)), fault + ": " + errors);
        }
        assertTrue(errors.stream().noneMatch(e -> e.startsWith("garbage") || e.startsWith("slow")
                || e.startsWith("reset")), errors.toString());
    }
}
