package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.control.Fields;
import dev.darkbox.device.Celsius;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs as they are typed, on a library of a dark and a dark flat in production.
class LibraryVerbTest {

    private static final LocalDate EVENING = LocalDate.of(2025, 9, 23);
    private static final String NAME = "master-dark_180s_GAIN100_OFFSET50_T-10C";

    @TempDir
    private Path root;

    private MasterFiles dark = MasterFiles.in(Path.of(""), "x");

    /// What a command said.
    private record Said(int exit, String out, String err) {}

    @BeforeEach
    void aLibrary() throws IOException {
        new Epochs(root, Disk.real()).keep(Masters.camera().epoch());
        dark = make(Masters.DARK);
        MasterFiles flat = make(Masters.FLAT);
        var library = new CalibrationLibrary(root, Disk.real());
        Path production = Files.createDirectories(library.folder(Profile.PRODUCTION));
        List<Path> files = new ArrayList<>(dark.present());
        files.addAll(flat.present());
        for (Path file : files) {
            Files.createLink(production.resolve(file.getFileName()), file);
        }
        library.writeIndex();
    }

    @Test
    void pickNamesTheOneToUseAndWhyTheOthersAreNot() throws Exception {
        Said said = say("pick", "--exposure", "180", "--gain", "100", "--at", "2025-10-01");
        assertEquals(0, said.exit, said.err);
        assertEquals("""
                use   2025-09-23/%s  production
                      %s
                no    2025-09-23/master-darkflat_Ha_5p3977s_GAIN100_OFFSET50_T-10C  production
                      a dark flat, wanted a dark
                """.formatted(NAME, dark.fit()), said.out);
    }

    @Test
    void pickSaysNoWithEveryPointInWhichTheNearestFails() throws Exception {
        Said said = say("pick", "--exposure", "300", "--gain", "120", "--at", "2025-10-01");
        assertEquals(1, said.exit);
        assertTrue(said.out.startsWith("""
                no    2025-09-23/%s  production
                      gain 100, wanted 120
                      exposure 180.0 s, wanted 300.0 s within 3.0 s
                """.formatted(NAME)), said.out);
        assertEquals("darkbox: no master fits: 2 do not\n", said.err);
    }

    @Test
    void aLightIsAskedWhatItTellsAndOptionsWin() throws Exception {
        // a master's header has what a light's has
        Said said = say("pick", "--light", dark.fit().toString(), "--any-date");
        assertEquals(0, said.exit, said.err);
        assertTrue(said.out.startsWith("use   2025-09-23/" + NAME), said.out);
        assertEquals(1, say("pick", "--light", dark.fit().toString(), "--any-date", "--offset", "10").exit);
    }

    @Test
    void aWrongWishIsAnsweredWithWhatIsAllowed() throws Exception {
        Said said = say("pick", "--gain", "much");
        assertEquals(2, said.exit);
        assertEquals("darkbox: gain is \"much\"; allowed: a number 0..1000000000\n", said.err);
    }

    @Test
    void showTellsAllOfTheOneMasterThatIsMeant() throws Exception {
        Said said = say("show", "dark_180s");
        assertEquals(0, said.exit, said.err);
        assertTrue(said.out.startsWith("2025-09-23/" + NAME + "\n  standing           production"), said.out);
        assertTrue(said.out.contains("\n  set point          " + Celsius.of(-10) + "\n"), said.out);
        assertTrue(said.out.contains("\n  camera epoch       " + Masters.camera().epoch().id() + "\n"),
                said.out);
        Said many = say("show", "master");
        assertEquals(2, many.exit);
        assertTrue(many.err.startsWith("darkbox: \"master\" may be any of 2: 2025-09-23/" + NAME + ", "),
                many.err);
        assertEquals(2, say("show", "nothing").exit);
    }

    @Test
    void anAuditOfACleanLibraryEndsWithZeroAndOfABrokenOneWithOne() throws Exception {
        Said clean = say("audit");
        assertEquals(0, clean.exit, clean.out);
        assertEquals(
                "reading 2 masters again, every byte of them\n2 masters, nothing wrong, checksums read again\n",
                clean.out);
        Files.delete(dark.xrs());
        Said broken = say("audit", "--quick");
        assertEquals(1, broken.exit);
        assertTrue(
                broken.out.startsWith(
                        "missing      " + dark.xrs() + "\n             The integration log is missing."),
                broken.out);
        assertTrue(broken.err.endsWith("wrong\n"), broken.err);
    }

