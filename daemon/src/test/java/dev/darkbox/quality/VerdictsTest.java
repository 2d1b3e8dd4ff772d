package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameShape;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Neighbours.Neighbour;
import dev.darkbox.stack.FrameMoments;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// One fault at a time, drawn by hand, and what it is called.
class VerdictsTest {

    private static final FrameShape SHAPE = new FrameShape(260, 190);
    private static final int FRAMES = 25;
    private static final double NOISE_ADU = 5;
    private static final double PATTERN_ADU = 3;
    private static final FrameSet DARK = new FrameSet.Dark(Duration.ofSeconds(100), 0, FRAMES);
    private static final FrameSet BIAS = new FrameSet.Bias(0, FRAMES);

    /// A picture in memory.
    ///
    /// @param pixels row by row, ADU
    private record Drawn(FrameShape shape, List<Float> pixels) implements RowSource {

        @Override
        public void rows(int first, int count, MemorySegment into) {
            int width = shape.widthPx();
            for (int i = 0; i < count * width; i++) {
                into.setAtIndex(ValueLayout.JAVA_FLOAT, i, pixels.get(first * width + i));
            }
        }

        Drawn each(IntToDoubleFunction value) {
            var changed = new ArrayList<Float>();
            for (int i = 0; i < pixels.size(); i++) {
                changed.add((float) value.applyAsDouble(i));
            }
            return new Drawn(shape, changed);
        }

        Drawn map(DoubleUnaryOperator change) {
            return each(i -> change.applyAsDouble(pixels.get(i)));
        }
    }

    /// A master of one sensor, its noise by the seed: pattern, hot pixels, glow in a corner.
    private static Drawn master(int seed, double glowAdu) {
        var noise = new Random(seed);
        var sensor = new Random(1);
        var pixels = new ArrayList<Float>();
        for (int i = 0; i < SHAPE.pixels(); i++) {
            int row = i / SHAPE.widthPx();
            double right = 1 - (double) (i % SHAPE.widthPx()) / SHAPE.widthPx();
            double below = 1 - (double) row / SHAPE.heightPx();
            double hot = sensor.nextInt(100) == 0 ? 100 + 400 * sensor.nextDouble() : 0;
            pixels.add((float) (500 + PATTERN_ADU * sensor.nextGaussian() + hot
                    + glowAdu * Math.exp(-(right * right + below * below) * 20)
                    + NOISE_ADU / Math.sqrt(FRAMES) * noise.nextGaussian()));
        }
        return new Drawn(SHAPE, pixels);
    }

    private static Drawn noise(int seed, double adu) {
        var random = new Random(seed);
        return master(seed, 0).map(_ -> adu * random.nextGaussian());
    }

    private static Drawn sigma() {
        var random = new Random(9);
        return master(0, 0).map(_ -> NOISE_ADU * (1 + 0.14 * random.nextGaussian()));
    }

    private static Subject subject(Drawn picture, FrameSet set) throws IOException {
        return new Subject(picture, Statistics.of(picture), set, FRAMES, 1, NOISE_ADU / 5, NOISE_ADU, -10, 0,
                Optional.of(sigma()), Optional.of(noise(3, 2 * NOISE_ADU / 5)), List.of());
    }

    private static Subject with(Subject s, RowSource sigma, RowSource halves, List<FrameMoments> moments) {
        return new Subject(s.picture(), s.stats(), s.set(), s.frames(), s.eGain(), s.noiseAdu(),
                s.frameNoiseAdu(), s.sensorC(), s.sensorSpreadK(), Optional.of(sigma), Optional.of(halves),
                moments);
    }

    private static Reference reference(Drawn picture) throws IOException {
        return new Reference(picture, Statistics.of(picture), FRAMES, NOISE_ADU / 5, NOISE_ADU, -10,
                Map.of("frame_noise_adu", NOISE_ADU));
    }

