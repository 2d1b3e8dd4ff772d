package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameShape;
import dev.darkbox.device.sim.SimDefects;
import dev.darkbox.device.sim.SimFrames.Scene;
import dev.darkbox.device.sim.SimSensor;
import dev.darkbox.quality.SimMaster.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Masters of a simulated sensor, one a season later than the other, with and without something that happened meanwhile.
class ExaminationTest {

    private static final Neighbours BIAS = new Neighbours(OptionalDouble.of(500), List.of());
    /// Codes that name a cause; the others say that something changed.
    private static final Set<String> CAUSES = Set.of("temperature", "leak", "glow", "offset", "hot",
            "pattern", "rows", "gain",
            "noise", "telegraph", "order", "clipped", "saturated", "trend", "halves", "frames");

    @TempDir
    private Path folder;

    /// What happened between two masters.
    ///
    /// @param cause code it must be given, and no other cause; empty: nothing may be found at all
    private record Event(String name, Recipe recipe, String cause, Verdict.Kind kind) {}

    @Test
    void whateverHappenedIsFoundAndCalledByItsName() throws IOException, InterruptedException {
        String _ = checkEach(dark(400, 300, 20));
    }

    @Test
    @Tag("slow")
    void theWholeTableAtFullSize() throws IOException, InterruptedException {
        System.out.print(HEAD + checkEach(dark(1500, 1500, 40)));
    }

    private static Recipe dark(int width, int height, int frames) {
        return new Recipe(SimSensor.typical(new FrameShape(width, height)), Scene.dark(300), frames, 0, 1);
    }

    private static List<Event> events(Recipe as) {
        SimSensor aged = as.sensor().with(SimDefects.typical().withNewHot(0.0005));
        return List.of(
                new Event("repeat", as.run(2), "", Verdict.Kind.PASS),
                new Event("0.3 K warmer", as.run(3).scene(new Scene(300, 0.3, 0, 0, 0)), "temperature",
                        Verdict.Kind.WARN),
                new Event("1.2 K warmer", as.run(4).scene(new Scene(300, 1.2, 0, 0, 0)), "temperature",
                        Verdict.Kind.HOLD),
                new Event("3 K warmer", as.run(5).scene(new Scene(300, 3, 0, 0, 0)), "temperature",
                        Verdict.Kind.HOLD),
                new Event("0.5 K colder", as.run(6).scene(new Scene(300, -0.5, 0, 0, 0)), "temperature",
                        Verdict.Kind.WARN),
                new Event("offset +20 ADU", as.run(7).scene(new Scene(300, 0, 20, 0, 0)), "offset",
                        Verdict.Kind.HOLD),
                new Event("gradient of 5 ADU", as.run(8).scene(new Scene(300, 0, 0, 0.625, 1.25)), "leak",
                        Verdict.Kind.HOLD),
                new Event("gradient of 30 ADU", as.run(9).scene(new Scene(300, 0, 0, 3.75, 7.5)), "leak",
                        Verdict.Kind.FAIL),
                new Event("even light of 5 ADU", as.run(10).scene(new Scene(300, 0, 0, 1.25, 0)), "leak",
                        Verdict.Kind.HOLD),
                new Event("0.05 % new hot pixels",
                        new Recipe(aged, Scene.dark(300), as.frames(), 1, 11), "hot", Verdict.Kind.HOLD),
                new Event("half as many frames", as.run(12).frames(as.frames() / 2), "", Verdict.Kind.PASS));
    }

    private String checkEach(Recipe recipe) throws IOException, InterruptedException {
        SimMaster before = SimMaster.make(folder, recipe);
        Map<String, Double> told = examine(before, Optional.empty()).metrics().named();
        var table = new StringBuilder();
        for (Event event : events(recipe)) {
            SimMaster now = SimMaster.make(folder, event.recipe);
            for (Map<String, Double> metrics : List.of(told, Map.<String, Double>of())) {
                Examined examined = examine(now, Optional.of(before.reference(metrics)));
                check(event, examined);
                if (!metrics.isEmpty()) {
                    table.append(row(event, examined));
                }
            }
        }
        return table.toString();
    }

    private static Examined examine(SimMaster now, Optional<Reference> before) throws IOException {
        return Examination.of(now.subject(), before, BIAS, Limits.usual());
    }

    private static void check(Event event, Examined examined) {
        List<Finding> findings = examined.verdict().findings();
        String what = event.name + ": " + findings;
        Set<String> causes = findings.stream().map(Finding::code).filter(CAUSES::contains)
                .collect(Collectors.toSet());
        assertEquals(event.cause.isEmpty() ? Set.of() : Set.of(event.cause), causes, what);
        assertEquals(event.kind, examined.verdict().kind(), what);
        assertTrue(!event.cause.isEmpty() || findings.isEmpty(), what);
    }

    private static final String HEAD = "| event | mean % | median % | sigma % | hot % | T K | offset | light | "
            + "patches | leak | corr | expected | 6 sigma | left | Jaccard | expected | new | gone | noise % | verdict |\n";

