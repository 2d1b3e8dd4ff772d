package dev.darkbox.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlannedSetTest {

    private static final FrameSet HA = new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40);

    @Test
    void theOnlyPresetsFolderIsShort() {
        assertEquals("bias", set(new FrameSet.Bias(10, 210), true).folder());
        assertEquals("dark-180s", set(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40), true).folder());
        assertEquals("darkflat-Ha-5p4s", set(HA, true).folder());
    }

    @Test
    void oneOfSeveralPresetsFoldersTellsItsConditions() {
        assertEquals("darkflat-Ha-5p4s_GAIN100_OFFSET50_T-10C", set(HA, false).folder());
        assertEquals("master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C", set(HA, false).master());
    }

    @Test
    void aSetMovedToAnotherSetPointIsOtherwiseTheSame() {
        PlannedSet warmer = set(HA, false).at(Celsius.of(-5));
        assertEquals("darkflat-Ha-5p4s_GAIN100_OFFSET50_T-5C", warmer.folder());
        assertEquals(set(HA, false), warmer.at(Celsius.of(-10)));
    }

    private static PlannedSet set(FrameSet set, boolean onlyPreset) {
        return new PlannedSet(set, "standard", new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(-10),
                onlyPreset);
    }
}
