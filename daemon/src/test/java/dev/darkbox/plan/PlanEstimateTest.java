package dev.darkbox.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanEstimateTest {

    private static final FrameShape SENSOR = new FrameShape(6000, 4000);
    private static final Pace PACE = new Pace(Celsius.of(20), 3000, Duration.ofMillis(100), 100);

    /// 24 megapixels: 100 ms and 2.4 s a frame, 48,009,600 bytes on disk.
    @Test
    void aNightIsAddedUp() {
        PlanEstimate night = estimate(Celsius.of(-10), 1, true);

        assertEquals(new PlanEstimate(
                220 + 40 + 40,
                Duration.ofSeconds(40 * 180 + 40 * 300),
                Duration.ofMillis(300 * 2500),
                Duration.ofMinutes(30 / 3 + 30 / 2),
                Duration.ofMinutes(10),
                Duration.ofMinutes(2 * 3),
                290 * 48_009_600L * 11 / 10 + 3 * (13 * 24_000_000L + 1_048_576) + 12 * 24_000_000L), night);
        assertEquals(Duration.parse("PT6H13M30S"), night.total());
    }

    @Test
    void aBinnedFrameIsAQuarterInSizeAndTime() {
        PlanEstimate night = estimate(Celsius.of(-10), 2, true);
        assertEquals(Duration.ofMillis(300 * 700), night.reading());
        assertEquals(290 * 12_009_600L * 11 / 10 + 3 * (13 * 6_000_000L + 1_048_576) + 12 * 6_000_000L,
                night.diskBytes());
    }

    @Test
    void withoutRawFramesTheTwoLargestNeighboursCount() {
        long frames = (210 + 40) * 48_009_600L;
        assertEquals(frames + frames / 10 + 3 * (13 * 24_000_000L + 1_048_576) + 12 * 24_000_000L,
                estimate(Celsius.of(-10), 1, false).diskBytes());
    }

    @Test
    void aCameraWithoutACoolerNeitherCoolsNorSoaks() {
        PlanEstimate night = estimate(Celsius.UNKNOWN, 1, true);
        assertEquals(Duration.ZERO, night.cooling());
        assertEquals(Duration.ZERO, night.soaking());
    }

    @Test
    void everyNewSetPointIsWalkedToAndSoakedAt() {
        Readout readout = readout(1);
        var plan = new RefreshPlan("main", LocalDate.parse("2025-09-23"), RefreshPlan.Profile.STAGING,
                List.of(
                        visit("a", readout, Celsius.of(-10)), visit("b", readout, Celsius.of(-10)),
                        visit("c", readout, Celsius.of(-16))));
        PlanEstimate night = PlanEstimate.of(plan, CoolingRules.defaults(), SENSOR, true, PACE);
        assertEquals(Duration.ofMinutes(20), night.soaking());
        assertEquals(Duration.ofMinutes(10 + 2 + 18), night.cooling());
    }

    @Test
    void aSlowerWalkDownIsTheRules() {
        CoolingRules usual = CoolingRules.defaults();
        var gentle = new CoolingRules(300, usual.soak(), 100, usual.giveUp(), 85, usual.loadFor(),
                usual.onOverload(), 500, usual.onDrift(), 5000, 0, 1000, 0);
        var plan = new RefreshPlan("main", LocalDate.parse("2025-09-23"), RefreshPlan.Profile.STAGING,
                List.of(visit("a", readout(1), Celsius.of(-10))));
        assertEquals(Duration.ofMinutes(30), PlanEstimate.of(plan, gentle, SENSOR, true, PACE).cooling());
    }

    @Test
    void whatCannotFitIsRefused() {
        var night = new PlanEstimate(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
                Duration.ZERO,
                16_260_000_000L);
        assertEquals(Optional.empty(), night.refusal(16_260_000_000L));
        assertEquals(Optional.of("needs 16.3 GB on the disk, 812 MB is free"), night.refusal(812_000_000L));
    }

    /// What is integrated last needs its picture and two planes beside everything else: 288 MB for 24 megapixels.
    @Test
    void aDiskThatHoldsFramesAndMastersButNotTheWorkBesideThemIsRefused() {
        PlanEstimate night = estimate(Celsius.of(-10), 1, true);
        long withoutScratch = night.diskBytes() - 12 * SENSOR.pixels();
        assertEquals(Optional.empty(), night.refusal(withoutScratch + 288_000_000));
        assertEquals(Optional.of("needs 16.5 GB on the disk, 16.3 GB is free"),
                night.refusal(withoutScratch));
    }

    @Test
    void framesThatAreNotStoredNeedNoRoom() {
        var plan = new RefreshPlan("main", LocalDate.parse("2025-09-23"), RefreshPlan.Profile.STAGING,
                List.of(visit("a", readout(1), Celsius.of(-10)), visit("b", readout(1), Celsius.of(-10))));
        long masters = 2 * (13 * 24_000_000L + 1_048_576);
        assertEquals(masters + 210 * 48_009_600L * 11 / 10 + 12 * 24_000_000L,
                PlanEstimate.of(plan, CoolingRules.defaults(), SENSOR,
                        true, (set, _) -> set.preset().equals("b"), PACE).diskBytes());
        assertEquals(masters + 4 * 24_000_000L,
                PlanEstimate.of(plan, CoolingRules.defaults(), SENSOR, true, (_, _) -> false, PACE)
                        .diskBytes());
    }

    private static PlanEstimate estimate(Celsius target, int binning, boolean keepRaw) {
        var preset = new Preset("standard", readout(binning), target, new FrameSet.Bias(10, 210),
                List.of(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
                        new FrameSet.Dark(Duration.ofSeconds(300), 0, 40)),
                List.of(), Preset.USUAL_ORDER, Duration.ofMinutes(3));
        RefreshPlan plan = Planner.plan(new RigPresets("main", List.of(preset)), RefreshPlan.Scope.ALL,
                LocalDate.parse("2025-09-23"), RefreshPlan.Profile.STAGING).orElseThrow();
        return PlanEstimate.of(plan, CoolingRules.defaults(), SENSOR, keepRaw, PACE);
    }

    private static CapturePlan visit(String preset, Readout readout, Celsius target) {
        return new CapturePlan(preset, readout, target,
                List.of(new PlannedSet(new FrameSet.Bias(10, 210), preset, readout, target, false)));
    }

    private static Readout readout(int binning) {
        return new Readout(100, 50, binning, "", Readout.NONE);
    }
}
