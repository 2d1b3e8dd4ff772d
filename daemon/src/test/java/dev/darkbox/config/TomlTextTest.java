package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is not TOML at all.
class TomlTextTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");
    private static final String RIG = """
            library = "/srv/darkbox"
            [[rig]]
            name = "main"
            dark = "dark-box"
            [rig.camera]
            driver = "indi"
            device = "CCD Simulator"
            [[rig.preset]]
            name = "standard"
            gain = 100
            offset = 50
            darks = [180]
            """;

    @Test
    void unreadableLinesAreToldTogetherWithTheOtherMistakes() {
        assertProblems(
                RIG.replace("100", "-5").replace("\"CCD Simulator\"", "CCD Simulator").replace("50", "5O")
                        + "target_c = -10,5\n[rig.cooling]\nsoak = 10m\n",
                "7: not TOML: Unexpected 'C', expected ', \", ''', \"\"\", a number, a boolean, a date/time, an"
                        + " array, or a table; text is written in quotes",
                "10: rig.preset.gain is -5; allowed: a whole number 0..1000000, or \"none\"",
                "11: not TOML: Unexpected 'O', expected a newline or end-of-input; a value with a unit is written"
                        + " in quotes, such as \"10m\"",
                "13: not TOML: Unexpected ',', expected a newline or end-of-input; a decimal number has a point,"
                        + " such as 0.3",
                "15: not TOML: Unexpected 'm', expected a newline or end-of-input; a value with a unit is written"
                        + " in quotes, such as \"10m\"");
    }

    @Test
    void anotherValueOfAKeyIsAMistakeOfItsLine() {
        assertProblems(RIG.replace("gain = 100\n", "gain = 100\ngain = 0\n"),
                "11: not TOML: gain previously defined at line 10, column 1");
    }

    @Test
    void whereSectionsAreBrokenNothingElseIsGuessed() {
        assertProblems(RIG.replace("[[rig.preset]]", "[[rig.preset]"),
                "8: not TOML: Unexpected ']', expected ]] or .");
        assertProblems(RIG.replace("[180]", "[180") + "target_c = 5000\n",
                "13: not TOML: Unexpected 't', expected ], a comma, or a newline");
    }

    @Test
    void aFileOfNonsenseIsNotListedToTheEnd() {
        String nonsense = "x = y\n".repeat(1000);
        var wrong = assertInstanceOf(Loaded.Wrong.class, ConfigReader.read(FILE, nonsense));
        assertEquals(20, wrong.problems().size());
    }

    @Test
    void bracketsWithoutEndAreOneLineNotACrash() {
        assertProblems("# a\nx = " + "[".repeat(50_000),
                "2: not TOML: lists and tables are nested too deeply");
        assertProblems("x = 1\ny = " + "{a=".repeat(20_000),
                "2: not TOML: lists and tables are nested too deeply");
    }

    @Test
    void aByteOrderMarkAndWindowsLinesAreNoMistake() {
        assertInstanceOf(Loaded.Ok.class, ConfigReader.read(FILE, "\uFEFF" + RIG.replace("\n", "\r\n")));
    }

    /// Whatever is done to a good file, the answer is a configuration or lines with a place.
    @Test
    void noDamageGetsPastTheReader() {
        String alphabet = "[]{}\"'=.,#\n \t\\0159eTZ:-+_ax~\u0000\u00e4";
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder(RIG);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = random.nextInt(text.length());
                char with = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.insert(at, with);
                    case 1 -> text.replace(at, at + 1, " ");
                    case 2 -> text.setCharAt(at, with);
                    default -> text.setLength(at + 1);
                }
            }
            Loaded loaded = ConfigReader.read(FILE, text.toString());
            if (loaded instanceof Loaded.Wrong(List<String> problems)) {
                String all = "seed " + seed + ": " + problems;
                assertEquals(true, problems.stream().allMatch(p -> p.matches("/etc/darkbox.toml:\\d+: .+")),
                        all);
                assertEquals(false, problems.isEmpty(), all);
            }
        }
    }

    private static void assertProblems(String text, String... problems) {
        List<String> expected = List.of(problems).stream().map(problem -> FILE + ":" + problem).toList();
        Loaded loaded = ConfigReader.read(FILE, text);
        assertEquals(String.join("\n", expected),
                loaded instanceof Loaded.Wrong(List<String> found)
                        ? String.join("\n", found)
                        : loaded.toString());
    }
}
