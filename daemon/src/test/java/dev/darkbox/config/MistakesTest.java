package dev.darkbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the operator reads, whole.
class MistakesTest {

    private static final Path FILE = Path.of("/etc/darkbox.toml");

    @Test
    void everyMistakeIsToldAtOnce() {
        assertProblems("""
                libary = "/srv/darkbox"
                [control]
                socket = "~/darkbox.sock"
                [stack]
                rejection = "winsorised:3:3"
                memory = "8M"
                [[rig]]
                name = "main scope"
                dark = "cap"
                [rig.camera]
                driver = "indi"
                prot = 7625
                device = "CCD Simulator"
                [rig.cooling]
                tolerance_k = 0.01
                soak = "10 min"
                on_drift = "RAISE"
                [[rig.preset]]
                name = "standard"
                gain = "100"
                target_c = -100
                bias_frames = 12
                bias_discard = 11
                darks = [180, "3m", "5,4s", { exposure = 0, frame = 30 }]
                order = ["bias", "darks"]
                [[rig.preset.flat]]
                filter = "H_Alpha"
                exposure = "fast"
                """,
                "1: libary unknown; did you mean \"library\"?",
                "3: control.socket is \"~/darkbox.sock\"; allowed: a path from \"/\" on or relative to this file;"
                        + " \"~\" is not expanded",
                "5: stack.rejection is \"winsorised:3:3\"; allowed: none, winsorized, sigma, mad, linear, esd,"
                        + " percentile or minmax, the last seven with two figures if wanted, such as"
                        + " \"winsorized:3:3\"",
                "6: stack.memory is \"8M\"; allowed: an amount of memory \"16M\" to \"64G\", such as \"128M\"",
                "7: rig.library missing; allowed: a folder, here or at the top of the file for every rig",
                "8: rig.name is \"main scope\"; allowed: 1 to 32 letters, digits, \"+\" or \"-\" (it becomes part"
                        + " of file names)",
                "9: rig.dark is \"cap\"; allowed: \"shutter\" or \"dark-box\" for a rig without a section [rig.cap]",
                "12: rig.camera.prot unknown; did you mean \"port\"?",
                "15: rig.cooling.tolerance_k is 0.01; allowed: a number 0.05..5 K",
                "16: rig.cooling.soak is \"10 min\"; allowed: a time \"0s\" to \"3h\", such as \"90s\", \"10m\" or"
                        + " \"1h30m\"",
                "17: rig.cooling.on_drift is \"RAISE\"; allowed: \"soak\", \"raise\", \"skip\"",
                "18: rig.preset.offset missing; allowed: a whole number 0..1000000, or \"none\"",
                "20: rig.preset.gain is \"100\"; allowed: a whole number 0..1000000, or \"none\"",
                "21: rig.preset.target_c is -100; allowed: a number -60..30 °C",
                "23: rig.preset.bias_discard is 11; allowed: what leaves at least 2 frames, here 12 are taken and"
                        + " the first 11 thrown away",
                "24: rig.preset.darks is \"3m\"; allowed: each exposure once",
                "24: rig.preset.darks is \"5,4s\"; allowed: an exposure up to 21600 s, such as 180, 5.4 or \"3m\","
                        + " in steps of 0.000001 s",
                "24: rig.preset.darks.exposure is 0; allowed: an exposure up to 21600 s, such as 180, 5.4 or"
                        + " \"3m\", in steps of 0.000001 s",
                "24: rig.preset.darks.frame unknown; did you mean \"frames\"?",
                "25: rig.preset.order is a list; allowed: \"bias\", \"dark-flats\" and \"darks\", each once",
                "27: rig.preset.flat.filter is \"H_Alpha\"; allowed: 1 to 32 letters, digits, \"+\" or \"-\" (it"
                        + " becomes part of file names)",
                "28: rig.preset.flat.exposure is \"fast\"; allowed: an exposure up to 21600 s, such as 180, 5.4 or"
                        + " \"3m\", in steps of 0.000001 s");
    }

