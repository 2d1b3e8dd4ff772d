package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launchers and the command's exit codes.
class LauncherIT {

    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    private Path folder;
    private Tree tree = Tree.assembled(Path.of("."));

    @BeforeEach
    void find() {
        tree = Tree.assembled(folder);
    }

    @Test
    void withoutJava25OneLineSaysWhatToInstall() throws Exception {
        for (String name : List.of("darkbox", "darkboxd")) {
            var said = tree.run(Map.of("JAVA_HOME", "", "PATH", "/usr/bin:/bin", "DARKBOX_JVM_DIRS",
                    folder.toString()), tree.bin().resolve(name), "--version");
            assertEquals(
                    new Tree.Said(2, "", name + ": needs Java 25 and found none; install it (apt install "
                            + "openjdk-25-jre-headless, or Eclipse Temurin 25) or set JAVA_HOME\n"),
                    said);
        }
    }

    @Test
    void theLibrariesOfTheSerialPortsAndOfUsbAreThoseOfTheTree() throws Exception {
        Path libraries = tree.bin().resolveSibling("lib").resolve("native");
        for (String cpu : List.of("x86_64", "armv8_64", "armv7hf")) {
            assertTrue(Files.isReadable(libraries.resolve("Linux").resolve(cpu).resolve("libjSerialComm.so")),
                    cpu);
        }
        for (String cpu : List.of("linux-x86-64", "linux-aarch64", "linux-arm")) {
            assertTrue(Files.isReadable(
                    libraries.resolve("org/usb4java").resolve(cpu).resolve("libusb4java.so")), cpu);
        }
        for (String name : List.of("darkbox", "darkboxd")) {
            var said = tree.run(
                    Map.of("JAVA_HOME", JAVA_HOME, "DARKBOX_JVM_FLAGS", "-XshowSettings:properties"),
                    tree.bin().resolve(name), "--version");
            for (String library : List.of("jSerialComm", "usb4java")) {
                assertTrue(said.err().contains(library + ".library.path = " + libraries.toRealPath()),
                        said.err());
            }
        }
    }