    private static void check(String expected, Subject now, Optional<Reference> before, Neighbours neighbours)
            throws IOException {
        Verdict verdict = Examination.of(now, before, neighbours,
                Limits.usual().withOnFirst(FirstMaster.ACCEPT)).verdict();
        List<Finding> causes = verdict.findings().stream()
                .filter(f -> !f.code().equals("drift") && !f.code().equals("pixels")).toList();
        assertEquals(expected, String.join(" ", causes.stream().map(f -> f.code() + ":" + f.kind()).toList()),
                verdict.toString());
        for (Finding finding : verdict.findings()) {
            assertTrue(finding.text().contains("limit ") && finding.cause().endsWith("."),
                    finding.toString());
            assertTrue(finding.kind().compareTo(verdict.kind()) <= 0);
        }
    }

    private static void checkChange(String expected, Drawn now, Drawn before, FrameSet set)
            throws IOException {
        check(expected, subject(now, set), Optional.of(reference(before)), Neighbours.none());
    }

    @Test
    void aHealthyMasterHasNoFindings() throws IOException {
        for (FrameSet set : List.of(DARK, BIAS)) {
            checkChange("", master(11, 30), master(12, 30), set);
            check("", subject(master(13, 30), set), Optional.empty(), Neighbours.none());
        }
    }

    @Test
    void anotherSensorOrOrientationIsAPattern() throws IOException {
        Drawn now = master(11, 0);
        int last = now.pixels().size() - 1;
        Drawn turned = now.each(i -> now.pixels().get(last - i));
        checkChange("pattern:FAIL", turned, master(12, 0), BIAS);
        var small = new Drawn(new FrameShape(100, 190), master(12, 0).pixels().subList(0, 19_000));
        checkChange("pattern:FAIL", now, small, BIAS);
    }

    @Test
    void anotherGainIsAGain() throws IOException {
        Subject now = subject(master(11, 0).map(adu -> 500 + 1.3 * (adu - 500)), BIAS);
        check("gain:HOLD", with(now, sigma().map(adu -> 1.3 * adu), noise(3, 2.6 * NOISE_ADU / 5), List.of()),
                Optional.of(reference(master(12, 0))), Neighbours.none());
    }

    @Test
    void glowThatGrewAloneIsGlowAndWithTheDarkCurrentTemperature() throws IOException {
        checkChange("glow:HOLD", master(11, 40), master(12, 30), DARK);
        checkChange("glow:HOLD", master(11, 20), master(12, 30), DARK);
        checkChange("temperature:WARN", master(11, 30).map(adu -> 500 + 1.05 * (adu - 500)), master(12, 30),
                DARK);
    }

    @Test
    void aLeakInTheMasterBeforeIsALeakToo() throws IOException {
        Drawn before = master(12, 30);
        Drawn lit = before.each(i -> before.pixels().get(i) + 4.0 * (i % 260) / 260);
        checkChange("leak:HOLD", master(11, 30), lit, DARK);
        checkChange("leak:HOLD", lit, master(11, 30), DARK);
    }

    @Test
    void hotPixelsThatAreGoneAreTold() throws IOException {
        checkChange("hot:HOLD", master(11, 0).map(adu -> adu > 550 && adu < 700 ? 501 : adu), master(12, 0),
                DARK);
    }

    @Test
    void noiseThatItsLevelDoesNotExplainIsNoise() throws IOException {
        Subject now = subject(master(11, 0), BIAS);
        check("noise:WARN",
                with(now, sigma().map(adu -> 1.1 * adu), noise(3, 2.2 * NOISE_ADU / 5), List.of()),
                Optional.of(reference(master(12, 0))), Neighbours.none());
    }

    @Test
    void everyOtherFrameAnotherOrEachOneTwiceIsHalves() throws IOException {
        Subject now = subject(master(11, 0), BIAS);
        check("halves:WARN", with(now, sigma(), noise(3, 0.5 * NOISE_ADU / 5), List.of()), Optional.empty(),
                Neighbours.none());
        check("halves:WARN", with(now, sigma(), noise(3, 3 * NOISE_ADU / 5), List.of()), Optional.empty(),
                Neighbours.none());
    }

    @Test
    void pixelsThatJumpAreTelegraph() throws IOException {
        Drawn sigma = sigma();
        Drawn jumping = sigma.each(i -> i % 12 == 0 ? 20 : sigma.pixels().get(i));
        check("telegraph:WARN",
                with(subject(master(11, 0), BIAS), jumping, noise(3, 2 * NOISE_ADU / 5), List.of()),
                Optional.empty(), Neighbours.none());
    }