    @Test
    void anEmptyFileSaysWhatIsNeeded() {
        assertProblems("", "1: rig missing; allowed: at least one section [[rig]]");
        assertProblems("library = \"/srv\"\n[[rig]]\n",
                "2: rig.name missing; allowed: 1 to 32 letters, digits, \"+\" or \"-\" (it becomes part of file"
                        + " names)",
                "2: rig.camera missing; allowed: a section [rig.camera]",
                "2: rig.dark missing; allowed: \"shutter\" or \"dark-box\" for a rig without a section [rig.cap]",
                "2: rig.preset missing; allowed: at least one section [[rig.preset]]");
    }

    @Test
    void aSectionOfTheWrongKindIsRecognised() {
        assertProblems("""
                library = "/srv"
                control = 3
                [rig]
                name = "main"
                """,
                "2: control is 3; allowed: a section [control]",
                "3: rig is a section; allowed: sections [[rig]], with two brackets");
        assertProblems(rig("[[rig.cooling]]\nsoak = \"5m\"\n[rig.lights]\n"),
                "13: rig.cooling is a list of sections; allowed: a section [rig.cooling]",
                "15: rig.lights unknown; allowed: camera, cap, check, contact, cooling, dark, due, first_master, gpio, heater,"
                        + " keep_raw, library, light_sensor, name, observer, panel, preset, probe, profile, promote, quality,"
                        + " schedule, site, thermometer, wheel");
    }

    @Test
    void aKeyInTheWrongSectionIsSentHome() {
        assertProblems(rig("tolerance_k = 0.3\n"),
                "13: rig.preset.tolerance_k unknown; it belongs in [rig.cooling]");
        assertProblems("[log]\nlibrary = \"/srv\"\n" + rig("").replace("library = \"/srv/darkbox\"\n", ""),
                "2: log.library unknown; it belongs at the top of the file, before the first [section] or in [rig]",
                "3: rig.library missing; allowed: a folder, here or at the top of the file for every rig");
        assertProblems(rig("").replace("driver = \"indi\"", "driver = \"sim\""),
                "7: rig.camera.device unknown; allowed: ambient_c, driver, firmware, height_px, new_hot_percent, reach_k, season, seed,"
                        + " width_px");
    }

    @Test
    void namesMayNotBeThereTwice() {
        String second = rig("").replace("library = \"/srv/darkbox\"", "").replace("CCD Simulator", "CCD Two")
                .replace("\"main\"", "\"MAIN\"\nlibrary = \"/srv/two\"");
        assertProblems(
                rig("[[rig.preset]]\nname = \"Standard\"\ngain = 0\noffset = 0\ndarks = []\n") + second,
                "14: rig.preset.name is \"Standard\"; allowed: a name no other preset has (see line 9)",
                "20: rig.name is \"MAIN\"; allowed: a name no other rig has (see line 3)");
    }

    @Test
    void noDeviceAndNoLibraryServesTwoRigs() {
        String heater = "[[rig.heater]]\nname = \"dew\"\ndevice = \"Power Box\"\ncontrol = \"DEW.A\"\n";
        String second = rig("").replace("library = \"/srv/darkbox\"", "").replace("\"main\"", "\"guide\"")
                .replace("driver = \"indi\"", "driver = \"indi\"\nhost = \"127.0.0.1\"");
        assertProblems(rig(heater) + second + heater.replace("DEW.A", "DEW.B") + heater,
                "18: rig.library missing; allowed: a folder of its own, rig \"main\" writes to /srv/darkbox",
                "24: rig.camera.device is \"CCD Simulator\"; allowed: a device no other rig uses (rig \"main\" has"
                        + " it)",
                "37: rig.heater.control is \"DEW.A\"; allowed: a device no other rig uses (rig \"main\" has it)");
    }

