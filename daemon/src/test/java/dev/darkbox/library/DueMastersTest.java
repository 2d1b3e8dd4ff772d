package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.DuePart;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DueMastersTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 25);
    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.version", "1.9"));
    private static final CameraEpoch NEW = CameraEpoch.of(Map.of("driver.version", "2.0"));
    private static final String BIAS = "master-bias_GAIN100_OFFSET50_T-10C";
    private static final String DARK = "master-dark_180s_GAIN100_OFFSET50_T-10C";
    private static final String FLAT = "master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C";
    private static final RigPresets RIG = new RigPresets("main", List.of(new Preset("lrgb",
            new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(-10), new FrameSet.Bias(10, 210),
            List.of(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40)),
            List.of(new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40)), Preset.USUAL_ORDER,
            Duration.ZERO)));

    private static MasterEntry master(String name, LocalDate evening, Verdict.Kind verdict,
            CameraEpoch epoch) {
        return new MasterEntry(name, evening, MasterFiles.in(Path.of("x"), name), 9,
                new MasterStats(1, 1, 1, 1, 1, 1, 1), -10, new Verdict(verdict, ""), "", "r1",
                Instant.parse(evening + "T20:00:00Z"), "main", "lrgb", epoch.id(), epoch, Keys.DARK_180);
    }

    private static MasterEntry good(String name, int daysOld) {
        return master(name, TODAY.minusDays(daysOld), Verdict.Kind.PASS, NEW);
    }

    private static List<DuePart> due(MasterEntry... masters) {
        return DueMasters.of(RIG, List.of(masters), TODAY);
    }

    @Test
    void whatIsMissingIsDueInTheOrderInWhichItIsTaken() {
        assertEquals(List.of(new DuePart(BIAS, "none yet"), new DuePart(FLAT, "none yet"),
                new DuePart(DARK, "none yet")), due());
    }

    @Test
    void aYearIsOldForABiasAndHalfAYearForADark() {
        assertEquals(List.of(), due(good(BIAS, 365), good(DARK, 183), good(FLAT, 183)));
        assertEquals(List.of(new DuePart(BIAS, "366 days old, at most 365"),
                new DuePart(FLAT, "184 days old, at most 183"),
                new DuePart(DARK, "200 days old, at most 183")),
                due(good(BIAS, 366), good(DARK, 200), good(FLAT, 184)));
        assertEquals(List.of(), due(good(BIAS, 1), good(BIAS, 900), good(DARK, 1), good(FLAT, 1)),
                "the newest counts");
    }

    @Test
    void anOldEpochIsDueHoweverYoung() {
        MasterEntry before = master(DARK, TODAY.minusDays(3), Verdict.Kind.PASS, OLD);
        assertEquals(List.of(new DuePart(DARK,
                "made on 2026-03-22, before the camera's driver, firmware or controls changed")),
                due(before, good(BIAS, 1), good(FLAT, 1)));
    }

    @Test
    void aHeldMasterWaitsForAPersonAndAFailedOneIsNone() {
        MasterEntry held = master(BIAS, TODAY.minusDays(1), Verdict.Kind.HOLD, NEW);
        MasterEntry failed = master(DARK, TODAY.minusDays(1), Verdict.Kind.FAIL, NEW);
        assertEquals(List.of(new DuePart(DARK, "none yet")), due(held, failed, good(FLAT, 1)));
        assertEquals(List.of(), due(held, failed, good(DARK, 100), good(FLAT, 1)),
                "the one before the failed one is still good");
    }
}