    @Test
    void aRebuiltIndexIsTheOneThatWasWritten() throws Exception {
        Path index = root.resolve("ops/calibration-index.md");
        String before = Files.readString(index);
        Files.delete(index);
        assertEquals(new Said(0, "2 masters in " + index + "\n", ""), say("rebuild-index"));
        assertEquals(before, Files.readString(index));
    }

    @Test
    void everyAnswerIsAlsoJson() throws Exception {
        for (String[] words : new String[][]{{"list"}, {"show", "dark_180s"}, {"pick", "--exposure", "180"},
            {"audit"}, {"rebuild-index"}}) {
            var all = new ArrayList<>(List.of(words));
            all.add("--json");
            Said said = say(all.toArray(String[]::new));
            assertTrue(said.out.lines().count() > 0, words[0]);
            for (String line : said.out.lines().toList()) {
                assertTrue(Fields.parse(line).has("reply"), line);
            }
        }
    }

    @Test
    void whatIsDueIsReadFromTheFilesWithoutADaemon() throws Exception {
        Path config = config("");
        Said said = run("due", "--in", root.toString(), "--config", config.toString(), "--all");
        assertEquals(1, said.exit, said.err);
        assertTrue(said.out.matches("(?s)main: [23] of 3 sets due, .*"), said.out);
        assertTrue(said.out.contains("bias                 missing   none yet"), said.out);
        assertTrue(said.out.endsWith("  schedule: off\n"), said.out);
        Said json = run("due", "--in", root.toString(), "--config", config.toString(), "--json");
        assertTrue(Fields.parse(json.out.strip()).text("reply").equals("due"), json.out);
        assertEquals(new Said(2, "", "darkbox: no rig \"guide\"; allowed: main\n"),
                run("due", "--in", root.toString(), "--config", config.toString(), "--rig", "guide"));
        Path nowhere = root.resolve("nowhere");
        assertEquals(new Said(2, "", "darkbox: " + nowhere + ": there is no such file\n"),
                run("due", "--in", nowhere.toString(), "--config", config.toString()));
    }

    @Test
    void mastersAreComparedByTheLimitsOfTheirRigAndAsPreciselyAsTheyAreThere() throws Exception {
        String fit = dark.fit().toString();
        Said usual = run("compare", fit, fit);
        assertTrue(
                usual.out.startsWith("new: %s\nold: %s\njudged by the usual limits\n".formatted(dark.xisf(),
                        dark.xisf())),
                usual.out);
        Path config = config("[rig.quality]\nfewest_frames = 1000\n");
        Said strict = run("compare", fit, fit, "--config", config.toString());
        assertTrue(strict.out.contains("\njudged by the limits of rig main\n"), strict.out);
        assertEquals(2, run("compare", fit, fit, "--config", config.toString(), "--rig", "guide").exit);
        assertEquals(new Said(2, "", "darkbox: --rig main needs --config FILE, or $DARKBOX_CONFIG\n"),
                run("compare", fit, fit, "--rig", "main"));
        Files.delete(dark.xisf());
        assertTrue(run("compare", fit, fit).out.startsWith("new: " + fit + "\n"));
    }

    private Path config(String quality) throws IOException {
        return Files.writeString(root.resolve("darkbox.toml"), """
                library = "."
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "sim"
                %s
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [180]
                [[rig.preset.flat]]
                filter = "L"
                exposure = 1.5
                """.formatted(quality));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() throws Exception {
        Path nowhere = root.resolve("nowhere");
        Said said = run("library", "audit", "--in", nowhere.toString());
        assertEquals(new Said(2, "", "darkbox: " + nowhere + ": there is no such file\n"), said);
    }

    private Said say(String... words) {
        var all = new ArrayList<>(List.of("library"));
        all.addAll(List.of(words));
        all.add("--in");
        all.add(root.toString());
        return run(all.toArray(String[]::new));
    }

    private static Said run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), 0, false);
        int exit = new Cli(screen, "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(new JavaKernels()), (_, _, _) -> List.of()).run(words);
        return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private MasterFiles make(PlannedSet set) throws IOException {
        return Masters.write(Disk.real(), set, "r1", Instant.parse(EVENING + "T18:00:00Z"),
                new Verdict(Verdict.Kind.PASS, "as it should be"), Masters.SHAPE,
                root.resolve("Calibration").resolve(EVENING.toString()));
    }
}