    @Test
    void mastersOfTwoPresetsMayNotShareANameUnlessTheyAreTheSame() {
        String again = "[[rig.preset]]\nname = \"narrow\"\ngain = 100\noffset = 50\ndarks = [600]\n";
        assertEquals(List.of(), warnings(rig(again)));
        assertProblems(rig(again + "mode = \"High Gain\"\n"),
                "18: rig.preset.mode is \"High Gain\"; allowed: the one of preset \"standard\", or another gain,"
                        + " offset, binning or target_c: masters would have the same names");
        assertProblems(rig(again + "usb_limit = 40\n"),
                "18: rig.preset.usb_limit is 40; allowed: the one of preset \"standard\", or another gain,"
                        + " offset, binning or target_c: masters would have the same names");
    }

    @Test
    void aFilterHasOneSpellingAndTheWheelHasIt() {
        String flats = """
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 5.4
                [[rig.preset.flat]]
                filter = "HA"
                exposure = 2
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = "5.40s"
                """;
        String wheel = "[rig.wheel]\ndevice = \"Wheel\"\nfilters = [\"L\", \"S2\"]\n";
        assertProblems(rig(flats),
                "17: rig.preset.flat.filter is \"HA\"; allowed: one spelling everywhere, \"Ha\" came first",
                "21: rig.preset.flat.exposure is \"5.40s\"; allowed: each exposure of filter \"Ha\" once");
        assertProblems(rig("[[rig.preset.flat]]\nfilter = \"O3\"\nexposure = 1\n" + wheel),
                "14: rig.preset.flat.filter is \"O3\"; allowed: a name in filters of [rig.wheel]: L, S2");
        assertProblems(rig(wheel.replace("\"S2\"", "\"l\"")),
                "15: rig.wheel.filters is a list; allowed: each name once, \"l\" is there twice");
    }

    @Test
    void coolingRulesMustGoTogether() {
        assertProblems(rig("[rig.cooling]\nsoak = \"2h\"\n"),
                "14: rig.cooling.soak is \"2h\"; allowed: give_up longer than soak, here \"1h30m\" and \"2h\"");
        assertProblems(rig("[rig.cooling]\ntolerance_k = 1\ndrift_k = 0.75\n"),
                "15: rig.cooling.drift_k is 0.75; allowed: drift_k at least tolerance_k, here 0.75 and 1.0");
        assertProblems(rig("[rig.cooling]\non_drift = \"raise\"\nraise_limit_c = -10\n"),
                "15: rig.cooling.raise_limit_c is -10; allowed: a raise_limit_c above every preset's target_c, the"
                        + " warmest is -10.0");
        assertProblems(rig("[rig.cooling]\nwarm_k_per_min = 0.01\ncool_k_per_min = 0\n"),
                "14: rig.cooling.warm_k_per_min is 0.01; allowed: a number 0.05..30 K/min, or 0 for at once");
        assertProblems(rig("target_c = -5\n[rig.cooling]\ncooler = false\n"),
                "13: rig.preset.target_c is -5; allowed: nothing, cooler = false in [rig.cooling]");
    }

    @Test
    void theUnusualIsAllowedWithAWarning() {
        assertEquals(List.of(
                "/etc/darkbox.toml:12: rig.preset.darks.frames is 20; 30 to 50 are usual",
                "/etc/darkbox.toml:13: rig.preset.target_c is -10.5; several drivers round it to whole degrees and"
                        + " then never arrive",
                "/etc/darkbox.toml:14: rig.preset.dark_frames is 100; 30 to 50 are usual",
                "/etc/darkbox.toml:18: rig.preset.flat.frames is 10; 30 to 50 are usual",
                "/etc/darkbox.toml:20: rig.cooling.soak is \"5m\"; it has no effect, cooler is false"),
                List.of(warnings(rig("").replace("[180]", "[180, { exposure = 300, frames = 20 }]") + """
                        target_c = -10.5
                        dark_frames = 100
                        [[rig.preset.flat]]
                        filter = "L"
                        exposure = 1
                        frames = 10
                        """), warnings(rig("\n\n\n\n\n[rig.cooling]\ncooler = false\nsoak = \"5m\"\n")))
                        .stream().flatMap(List::stream).toList());
    }

