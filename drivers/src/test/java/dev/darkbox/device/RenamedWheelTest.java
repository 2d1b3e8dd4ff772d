package dev.darkbox.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimRig;
import dev.darkbox.device.sim.SimSettings;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenamedWheelTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
    private final SimRig rig = new SimRig(SimSettings.small(1), time, new SimFaults());

    @Test
    void aSlotAnswersToItsNewNameInBothDirections() throws Exception {
        FilterWheel own = rig.wheel().orElseThrow();
        FilterWheel renamed = RenamedWheel
                .in(rig, List.of("Lum", "Red", "Green", "Blue", "H-alpha", "O3", "S2"))
                .wheel().orElseThrow();

        renamed.select("H-alpha");
        assertEquals("Ha", own.selected());
        assertEquals("H-alpha", renamed.selected());
        own.select("SII");
        assertEquals("S2", renamed.selected());
        assertEquals(List.of("Lum", "Red", "Green", "Blue", "H-alpha", "O3", "S2"), renamed.filters());
    }

    @Test
    void theOldNamesAreGone() {
        var renamed = new RenamedWheel(rig.wheel().orElseThrow(), List.of("a", "b", "c", "d", "e", "f", "g"));
        var refused = assertThrows(DeviceException.Refused.class, () -> renamed.select("Ha"));
        assertEquals("sim-wheel: no slot holds Ha, only [a, b, c, d, e, f, g]", refused.getMessage());
    }

    @Test
    void anotherNumberOfNamesIsRefusedBeforeTheWheelTurns() throws Exception {
        FilterWheel own = rig.wheel().orElseThrow();
        var renamed = new RenamedWheel(own, List.of("L", "Ha"));
        var refused = assertThrows(DeviceException.Refused.class, () -> renamed.select("Ha"));
        assertEquals("sim-wheel: the configuration names 2 filters [L, Ha], the wheel has 7:"
                + " [L, R, G, B, Ha, OIII, SII]", refused.getMessage());
        assertThrows(DeviceException.Refused.class, renamed::selected);
        assertEquals("L", own.selected());
    }

    @Test
    void aRigWithoutAWheelStaysAsItIs() {
        var bare = new SimRig(SimSettings.small(1).bare(), time, new SimFaults());
        assertSame(bare, RenamedWheel.in(bare, List.of("L")));
    }
}
