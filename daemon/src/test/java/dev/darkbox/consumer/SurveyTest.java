package dev.darkbox.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.consumer.Answer.Grade;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.Conditions;
import dev.darkbox.library.MasterKeys;
import dev.darkbox.library.MasterKeys.Kind;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.MasterName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each program's rule, on shelves that are in order and on such as lead it astray.
class SurveyTest {

    private static final Instant MADE = Instant.parse("2025-09-23T20:00:00Z");
    private static final Instant NIGHT = Instant.parse("2025-10-03T22:00:00Z");
    private static final Readout READOUT = new Readout(100, 50, 1, "", Readout.NONE);
    private static final Published BIAS = master(Kind.BIAS, "", 0, -10, 100);
    private static final Published DARK_60 = master(Kind.DARK, "", 60, -10, 100);
    private static final Published DARK_180 = master(Kind.DARK, "", 180, -10, 100);
    private static final Published FLAT_L = master(Kind.DARK_FLAT, "L", 3, -10, 100);
    private static final Published FLAT_HA = master(Kind.DARK_FLAT, "Ha", 5.4, -10, 100);
    private static final List<Published> SHELF = List.of(BIAS, DARK_60, DARK_180, FLAT_L, FLAT_HA);

    @Test
    void onAShelfInOrderEveryProgramTakesTheRightOne() {
        for (Published dark : List.of(DARK_60, DARK_180)) {
            Survey survey = Survey.of(light(dark), dark.name(), SHELF);
            assertTrue(survey.isRight(), survey.toString());
            survey.answers().forEach(answer -> assertEquals(Grade.RIGHT, answer.grade(), answer.toString()));
        }
        Survey flat = Survey.of(light(FLAT_L), FLAT_L.name(), SHELF);
        assertTrue(flat.isRight(), flat.toString());
        assertEquals(
                List.of(Grade.RIGHT, Grade.RIGHT, Grade.RIGHT, Grade.RIGHT, Grade.NOT_ASKED, Grade.RIGHT),
                flat.answers().stream().map(Answer::grade).toList());
    }

    @Test
    void sirilCannotSpellAFraction() {
        assertInstanceOf(Pick.ByHand.class, new Siril().pick(light(FLAT_HA), SHELF));
        assertTrue(Survey.of(light(FLAT_HA), FLAT_HA.name(), SHELF).isRight());
    }

    @Test
    void sirilsPatternBecomesTheNamesWeGive() {
        for (Published master : List.of(DARK_60, DARK_180, FLAT_L)) {
            assertEquals(master.name(), Siril.name(light(master)));
        }
        assertEquals("master-dark_$EXPTIME:%d$s_GAIN$GAIN:%d$_OFFSET$OFFSET:%d$_T$SET-TEMP:%d$C.fit",
                Siril.pattern(light(DARK_60)));
        assertTrue(new Siril().setup(List.of(light(DARK_60)), SHELF).getFirst()
                .contains("master-dark_$EXPTIME:%d$s_GAIN$GAIN:%d$"));
    }

    @Test
    void aMissingMasterIsMissingForEachInItsOwnWay() {
        var shelf = List.of(BIAS, DARK_180);
        Survey survey = Survey.of(light(DARK_60), DARK_60.name(), shelf);
        assertFalse(survey.isRight());
        assertEquals(List.of(Grade.NONE, Grade.NONE, Grade.NONE, Grade.NONE, Grade.WRONG, Grade.WRONG),
                survey.answers().stream().map(Answer::grade).toList(), survey.toString());
    }

    @Test
    void liveStackComparesTheExposureToTheLastDigit() {
        Published off = master(Kind.DARK, "", 60.001, -10, 100);
        assertInstanceOf(Pick.Nothing.class, new NinaLiveStack().pick(light(DARK_60), List.of(off)));
    }

    @Test
    void liveStackIsWarnedOfWhatItDoesNotLookAt() {
        Published warm = master(Kind.DARK, "", 60, -5, 100);
        var takes = assertInstanceOf(Pick.Takes.class,
                new NinaLiveStack().pick(light(DARK_60), List.of(warm, DARK_60)));
        assertEquals(DARK_60, takes.master());
        assertEquals(List.of("1 of another set point fit as well, because temperature is not looked at"),
                takes.cautions());
        assertTrue(new NinaLiveStack().setup(List.of(), SHELF).stream()
                .anyMatch(line -> line.startsWith("Do not register the bias")));
    }

    @Test
    void wbppReadsXisfOnlyAndGroupsByKeywords() {
        var fit = new Published(DARK_60.name(), DARK_60.keys(), MADE, List.of("fit"));
        assertInstanceOf(Pick.Nothing.class, new Wbpp().pick(light(DARK_60), List.of(fit)));
        Published otherGain = master(Kind.DARK, "", 60, -10, 0);
        var takes = assertInstanceOf(Pick.Takes.class,
                new Wbpp().pick(light(DARK_60), List.of(otherGain, DARK_60)));
        assertEquals(DARK_60, takes.master());
    }