    @Test
    void anotherJavaInJavaHomeIsPassedOver() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-17"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Files.createSymbolicLink(Files.createDirectories(old.resolve("bin")).resolve("java"),
                Path.of("/bin/false"));
        var said = tree.run(Map.of("JAVA_HOME", old.toString(), "PATH", "/usr/bin:/bin", "DARKBOX_JVM_DIRS",
                String.valueOf(Path.of(JAVA_HOME).getParent())), tree.bin().resolve("darkbox"), "--version");
        assertEquals("", said.err());
        assertTrue(said.out().startsWith("Darkbox 0."), said.out());
    }

    @Test
    void theTreeIsFoundBehindSymbolicLinks() throws Exception {
        Path far = Files.createSymbolicLink(folder.resolve("far"), tree.bin().resolve("darkbox"));
        Path near = Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("local")).resolve("darkbox"),
                Path.of("../far"));
        assertTrue(Files.exists(far));
        var said = tree.run(Map.of(), near, "--version");
        assertEquals(0, said.exit(), said.err());
        assertTrue(said.out().startsWith("Darkbox 0."), said.out());
    }

    @Test
    void whatIsMistypedIsToldWhatIsAllowed() throws Exception {
        record Case(int exit, String says, String words) {}
        String nowhere = folder.resolve("nowhere.sock").toString();
        for (Case c : List.of(
                new Case(2, "darkbox: what? allowed: ", ""),
                new Case(2, "darkbox: Invalid value for positional parameter at index 0 (WHAT): \"flats\"; "
                        + "allowed: bias, darks, dark-flats, all, due", "refresh flats"),
                new Case(2, "darkbox: Invalid value for option '--profile': \"live\"; "
                        + "allowed: staging, production", "refresh --profile live"),
                new Case(2, "darkbox: rejection \"sigma:x\": two numbers are needed; allowed are ",
                        "stack -o m.fit --rejection sigma:x a.fit b.fit"),
                new Case(2, "darkbox: no.fit: there is no such file", "inspect no.fit"),
                new Case(2, "no.toml: there is no such file", "check-config no.toml"),
                new Case(4, "darkbox: the daemon is not running: no socket at " + nowhere,
                        "status --socket " + nowhere),
                new Case(2, "no.toml: there is no such file", "status --config no.toml"))) {
            var said = tree.darkbox(c.words().isEmpty() ? new String[0] : c.words().split(" ", -1));
            assertEquals(c.exit(), said.exit(), c.words() + ": " + said.err());
            assertTrue(said.err().contains(c.says()), said.err());
            assertEquals("", said.out());
            assertEquals(1, said.err().lines().count(), said.err());
        }
    }

    @Test
    void helpNamesEveryVerb() throws Exception {
        var said = tree.darkbox("--help");
        assertEquals(0, said.exit());
        for (String verb : List.of("demo", "refresh", "plan", "status", "follow", "abort", "library", "stack",
                "inspect", "check-config")) {
            assertTrue(said.out().lines().anyMatch(line -> line.strip().startsWith(verb + " ")), said.out());
        }
    }

    @Test
    void theCommandFindsItsClassesInTheArchive() throws Exception {
        assumeTrue(Files.exists(archive(home())), "this JVM made no archive");
        assertTrue(tree.run(classes(), tree.bin().resolve("darkbox"), "--version").out()
                .contains("dev.darkbox.cli.Cli source: shared objects file"));
        Path kept = copy("kept", StandardCopyOption.COPY_ATTRIBUTES);
        assertTrue(tree.run(classes(), kept.resolve("bin/darkbox"), "--version").out()
                .contains("dev.darkbox.cli.Cli source: shared objects file"));
    }

    @Test
    void anArchiveThatDoesNotFitIsPassedOverInSilence() throws Exception {
        assumeTrue(Files.exists(archive(home())), "this JVM made no archive");
        Path missing = copy("missing", StandardCopyOption.COPY_ATTRIBUTES);
        Files.delete(archive(missing));
        Path rubbish = copy("rubbish", StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(archive(rubbish), "rubbish");
        Path cut = copy("cut", StandardCopyOption.COPY_ATTRIBUTES);
        try (var channel = FileChannel.open(archive(cut), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        for (Path home : List.of(missing, rubbish, cut, copy("of new times"))) {
            assertStarts(Map.of(), home);
        }
        for (String flags : List.of("-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders", "-Xint")) {
            assertStarts(Map.of("DARKBOX_JVM_FLAGS", flags), home());
        }
    }

    @Test
    void aTreeNobodyMayWriteToStartsAndStaysAsItIs() throws Exception {
        Path home = copy("read only", StandardCopyOption.COPY_ATTRIBUTES);
        List<String> before = listing(home);
        var folders = List.of(home.resolve("lib"), home.resolve("bin"), home);
        for (Path sealed : folders) {
            Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        try {
            assertStarts(Map.of(), home);
            assertEquals(before, listing(home));
        } finally {
            for (Path sealed : folders) {
                Files.setPosixFilePermissions(sealed, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private void assertStarts(Map<String, String> environment, Path home) throws Exception {
        var said = tree.run(environment, home.resolve("bin/darkbox"), "--version");
        assertEquals(0, said.exit(), home + ": " + said.err());
        assertEquals("", said.err());
        assertTrue(said.out().startsWith("Darkbox 0."), said.out());
        assertEquals(1, said.out().lines().count(), said.out());
    }

    private static Map<String, String> classes() {
        return Map.of("DARKBOX_JVM_FLAGS", "-Xlog:class+load:stdout");
    }

    private Path home() {
        return Optional.ofNullable(tree.bin().getParent()).orElseThrow();
    }

    private static Path archive(Path home) {
        return home.resolve("lib/darkbox.jsa");
    }

    private Path copy(String name, CopyOption... options) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> all = Files.walk(home())) {
            for (Path from : all.toList()) {
                Path there = Files.copy(from, to.resolve(home().relativize(from)), options);
                if (Files.isExecutable(from)) {
                    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
        return to;
    }

    private static List<String> listing(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.map(Path::toString).sorted().toList();
        }
    }
}