    private static String row(Event event, Examined examined) {
        ChangeMetrics c = examined.change().orElseThrow();
        return String.format(Locale.ROOT,
                "| %s | %+.2f | %+.2f | %+.1f | %+.1f | %+.3f ± %.3f | %+.2f | %+.2f | %.2f | %.2f | %.3f | %.3f "
                        + "| %.4f%% | %.4f%% | %.3f | %.3f | %.0f | %.0f | %+.1f | %s %s |%n",
                event.name, c.meanPercent(), c.medianPercent(), c.sigmaPercent(), c.hotPercent(),
                c.temperatureK(), c.temperatureErrorK(), c.offsetAdu(), c.lightAdu(), c.patchSpanAdu(),
                c.leakSpanAdu(), c.correlation(), c.correlationExpected(), 100 * c.sixSigmaFraction(),
                100 * c.sixSigmaUnexplained(), c.jaccard(), c.jaccardExpected(), c.newHot(), c.goneHot(),
                c.noisePercent(), examined.verdict().kind(),
                examined.verdict().findings().stream().map(Finding::code).toList());
    }

    /// Frames that are all spoilt in the same way look alike to each other; their master does not look like the one before.
    @Test
    void aSetOfWhichEveryFrameIsSpoiltAlikeIsHeldByTheMasterBefore()
            throws IOException, InterruptedException {
        for (Recipe recipe : List.of(dark(400, 300, 12), dark(400, 300, 12).scene(Scene.dark(0)))) {
            SimMaster before = SimMaster.make(folder, recipe);
            for (Spoil spoil : Spoil.values()) {
                SimMaster now = SimMaster.make(folder, recipe.run(2), spoil::frame);
                Verdict verdict = examine(now, Optional.of(before.reference(Map.of()))).verdict();
                String what = recipe.scene() + ", " + spoil + ": " + verdict;
                assertTrue(verdict.kind().compareTo(Verdict.Kind.HOLD) >= 0, what);
                assertTrue(verdict.findings().stream().anyMatch(f -> f.code().equals(told(spoil))), what);
            }
        }
    }

    private static String told(Spoil spoil) {
        return switch (spoil) {
            case SHIFTED_BY_FIVE_COLUMNS, SHIFTED_BY_A_COLUMN, ROLLED_BY_THREE_ROWS -> "pattern";
            case TORN_IN_THE_MIDDLE, LAST_ROWS_EMPTY, TWO_ROWS_OF_NOISE, HALF_A_ROW_OF_NOISE, A_BAND,
                    LOWER_HALF_BRIGHTER ->
                "rows";
            case HALF_EMPTY -> "leak";
            case A_FLASH -> "offset";
        };
    }

    @Test
    void rowsThatAreStrangeAreTold() throws IOException, InterruptedException {
        Recipe recipe = dark(400, 300, 12);
        SimMaster before = SimMaster.make(folder, recipe);
        Verdict verdict = examine(SimMaster.make(folder, recipe.run(2), Spoil.LAST_ROWS_EMPTY::frame),
                Optional.of(before.reference(Map.of()))).verdict();
        assertTrue(verdict.remark().startsWith("rows: rows 295 to 299 are not like the same rows of the one "
                + "before, while the others are; limit 0 rows"), verdict.remark());
        assertTrue(verdict.remark().indexOf("hot:") < 0, verdict.remark());
    }

    @Test
    void healthyMastersPassOneAfterTheOther() throws IOException, InterruptedException {
        repeats(dark(320, 240, 16), 5);
    }

    /// What two pictures can have in common is known roughly where their noise is, and here most of them is noise.
    @Test
    void healthyDarkFlatsOfThreeToSixFramesHaveTheirPattern() throws IOException, InterruptedException {
        for (int frames = 3; frames <= 6; frames++) {
            Recipe recipe = dark(320, 240, frames).scene(Scene.dark(2));
            SimMaster before = SimMaster.make(folder, recipe.run(100));
            for (int run = 101; run <= 106; run++) {
                SimMaster now = SimMaster.make(folder, recipe.run(run));
                List<String> codes = examine(now, Optional.of(before.reference(Map.of()))).verdict()
                        .findings()
                        .stream().map(Finding::code).toList();
                assertFalse(codes.contains("pattern"), frames + " frames, run " + run);
                before = now;
            }
        }
    }

    @Test
    @Tag("slow")
    void fiftyHealthyMastersPassOneAfterTheOther() throws IOException, InterruptedException {
        repeats(dark(600, 400, 40), 50);
    }

    @Test
    @Tag("slow")
    void healthyMastersOfEveryKindPass() throws IOException, InterruptedException {
        Recipe dark = dark(600, 400, 30);
        repeats(dark.scene(Scene.dark(0)).frames(60), 12);
        repeats(dark.scene(Scene.dark(5)), 12);
        repeats(dark.scene(Scene.dark(60)), 12);
        repeats(dark.frames(10), 12);
        repeats(new Recipe(SimSensor.plain(new FrameShape(600, 400)), Scene.dark(60), 20, 0, 1), 12);
    }

    private void repeats(Recipe recipe, int count) throws IOException, InterruptedException {
        SimMaster before = SimMaster.make(folder, recipe.run(100));
        Map<String, Double> told = examine(before, Optional.empty()).metrics().named();
        for (int i = 1; i <= count; i++) {
            SimMaster now = SimMaster.make(folder, recipe.run(100 + i));
            Examined examined = examine(now, Optional.of(before.reference(told)));
            assertEquals(List.of(), examined.verdict().findings(), recipe.scene() + ", repeat " + i);
            assertEquals(Verdict.Kind.PASS, examined.verdict().kind());
            before = now;
            told = examined.metrics().named();
        }
    }
}
