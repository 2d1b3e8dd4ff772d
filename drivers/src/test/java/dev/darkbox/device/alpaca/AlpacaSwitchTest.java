package dev.darkbox.device.alpaca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.alpaca.AlpacaBox.Fault;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AlpacaSwitchTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private AlpacaBox box;

    @BeforeEach
    void listen() throws Exception {
        box = new AlpacaBox(2, time);
    }

    @AfterEach
    void stop() {
        box.close();
    }

    private AlpacaSwitch open(int id) throws DeviceException, InterruptedException {
        return AlpacaSwitch.open("Dew", "127.0.0.1", box.port(), 0, id, time);
    }

    private String place() {
        return "http://127.0.0.1:%d switch 0: ".formatted(box.port());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aHeaterIsSwitchedAndReadBack(int version) throws Exception {
        try (var other = new AlpacaBox(version, time);
                var heater = AlpacaSwitch.open("Dew", "127.0.0.1", other.port(), 0, 0, time)) {
            assertEquals("Dew", heater.name());
            assertTrue(heater.read().on());
            heater.set(false);
            assertEquals(0, other.value(0));
            assertFalse(heater.read().on());
            assertEquals(Evidence.REPORTED, heater.read().evidence());
            heater.set(true);
            assertEquals(100, other.value(0));
        }
    }

    @Test
    void aHeaterThatIsALittleWarmIsNotOff() throws Exception {
        try (var heater = open(0)) {
            box.turn(0, 20);
            assertTrue(heater.read().on());
            heater.set(false);
            assertFalse(heater.read().on());
        }
    }

    @Test
    void aHeaterThatStaysOnIsToldWithItsAnswer() throws Exception {
        try (var heater = open(0)) {
            box.fail(Fault.SWITCH_STUCK);
            var e = assertThrows(DeviceException.Refused.class, () -> heater.set(false));
            assertEquals(place() + "switch 0, \"Dew\", is still on 15 s after it was switched off, "
                    + "\"getswitch true, getswitchvalue 100.0\"", e.getMessage());
        }
    }

    @Test
    void aContactIsReadAndNeverSet() throws Exception {
        try (var contact = AlpacaSwitch.contact("Lid", "127.0.0.1", box.port(), 0, 1, time)) {
            assertFalse(contact.read().on());
            box.turn(1, 1);
            assertTrue(contact.read().on());
            var e = assertThrows(DeviceException.Refused.class, () -> contact.set(false));
            assertEquals(place() + "switch 1, \"Lid\", can only be read", e.getMessage());
            assertEquals(1, box.value(1));
        }
    }

    @Test
    void anInputCannotBeAHeater() throws Exception {
        try (var input = open(2)) {
            assertTrue(input.read().on());
            assertThrows(DeviceException.Refused.class, () -> input.set(false));
        }
    }

    @Test
    void aSwitchThatIsNotThereIsToldWithThoseThatAre() {
        var e = assertThrows(DeviceException.Refused.class, () -> open(7));
        assertEquals(place() + "has switches 0..2; \"Dew\" should be number 7", e.getMessage());
    }

    @Test
    void aDeviceThatIsNotThereIsToldByItsServer() {
        var e = assertThrows(DeviceException.Refused.class,
                () -> AlpacaSwitch.open("Dew", "127.0.0.1", box.port(), 3, 0, time));
        assertEquals("http://127.0.0.1:%d switch 3".formatted(box.port()), e.device());
        assertTrue(e.what().startsWith("GET connected: error 0x400 (not implemented)"), e.what());
    }
}
