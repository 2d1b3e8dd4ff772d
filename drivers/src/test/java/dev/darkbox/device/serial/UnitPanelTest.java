package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class UnitPanelTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));

    /// It may have shone all the same.
    @Test
    void aLampThatDidNotSayThatItIsLitIsGivenTimeToGoOut() throws Exception {
        var tells = new AtomicBoolean(true);
        var line = new BoxLine(new StubBox(heard -> switch (heard.charAt(1)) {
            case 'S' -> tells.get() ? "*S19000\n" : "";
            default -> "*" + heard.charAt(1) + "19000\n";
        }), time);
        try (var unit = SerialUnit.open("/dev/ttyUSB0", "alnitak", line, time)) {
            var panel = new UnitPanel(unit, time);
            panel.light(0);
            tells.set(false);
            assertThrows(DeviceException.TimedOut.class, () -> panel.light(50));
            tells.set(true);
            Instant began = time.now();
            panel.light(0);
            assertEquals(unit.traits().afterglow(), Duration.between(began, time.now()));
        }
    }
}
