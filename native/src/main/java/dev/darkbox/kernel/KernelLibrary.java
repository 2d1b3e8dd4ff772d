package dev.darkbox.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The C library packed in this jar, unpacked and loaded once.
final class KernelLibrary {

    private static final Optional<SymbolLookup> PACKED = unpack();

    private KernelLibrary() {}

    /// The library for the running CPU.
    ///
    /// @return empty when the jar has none
    static Optional<SymbolLookup> packed() {
        return PACKED;
    }

    static SymbolLookup of(Path file) {
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    /// @throws UncheckedIOException it is there and cannot be unpacked
    private static Optional<SymbolLookup> unpack() {
        String name = "/dev/darkbox/native/" + System.getProperty("os.arch") + "/libdarkboxkernels.so";
        try (InputStream in = KernelLibrary.class.getResourceAsStream(name)) {
            if (in == null) {
                return Optional.empty();
            }
            // nobody else's file is ever opened: the copy fails where there is one
            Path file = Path.of(System.getProperty("java.io.tmpdir", "/tmp"),
                    "libdarkboxkernels-" + Long.toHexString(System.nanoTime()) + ".so");
            try {
                Files.copy(in, file);
                return Optional.of(of(file));
            } finally {
                Files.deleteIfExists(file); // the mapping keeps the inode alive
            }
        } catch (IOException e) {
            throw new UncheckedIOException("unpacking libdarkboxkernels.so", e);
        }
    }
}