    @Test
    void longerMustNotBeDarker() throws IOException {
        Subject dark = subject(master(11, 0), DARK);
        check("", dark, Optional.empty(), bias(500.5));
        check("order:WARN", dark, Optional.empty(), bias(502));
        check("order:FAIL", dark, Optional.empty(), bias(510));
        check("order:FAIL", dark, Optional.empty(), new Neighbours(OptionalDouble.empty(),
                List.of(new Neighbour(new FrameSet.DarkFlat("L", Duration.ofSeconds(3), 0, 20), 510, 1))));
        check("order:FAIL", dark, Optional.empty(), new Neighbours(OptionalDouble.empty(),
                List.of(new Neighbour(new FrameSet.Dark(Duration.ofSeconds(300), 0, 20), 490, 1))));
        Reference asEver = reference(master(12, 0));
        check("order:WARN", dark, Optional.of(new Reference(asEver.picture(), asEver.stats(), FRAMES, 1,
                NOISE_ADU, -10, Map.of("frame_noise_adu", NOISE_ADU, "order_excess_adu", 10.1))), bias(510));
    }

    private static Neighbours bias(double medianAdu) {
        return new Neighbours(OptionalDouble.of(medianAdu), List.of());
    }

    @Test
    void clippedAndSaturatedSamplesAreCounted() throws IOException {
        Subject now = subject(master(11, 0).map(adu -> adu > 990 ? 0 : adu), BIAS);
        long dead = now.picture() instanceof Drawn drawn
                ? drawn.pixels().stream().filter(adu -> adu == 0).count()
                : 0;
        check("", with(now, sigma(), noise(3, 2), moments(_ -> 500, dead)), Optional.empty(),
                Neighbours.none());
        check("clipped:WARN", with(now, sigma(), noise(3, 2), moments(_ -> 500, dead + 5)), Optional.empty(),
                Neighbours.none());
        check("clipped:HOLD", with(now, sigma(), noise(3, 2), moments(_ -> 500, dead + 100)),
                Optional.empty(),
                Neighbours.none());
        Drawn picture = master(11, 0);
        check("saturated:FAIL",
                subject(picture.each(i -> i % 50 == 0 ? 65_535 : picture.pixels().get(i)), BIAS),
                Optional.empty(), Neighbours.none());
    }

    @Test
    void aSetThatHadNotSettledIsATrend() throws IOException {
        Subject now = subject(master(11, 0), BIAS);
        check("trend:WARN", with(now, sigma(), noise(3, 2), moments(i -> 500 + i / 10.0, 0)),
                Optional.empty(),
                Neighbours.none());
        check("", with(now, sigma(), noise(3, 2), moments(i -> i == 4 ? 530 : 500, 0)), Optional.empty(),
                Neighbours.none());
    }

    @Test
    void aSensorThatWanderedIsATrend() throws IOException {
        Drawn picture = master(11, 0);
        check("trend:WARN", new Subject(picture, Statistics.of(picture), DARK, FRAMES, 1, 1, 5, -10, 0.4,
                Optional.empty(), Optional.empty(), List.of()), Optional.empty(), Neighbours.none());
    }

    private static List<FrameMoments> moments(DoubleUnaryOperator level, long empty) {
        var moments = new ArrayList<FrameMoments>();
        for (int i = 0; i < FRAMES; i++) {
            moments.add(new FrameMoments(level.applyAsDouble(i), empty, 0, 0, NOISE_ADU));
        }
        return moments;
    }

    @Test
    void aSetThatLostFramesSaysSoAndASetOfFewDoesNot() throws IOException {
        Drawn picture = master(11, 0);
        check("frames:WARN", new Subject(picture, Statistics.of(picture), DARK, 20, 1, 1, 5, -10, 0,
                Optional.empty(), Optional.empty(), List.of()), Optional.empty(), Neighbours.none());
        check("frames:HOLD", Subject.of(picture, Statistics.of(picture), DARK, 4), Optional.empty(),
                Neighbours.none());
        check("", Subject.of(picture, Statistics.of(picture), new FrameSet.Bias(0, 3), 3), Optional.empty(),
                Neighbours.none());
    }

