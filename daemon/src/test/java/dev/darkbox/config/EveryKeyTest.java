package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every line of the complete example, made wrong in every way that any key can be wrong.
class EveryKeyTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");
    private static final Pattern HEADING = Pattern.compile("\\[+([a-z.]+)]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("([a-z_]+) = (.+)");
    /// Keys whose example is not what they are without a line.
    private static final Set<String> NOT_THE_DEFAULT = Set.of("rig.site", "rig.observer",
            "rig.wheel.filters");

    private record Key(int line, String path, String name, String value) {}

    private final List<String> lines = Files.readAllLines(ExampleFilesTest.FOLDER.resolve("darkbox.toml"));
    private final Config whole = assertInstanceOf(Loaded.Ok.class, read(lines)).config();

    EveryKeyTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> aValueOfTheWrongTypeIsNamedWithItsLine() {
        return eachKey(key -> assertEquals(
                "/etc/darkbox.toml:%d: %s is 1979-05-27; allowed: ".formatted(key.line, key.path),
                onlyProblem(key, "1979-05-27")));
    }

    @TestFactory
    Stream<DynamicTest> aValueOutOfRangeIsNamedWithItsLine() {
        return eachKey(key -> {
            String bad = switch (key.value.charAt(0)) {
                case '"' -> "\"~\\t\"";
                case '[' -> key.name.equals("darks") ? "[-5]" : "[\"~\\t\"]";
                case 't', 'f' -> "0";
                default -> "-987654321";
            };
            String shown = bad.replace("[", "").replace("]", "").replace("\\t", "?");
            assertEquals("/etc/darkbox.toml:%d: %s is %s; allowed: ".formatted(key.line, key.path, shown),
                    onlyProblem(key, bad));
        });
    }

    @TestFactory
    Stream<DynamicTest> aNumberThatIsNoneIsNamedWithItsLine() {
        return each(keys().stream().filter(key -> key.value.matches("-?[0-9.]+")), key -> assertEquals(
                "/etc/darkbox.toml:%d: %s is NaN; allowed: ".formatted(key.line, key.path),
                onlyProblem(key, "nan")));
    }

    @TestFactory
    Stream<DynamicTest> aMistypedKeyIsRecognised() {
        return eachKey(key -> {
            var changed = new ArrayList<>(lines);
            String typo = key.name + "x";
            changed.set(key.line - 1, typo + " = " + key.value);
            var wrong = assertInstanceOf(Loaded.Wrong.class, read(changed));
            String expected = "/etc/darkbox.toml:%d: %sx unknown; did you mean \"%s\"?"
                    .formatted(key.line, key.path, key.name);
            assertTrue(wrong.problems().contains(expected), wrong::toString);
        });
    }

    /// What the example says about defaults is true.
    @TestFactory
    Stream<DynamicTest> aLineLeftOutIsTheDefaultOrMissing() {
        return eachKey(key -> {
            var changed = new ArrayList<>(lines);
            changed.set(key.line - 1, "");
            String missing = ": " + key.path + " missing; allowed: ";
            switch (read(changed)) {
                case Loaded.Ok ok -> assertEquals(!notTheDefault(key), ok.config().equals(whole));
                case Loaded.Wrong wrong ->
                    assertTrue(wrong.problems().getFirst().contains(missing), wrong::toString);
            }
        });
    }

    private boolean notTheDefault(Key key) {
        return NOT_THE_DEFAULT.contains(key.path) && key.line < lines.indexOf("name = \"practice\"");
    }

    private Stream<DynamicTest> eachKey(Consumer<Key> check) {
        return each(keys().stream(), check);
    }

    private static Stream<DynamicTest> each(Stream<Key> keys, Consumer<Key> check) {
        return keys.map(key -> DynamicTest.dynamicTest(
                "line " + key.line + ", " + key.path, () -> check.accept(key)));
    }

    private List<Key> keys() {
        var keys = new ArrayList<Key>();
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            Matcher assignment = ASSIGNMENT.matcher(lines.get(i));
            if (heading.matches()) {
                section = heading.group(1);
            } else if (assignment.matches()) {
                String name = assignment.group(1);
                keys.add(new Key(i + 1, Section.path(section, name), name, assignment.group(2)));
            }
        }
        return keys;
    }

    /// The one problem of the file with another value for a key, up to what is allowed.
    private String onlyProblem(Key key, String value) {
        var changed = new ArrayList<>(lines);
        changed.set(key.line - 1, key.name + " = " + value);
        var wrong = assertInstanceOf(Loaded.Wrong.class, read(changed));
        assertEquals(1, wrong.problems().size(), wrong::toString);
        String problem = wrong.problems().getFirst();
        return problem.substring(0, problem.indexOf("allowed: ") + "allowed: ".length());
    }

    private static Loaded read(List<String> lines) {
        return ConfigReader.read(FILE, String.join("\n", lines));
    }
}
