package dev.darkbox.device.asi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.sdk.AsiLibrary;
import dev.darkbox.sdk.AsiPlaces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A library that stands in for the maker's, with cameras that are not there. What can be ordered of it is told in
/// `standin_asi.c`. Each one is a copy of its own, and knows nothing of the others.
public final class StandInAsi {

    static final int WIDTH = 640;
    static final int HEIGHT = 482;
    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");

    /// Seen from the module that has it, and from the one that uses it.
    private static final Path SOURCES = Files.isDirectory(Path.of("src/test/c"))
            ? Path.of("src/test/c")
            : Path.of("../drivers/src/test/c");
    private static final Duration COMPILER_LIMIT = Duration.ofSeconds(60);
    private static final Map<List<String>, byte[]> COMPILED = new ConcurrentHashMap<>();

    private final Path file;

    private StandInAsi(Path file) {
        this.file = file;
    }

    /// Compiles it, or takes what was compiled before, into a folder of its own.
    ///
    /// @param flags of the compiler, e.g. `-DOLD=1`, `-DWIDTH=160`
    public static StandInAsi in(Path folder, String... flags) throws IOException, InterruptedException {
        List<String> key = List.of(flags);
        if (!COMPILED.containsKey(key)) {
            Path made = folder.resolve("compiled.so");
            var arguments = new ArrayList<>(List.of("-shared", "-fPIC", "-O2"));
            arguments.addAll(key);
            arguments.addAll(List.of("standin_asi.c", "-lm", "-ldl"));
            gcc(made, arguments.toArray(String[]::new));
            COMPILED.put(key, Files.readAllBytes(made));
            Files.delete(made);
        }
        Path file = folder.resolve(AsiPlaces.FILE);
        Files.write(file, COMPILED.get(key));
        return new StandInAsi(file);
    }

    /// Skips the test where there is no compiler.
    static void needsACompiler() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("gcc", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Assumptions.assumeTrue(version.waitFor(COMPILER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    && version.exitValue() == 0, "gcc does not work");
        } catch (IOException _) {
            Assumptions.abort("gcc is not installed");
        }
    }

    /// Compiles something of `src/test/c`; the test is skipped where there is no compiler.
    static void gcc(Path into, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o",
                into.toAbsolutePath().toString()));
        for (String argument : arguments) {
            if (!argument.isEmpty()) {
                command.add(argument);
            }
        }
        Process compiler;
        try {
            compiler = new ProcessBuilder(command).directory(SOURCES.toFile()).redirectErrorStream(true)
                    .start();
        } catch (IOException _) {
            Assumptions.abort("gcc is not installed");
            return;
        }
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(
                compiler.waitFor(COMPILER_LIMIT.toSeconds(), TimeUnit.SECONDS) && compiler.exitValue() == 0,
                said);
    }

    /// What a user would name in the configuration.
    public Path file() {
        return file;
    }

    AsiHub hub(AsiPatience patience) throws IOException {
        return new AsiHub(AsiLibrary.load(file, Arena.global()), patience);
    }

    /// Whoever asks this program for the library from now on does not wait for its calls as long as usual.
    ///
    /// @param call for each of them, in real time
    /// @throws DeviceException.Refused it was asked for before
    public void withPatience(Duration call) throws DeviceException {
        AsiPatience usual = AsiPatience.usual();
        AsiHub.ofProgram(Optional.of(file), new AsiPatience(call, call, call, usual.comeback()));
    }

    AsiHub hub() throws IOException {
        return hub(AsiPatience.usual());
    }

    /// A camera alone, in virtual time.
    AsiCamera camera(Time time) throws IOException, DeviceException, InterruptedException {
        return hub().connect(AsiSpec.any(), time, noBus());
    }

    static AsiBus noBus() {
        Path nowhere = Path.of("/nonexistent");
        return new AsiBus(nowhere, nowhere, nowhere);
    }

    /// From now on these orders hold, and no others.
    public void order(String... orders) throws IOException {
        Path next = file.resolveSibling("orders.next");
        Files.write(next, List.of(orders));
        Files.move(next, Path.of(file + ".orders"), StandardCopyOption.ATOMIC_MOVE);
    }

    /// What was done with the cameras so far.
    public List<String> calls() throws IOException {
        Path calls = Path.of(file + ".calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /// Time that moves only when somebody sleeps, for the library as for everybody else.
    public Clock clock() {
        return new Clock(file);
    }

    /// Such a time.
    public static final class Clock implements Time {

        private final VirtualTime time = new VirtualTime(DUSK);
        private final MethodHandle skip;
        private Runnable whileAsleep = () -> {};

        private Clock(Path library) {
            skip = Linker.nativeLinker().downcallHandle(
                    SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("standin_skip"),
                    FunctionDescriptor.ofVoid(JAVA_LONG));
            skip(0);
        }

        private void skip(long nanos) {
            try {
                skip.invokeExact(nanos);
            } catch (Throwable t) {
                throw new AssertionError("standin_skip", t);
            }
        }

        /// Happens in every sleep from now on.
        public void whileAsleep(Runnable what) {
            whileAsleep = what;
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
            skip(duration.toNanos());
            whileAsleep.run();
        }
    }
}
