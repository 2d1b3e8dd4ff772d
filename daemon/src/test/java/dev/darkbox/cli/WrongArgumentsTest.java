package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.stack.Integration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongArgumentsTest {

    @TempDir
    private Path folder;

    @Test
    void anUnknownVerbIsAnsweredWithTheVerbsThereAre() {
        assertEquals(
                "2 darkbox: no verb \"stak\"; allowed: help, demo, refresh, plan, due, ask, status, follow, abort, "
                        + "spot-check, validate, library, promote, hold, withdraw, rollback, stack, compare, inspect, defects, devices, device, emulate, check-config\n",
                run("stak"));
    }

    @Test
    void aVerbWithoutItsSecondHalfIsAnsweredWithWhatThereIs() {
        assertEquals("2 darkbox: library what? allowed: audit, list, rebuild-index, show, pick\n",
                run("library"));
    }

    @Test
    void aFrameThatIsNotThereIsNamedBeforeTheyAreCounted() {
        Path missing = folder.resolve("missing.fit");
        assertEquals("2 darkbox: " + missing + ": there is no such file\n",
                run("stack", "-o", folder.resolve("m.fit").toString(), missing.toString()));
    }

    @Test
    void aFolderWithoutFramesIsNamed() {
        assertEquals("2 darkbox: " + folder + " holds no .fit, .fits or .fts\n",
                run("stack", "-o", folder.resolve("m.fit").toString(), folder.toString()));
    }

    @Test
    void aMasterThatCannotHaveItsNameLeavesNothingBehind() throws IOException {
        Path frame = Files.writeString(folder.resolve("a.fit"), "");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Path nowhere = folder.resolve("nowhere");
        assertEquals("2 darkbox: -o " + taken + " is a folder; allowed: the name of a file\n",
                run("stack", "-o", taken.toString(), frame.toString()));
        assertEquals("2 darkbox: -o " + nowhere.resolve("m.fit") + ": there is no folder " + nowhere + "\n",
                run("stack", "-o", nowhere.resolve("m.fit").toString(), frame.toString()));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(frame, taken), left.sorted().toList());
        }
    }

    /// Exit code and everything printed.
    private static String run(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var cli = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(new JavaKernels()), (_, _, _) -> List.of());
        int exit = cli.run(arguments);
        return exit + " " + printed.toString(StandardCharsets.UTF_8);
    }
}