    @Test
    void whoWantsRawFramesDoesNotIntegrateWithoutThem() {
        String master = "[stack]\nlive = \"master\"\n";
        assertProblems("[stack]\nlive = \"always\"\nlive_reject = 5\n" + rig("").replace("library", "#"),
                "2: stack.live is \"always\"; allowed: \"off\", \"preview\", \"master\"",
                "3: stack.live_reject is 5; allowed: a whole number 1..4",
                "5: rig.library missing; allowed: a folder, here or at the top of the file for every rig");
        assertProblems(rig(master).replace("name = \"main\"", "name = \"main\"\nkeep_raw = true"),
                "4: rig.keep_raw is true; allowed: false, or left out: with stack.live = \"master\" there are no raw"
                        + " frames");
        assertEquals(List.of(), warnings(rig(master).replace("name = \"main\"",
                "name = \"main\"\nkeep_raw = false")));
        assertEquals(List.of(), warnings(rig(master)));
    }

    @Test
    void aLibraryThatIsAFileIsNone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), "");
        Path taken = Files.writeString(folder.resolve("masters.txt"), "");
        String text = rig("").replace("/srv/darkbox", "masters.txt");
        assertEquals(new Loaded.Wrong(
                List.of(file + ":1: library is \"masters.txt\"; allowed: a folder, and " + taken
                        + " is a file")),
                ConfigReader.read(file, text));
        String below = rig("").replace("/srv/darkbox", "masters.txt/deep/er");
        assertEquals(new Loaded.Wrong(
                List.of(file + ":1: library is \"masters.txt/deep/er\"; allowed: a folder, and "
                        + taken + " is a file")),
                ConfigReader.read(file, below));
    }

    @Test
    void relativePathsAreRelativeToTheFile() {
        String text = "[control]\nsocket = \"run/x.sock\"\n[[rig]]\nlibrary = \"../cal\"\n"
                + rig("").replace("library = \"/srv/darkbox\"\n[[rig]]\n", "");
        Config config = assertInstanceOf(Loaded.Ok.class, ConfigReader.read(FILE, text)).config();
        assertEquals(Path.of("/cal"), config.rigs().getFirst().library());
        assertEquals(Path.of("/etc/run/x.sock"), config.control().socket());
    }

    @Test
    void aSocketPathTheKernelCannotHoldIsRefused() {
        String long108 = "/" + "s".repeat(107);
        assertProblems(rig("[control]\nsocket = \"" + long108 + "\"\n"),
                "14: control.socket is \"/" + "s".repeat(58)
                        + "…\"; allowed: a path of at most 107 bytes, written in"
                        + " full");
        assertEquals(List.of(), warnings(rig("[control]\nsocket = \"" + long108.substring(1, 108)
                .replaceFirst("s", "/") + "\"\n")));
    }

    @Test
    void filesThatAreNoConfigurationAreToldApart(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.toml");
        assertEquals(new Loaded.Wrong(List.of(missing + ": there is no such file")),
                ConfigReader.load(missing));
        Path latin = folder.resolve("latin.toml");
        Files.write(latin, "# a\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(new Loaded.Wrong(List.of(latin + ":2: not UTF-8 text")), ConfigReader.load(latin));
        Path frame = folder.resolve("frame.fit");
        Files.write(frame, new byte[262_145]);
        assertEquals(new Loaded.Wrong(List.of(frame + ": longer than 256 KiB, not a configuration file")),
                ConfigReader.load(frame));
        assertEquals(new Loaded.Wrong(List.of(folder + ": cannot be read: Is a directory")),
                ConfigReader.load(folder));
    }

    /// The smallest file that is right, 12 lines, and `more` at its end.
    private static String rig(String more) {
        return """
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
                """ + more;
    }

    private static void assertProblems(String text, String... problems) {
        List<String> expected = List.of(problems).stream().map(problem -> FILE + ":" + problem).toList();
        Loaded loaded = ConfigReader.read(FILE, text);
        assertEquals(String.join("\n", expected),
                loaded instanceof Loaded.Wrong(List<String> found)
                        ? String.join("\n", found)
                        : loaded.toString());
    }

    private static List<String> warnings(String text) {
        Loaded loaded = ConfigReader.read(FILE, text);
        return assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).warnings();
    }
}
