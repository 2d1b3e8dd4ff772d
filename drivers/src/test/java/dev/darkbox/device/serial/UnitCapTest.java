package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.FlipFlatBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnitCapTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T20:00:00Z"));
    private SerialUnit unit(double openPart) throws DeviceException, InterruptedException {
        var line = new BoxLine(new FlipFlatBox(99, Duration.ofSeconds(40), openPart, time.now()), time);
        line.fail(WireFault.SLOW);
        return SerialUnit.open("/dev/ttyUSB0", "alnitak", line, time);
    }

    @Test
    void aTenthOfTheWayTeachesNothingAboutAllOfIt() throws Exception {
        try (var unit = unit(0.1)) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            cap.moveTo(Position.OPEN);
            assertEquals(Position.OPEN, cap.read().position());
        }
    }

    @Test
    void oneThatWasThereAlreadyAndIsSlowToSaySoTeachesNothing() throws Exception {
        try (var unit = unit(0)) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            cap.moveTo(Position.OPEN);
            assertEquals(Position.OPEN, cap.read().position());
        }
    }
}