    @Test
    void theFirstOfItsKindIsHeldOrTakenAsOrdered() throws IOException {
        Subject now = subject(master(11, 0), DARK);
        Verdict held = Examination.of(now, Optional.empty(), Neighbours.none(), Limits.usual()).verdict();
        assertEquals(Verdict.Kind.HOLD, held.kind());
        assertEquals("first of its kind, nothing to compare with", held.remark());
        assertEquals(List.of("first"), held.findings().stream().map(Finding::code).toList());
        Verdict taken = Examination.of(now, Optional.empty(), Neighbours.none(),
                Limits.usual().withOnFirst(FirstMaster.ACCEPT)).verdict();
        assertEquals(new Verdict(Verdict.Kind.PASS, "first of its kind, nothing to compare with"), taken);
    }

    @Test
    void picturesWithHolesAndOfHardlyAPixelAreJudgedToo() throws IOException {
        Drawn picture = master(11, 0);
        Drawn holes = picture.each(i -> i % 97 == 0 || i % 260 < 40 ? Double.NaN : picture.pixels().get(i));
        checkChange("", holes, master(12, 0), DARK);
        for (FrameShape shape : List.of(new FrameShape(1, 1), new FrameShape(3, 40),
                new FrameShape(200, 1))) {
            var small = new Drawn(shape, picture.pixels().subList(0, Math.toIntExact(shape.pixels())));
            Verdict verdict = Examination.of(Subject.of(small, Statistics.of(small), DARK, FRAMES),
                    Optional.of(reference(small)), Neighbours.none(), Limits.usual()).verdict();
            assertEquals(List.of(), verdict.findings());
        }
    }

    @Test
    void perCentsAreAnsweredAsOrderedAndComeAfterTheirCause() throws IOException {
        Subject now = subject(master(11, 0).map(adu -> adu + 60), DARK);
        Optional<Reference> before = Optional.of(reference(master(12, 0)));
        Verdict usual = Examination.of(now, before, Neighbours.none(), Limits.usual()).verdict();
        assertEquals(List.of("offset:HOLD", "drift:HOLD"), kinds(usual));
        assertTrue(usual.remark().startsWith("offset: the level stepped by +60 ADU"), usual.remark());
        assertTrue(usual.findings().getLast().text().matches("mean .* \\(\\+1[12].*median .*; limit 10 %"),
                usual.toString());
        assertEquals("It goes with what was found of offset.", usual.findings().getLast().cause());
        assertEquals(List.of("offset:HOLD"), kinds(Examination.of(now, before, Neighbours.none(),
                Limits.usual().withDriftPercent(15)).verdict()));
        assertEquals(List.of("offset:HOLD", "drift:WARN"),
                kinds(Examination.of(now, before, Neighbours.none(),
                        Limits.usual().withOnDrift(Verdict.Kind.WARN)).verdict()));
        assertEquals(List.of("drift:HOLD"), kinds(Examination.of(now, before, Neighbours.none(),
                Limits.usual().with(Limit.OFFSET_WARN_NOISES, 20).with(Limit.OFFSET_HOLD_NOISES, 30))
                .verdict()));
    }

    @Test
    void aQuietVerdictTellsTheFourPerCents() throws IOException {
        Verdict verdict = Examination.of(subject(master(11, 0), DARK), Optional.of(reference(master(12, 0))),
                Neighbours.none(), Limits.usual()).verdict();
        assertEquals(Verdict.Kind.PASS, verdict.kind());
        assertTrue(verdict.remark().matches(
                "mean [+-]0.0 %, median [+-]0.0 %, sigma [+-]0.. %, hot pixels [+-]\\d.. %; limit 10 %"),
                verdict.remark());
    }

    @Test
    void aHandfulOfHotPixelsIsNotCountedInPerCent() throws IOException {
        Drawn now = master(11, 0).map(adu -> adu > 560 ? 501 : adu);
        Drawn before = master(12, 0).map(adu -> adu > 560 ? 501 : adu);
        checkChange("", hot(now, 8), hot(before, 3), DARK);
    }

    private static Drawn hot(Drawn picture, int count) {
        return picture.each(i -> i % 6000 == 77 && i / 6000 < count ? 700 : picture.pixels().get(i));
    }

