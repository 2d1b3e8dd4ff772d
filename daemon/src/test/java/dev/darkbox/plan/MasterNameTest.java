package dev.darkbox.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MasterNameTest {

    private static final Readout USUAL = new Readout(100, 50, 1, "", Readout.NONE);

    @Test
    void namesAreThoseOfTheField() {
        Celsius minusTen = Celsius.of(-10);
        assertEquals("master-bias_GAIN100_OFFSET50_T-10C", name(new FrameSet.Bias(10, 210), USUAL, minusTen));
        assertEquals("master-dark_180s_GAIN100_OFFSET50_T-10C",
                name(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40), USUAL, minusTen));
        assertEquals("master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C",
                name(new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40), USUAL, minusTen));
    }

    @Test
    void noFractionOfASecondIsRoundedAway() {
        assertEquals("180s", MasterName.seconds(Duration.ofMinutes(3)));
        assertEquals("0p5s", MasterName.seconds(Duration.ofMillis(500)));
        assertEquals("0p0125s", MasterName.seconds(Duration.ofNanos(12_500_000)));
        assertEquals("0p000000001s", MasterName.seconds(Duration.ofNanos(1)));
        assertEquals("1200p000032s", MasterName.seconds(Duration.ofSeconds(1200).plusNanos(32_000)));
        assertEquals("0s", MasterName.seconds(Duration.ZERO));
    }

    @Test
    void aSetPointBetweenDegreesKeepsItsFractionAndSign() {
        assertEquals("_GAIN100_OFFSET50_T-10p5C", MasterName.conditions(USUAL, Celsius.of(-10.5)));
        assertEquals("_GAIN100_OFFSET50_T-0p25C", MasterName.conditions(USUAL, Celsius.of(-0.25)));
        assertEquals("_GAIN100_OFFSET50_T-0p05C", MasterName.conditions(USUAL, Celsius.of(-0.05)));
        assertEquals("_GAIN100_OFFSET50_T0C", MasterName.conditions(USUAL, Celsius.of(0)));
        assertEquals("_GAIN100_OFFSET50_T5p001C", MasterName.conditions(USUAL, Celsius.of(5.001)));
    }

    @Test
    void theSetPointIsReadBackFromEveryNameExactly() {
        var random = new SplittableRandom(9);
        for (int n = 0; n < 2000; n++) {
            Celsius target = n == 0 ? Celsius.UNKNOWN : new Celsius(random.nextInt(-60_000, 30_001));
            int binning = random.nextInt(1, 5);
            var set = new FrameSet.DarkFlat(n % 2 == 0 ? "Ha" : "_T5C",
                    Duration.ofMillis(random.nextInt(9_999)), 0, 4);
            String name = name(set, new Readout(100, Readout.NONE, binning, "", Readout.NONE), target);
            assertEquals(target, MasterName.setPoint(name), name);
            assertEquals(
                    name(set, new Readout(100, Readout.NONE, binning, "", Readout.NONE), Celsius.UNKNOWN),
                    MasterName.withoutSetPoint(name));
        }
    }

    @Test
    void whatACameraHasNoSettingForIsLeftOut() {
        assertEquals("", MasterName.conditions(
                new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE), Celsius.UNKNOWN));
        assertEquals("_GAIN0_T-20C_BIN2", MasterName.conditions(
                new Readout(0, Readout.NONE, 2, "High Gain", 40), Celsius.of(-20)));
        assertEquals("_OFFSET0_BIN4", MasterName.conditions(
                new Readout(Readout.NONE, 0, 4, "", Readout.NONE), Celsius.UNKNOWN));
    }

    private static String name(FrameSet set, Readout readout, Celsius target) {
        return new PlannedSet(set, "standard", readout, target, true).master();
    }
}
