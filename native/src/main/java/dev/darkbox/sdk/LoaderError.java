package dev.darkbox.sdk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// Why a library cannot be loaded, in the words of dlerror(3): Java has only that it cannot.
final class LoaderError {

    private static final int RTLD_NOW = 2;
    private static final int LONGEST_BYTES = 1024;

    private LoaderError() {}

    /// @param file of a library that has just failed to load
    static String of(Path file) {
        if (!Files.exists(file)) {
            return "no such file";
        }
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            var open = linker.downcallHandle(linker.defaultLookup().findOrThrow("dlopen"),
                    FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            var error = linker.downcallHandle(linker.defaultLookup().findOrThrow("dlerror"),
                    FunctionDescriptor.of(ADDRESS));
            var library = (MemorySegment) open.invokeExact(arena.allocateFrom(file.toString()), RTLD_NOW);
            var text = (MemorySegment) error.invokeExact();
            return library.address() != 0 || text.address() == 0
                    ? "reason unknown"
                    : text.reinterpret(LONGEST_BYTES).getString(0);
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("dlopen", t);
        }
    }
}