    private static List<String> kinds(Verdict verdict) {
        return verdict.findings().stream().map(f -> f.code() + ":" + f.kind()).toList();
    }

    @Test
    void tenPerCentEitherWayIsTheLine() throws IOException {
        for (double adu : List.of(49.0, -49.0)) {
            assertEquals(List.of("offset"), codes(master(11, 0).map(was -> was + adu)));
        }
        for (double adu : List.of(52.0, -52.0)) {
            assertEquals(List.of("offset", "drift"), codes(master(11, 0).map(was -> was + adu)));
        }
        for (Executable refused : List.<Executable>of(() -> Limits.usual().withDriftPercent(0),
                () -> Limits.usual().withOnDrift(Verdict.Kind.PASS))) {
            assertThrows(IllegalArgumentException.class, refused);
        }
    }

    private static List<String> codes(Drawn now) throws IOException {
        return Examination.of(subject(now, BIAS), Optional.of(reference(master(12, 0))), Neighbours.none(),
                Limits.usual()).verdict().findings().stream().map(Finding::code).toList();
    }

    @Test
    void hotPixelsWhereThereWereNoneAreNotCountedInPerCent() throws IOException {
        Drawn none = master(12, 0).map(adu -> adu > 560 ? 501 : adu);
        Drawn few = hotter(master(11, 0).map(adu -> adu > 560 ? 501 : adu), 40);
        Verdict verdict = Examination.of(subject(few, DARK), Optional.of(reference(none)), Neighbours.none(),
                Limits.usual()).verdict();
        assertTrue(verdict.findings().stream()
                .anyMatch(
                        f -> f.code().equals("drift") && f.text().contains("hot pixels 40, was 0 (from 0)")),
                verdict.toString());
    }

    private static Drawn hotter(Drawn picture, int count) {
        return picture.each(i -> i % 1200 == 77 && i / 1200 < count ? 700 : picture.pixels().get(i));
    }

    @Test
    void aPictureWithoutHotPixelsSaysSoAndNotThatItIsNoNumber() throws IOException {
        Drawn now = master(11, 0).map(adu -> Math.min(adu, 512));
        Drawn before = master(12, 0).map(adu -> Math.min(adu, 512));
        assertEquals(0, Statistics.of(now).hotPixels());
        Verdict verdict = Examination.of(subject(now, DARK), Optional.of(reference(before)),
                Neighbours.none(), Limits.usual()).verdict();
        assertTrue(verdict.remark().contains("hot pixels +0.0 %; limit"), verdict.remark());
    }

    /// Every figure that a header may lack or hold nonsense in, over pictures of which hardly anything can be told.
    @Test
    void whatIsNotKnownFindsNothingAndIsNeverPrintedAsANumber() throws IOException {
        double[] unknown = {Double.NaN, 0, 5};
        List<Drawn> pictures = List.of(master(11, 30), master(12, 0).map(_ -> 0), master(13, 0).map(_ -> 500),
                master(14, 0).map(adu -> 500 + 2 * (adu - 500)), master(15, 0).map(adu -> adu - 500),
                master(16, 0).each(i -> i % 97 == 0 ? 0 : Double.NaN));
        var random = new Random(4);
        for (int round = 0; round < 250; round++) {
            Drawn now = pictures.get(random.nextInt(pictures.size()));
            Drawn before = pictures.get(random.nextInt(pictures.size()));
            FrameSet set = random.nextBoolean() ? DARK : BIAS;
            var subject = new Subject(now, Statistics.of(now), set, 1 + random.nextInt(FRAMES),
                    any(unknown, random), any(unknown, random), any(unknown, random), any(unknown, random),
                    any(unknown, random), plane(sigma(), random), plane(noise(3, 2), random), List.of());
            var reference = new Reference(before, Statistics.of(before), 1 + random.nextInt(FRAMES),
                    any(unknown, random), any(unknown, random), any(unknown, random),
                    Map.of("frame_noise_adu", any(unknown, random), "telegraph_fraction",
                            any(unknown, random) / 100, "pedestal_adu", any(unknown, random)));
            Verdict verdict = Examination.of(subject, Optional.of(reference),
                    random.nextBoolean() ? bias(any(unknown, random)) : Neighbours.none(), Limits.usual())
                    .verdict();
            String what = "round " + round + ": " + verdict;
            assertFalse(what.contains("NaN") || what.contains("Infinity"), what);
        }
    }