    @Test
    void wbppTakesADarkOfTenSecondsMoreForWantOfABetter() {
        Published longer = master(Kind.DARK, "", 70, -10, 100);
        Survey survey = Survey.of(light(DARK_60), DARK_60.name(), List.of(longer));
        Answer wbpp = survey.answers().get(1);
        assertEquals(Grade.WRONG, wbpp.grade(), wbpp.toString());
    }

    @Test
    void astapTakesTheNearestDateOfWhatRoundsToTheSame() {
        Published old = new Published(FLAT_L.name(), FLAT_L.keys(), MADE.minus(Duration.ofDays(300)),
                FLAT_L.endings());
        Published near = master(Kind.DARK_FLAT, "R", 3.2, -10, 100);
        Survey survey = Survey.of(light(FLAT_L), FLAT_L.name(), List.of(old, near));
        assertEquals(Grade.NEAR, survey.answers().get(3).grade(), survey.toString());
        Published otherSetPoint = master(Kind.DARK, "", 60, -9, 100);
        Published oldDark = new Published(DARK_60.name(), DARK_60.keys(), MADE.minus(Duration.ofDays(300)),
                DARK_60.endings());
        assertEquals(Grade.WRONG, Survey.of(light(DARK_60), DARK_60.name(),
                List.of(oldDark, otherSetPoint)).answers().get(3).grade(), "a degree warmer, but younger");
    }

    @Test
    void ekosSaysThatItWouldRefuseAfterAMonth() {
        Light later = new Light(false, DARK_60.keys().conditions(), Celsius.of(-10), Duration.ofSeconds(60),
                "",
                MADE.plus(Duration.ofDays(45)));
        var takes = assertInstanceOf(Pick.Takes.class, new Ekos().pick(later, SHELF));
        assertEquals(DARK_60, takes.master());
        assertTrue(takes.cautions().getFirst().startsWith("45 days old"), takes.toString());
        Light years = new Light(false, DARK_60.keys().conditions(), Celsius.of(-10), Duration.ofSeconds(60),
                "",
                MADE.plus(Duration.ofDays(401)));
        assertInstanceOf(Pick.Nothing.class, new Ekos().pick(years, SHELF));
    }

    @Test
    void ekosTakesAnotherExposureForANewerDate() {
        Published old = new Published(DARK_60.name(), DARK_60.keys(), MADE.minus(Duration.ofDays(200)),
                DARK_60.endings());
        Published colder = master(Kind.DARK, "", 180, -10.5, 100);
        Light light = new Light(false, DARK_60.keys().conditions(), Celsius.of(-10.5), Duration.ofSeconds(60),
                "",
                NIGHT);
        var takes = assertInstanceOf(Pick.Takes.class, new Ekos().pick(light, List.of(old, colder)));
        assertEquals(colder, takes.master(),
                "2 for its date and 1 for its temperature against 2 for the exposure");
    }

    @Test
    void everyProgramSaysWhatIsToBeSet() {
        for (Consumer consumer : Consumer.all()) {
            List<String> lines = consumer.setup(List.of(light(DARK_60), light(FLAT_L)), SHELF);
            assertFalse(lines.isEmpty(), consumer.title());
            lines.forEach(line -> assertTrue(line.endsWith("."), line));
        }
    }

    private static Light light(Published of) {
        MasterKeys keys = of.keys();
        return new Light(keys.kind() == Kind.DARK_FLAT, keys.conditions(), keys.setPoint(), keys.exposure(),
                keys.filter(), NIGHT);
    }

    private static Published master(Kind kind, String filter, double seconds, double celsius, int gain) {
        Duration exposure = Duration.ofNanos(Math.round(seconds * 1e9));
        FrameSet set = switch (kind) {
            case BIAS -> new FrameSet.Bias(0, 40);
            case DARK -> new FrameSet.Dark(exposure, 0, 40);
            case DARK_FLAT -> new FrameSet.DarkFlat(filter, exposure, 0, 40);
        };
        var readout = new Readout(gain, READOUT.offset(), 1, "", Readout.NONE);
        var conditions = new Conditions("Camera", "", "", gain, 50, 1, Readout.NONE, 640, 480, "");
        return new Published(
                "master-" + MasterName.label(set) + MasterName.conditions(readout, Celsius.of(celsius)),
                new MasterKeys(kind, conditions, Celsius.of(celsius), exposure, filter), MADE,
                new ArrayList<>(List.of("fit", "xisf")));
    }
}