    private static double any(double[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static Optional<RowSource> plane(Drawn known, Random random) {
        return random.nextBoolean() ? Optional.of(known) : Optional.empty();
    }

    /// A stronger pattern with a noise nobody told, before or now.
    @Test
    void aGainIsNotToldByANoiseThatIsNotKnown() throws IOException {
        Drawn now = master(11, 0).map(adu -> 500 + 1.3 * (adu - 500));
        Drawn before = master(12, 0);
        var subject = new Subject(now, Statistics.of(now), BIAS, FRAMES, 1, 1, Double.NaN, -10, 0,
                Optional.empty(), Optional.of(noise(3, 2 * NOISE_ADU / 5)), List.of());
        check("", subject, Optional.of(new Reference(before, Statistics.of(before), FRAMES, 1, Double.NaN,
                -10, Map.of())), Neighbours.none());
    }

    @Test
    void perCentsOfALevelNearZeroAreNotFlagged() throws IOException {
        for (double adu : List.of(0.0, 0.3, -0.4)) {
            Drawn now = master(11, 0).map(was -> was - 500 + adu);
            Drawn before = master(12, 0).map(was -> was - 500);
            assertEquals(List.of(), drifts(now, before, Neighbours.none()), "cut at the camera, " + adu);
            Drawn stands = master(11, 0).map(was -> was + adu);
            assertEquals(List.of(), drifts(stands, master(12, 0), bias(499.8)), "above a bias, " + adu);
        }
        assertEquals(List.of("drift"), drifts(master(11, 0).map(was -> was - 497),
                master(12, 0).map(was -> was - 500), Neighbours.none()));
        assertEquals(List.of("drift"),
                drifts(master(11, 0).map(was -> was + 3), master(12, 0), bias(499.8)));
    }

    private static List<String> drifts(Drawn now, Drawn before, Neighbours neighbours) throws IOException {
        return Examination.of(subject(now, DARK), Optional.of(reference(before)), neighbours, Limits.usual())
                .verdict().findings().stream().map(Finding::code).filter(code -> code.equals("drift"))
                .toList();
    }

    /// Sets of three frames, their noise a root mean square in which hot pixels weigh: it says nothing of the level.
    @Test
    void aLevelThatHardlyMovedIsNoOffsetWhateverTheNoiseOfAFewFramesSays() throws IOException {
        for (double times : List.of(0.95, 1.0, 1.05)) {
            for (double frameNoise : List.of(4.3, 5.0, 5.8)) {
                Drawn now = master(11, 0).map(adu -> adu > 560 ? 500 + times * (adu - 500) : adu - 0.17);
                Drawn before = master(12, 0);
                var subject = new Subject(now, Statistics.of(now), DARK, 3, 1.5, 3, frameNoise, -10, 0,
                        Optional.of(sigma()), Optional.empty(), List.of());
                var reference = new Reference(before, Statistics.of(before), 2, 3.5, 5, -10, Map.of());
                Examined examined = Examination.of(subject, Optional.of(reference), Neighbours.none(),
                        Limits.usual());
                assertEquals(0, examined.change().orElseThrow().offsetAdu(), 0.3, times + ", " + frameNoise);
                assertTrue(examined.verdict().findings().stream()
                        .noneMatch(f -> f.code().equals("offset") || f.code().equals("leak")),
                        examined.toString());
            }
        }
    }

    @Test
    void namesOfMetricsStay() throws IOException {
        Examined examined = Examination.of(subject(master(11, 0), DARK),
                Optional.of(reference(master(12, 0))),
                Neighbours.none(), Limits.usual());
        assertTrue(examined.metrics().named().keySet().containsAll(
                List.of("read_noise_adu", "dark_adu_per_s", "dsnu_adu", "hot_threshold_adu",
                        "measured_e_gain")));
        assertTrue(examined.change().orElseThrow().named().keySet().containsAll(
                List.of("jaccard_expected", "six_sigma_fraction", "temperature_k", "leak_span_adu")));
        assertEquals(NOISE_ADU, examined.metrics().named().getOrDefault("frame_noise_adu", 0.0), 0.1);
    }
}
