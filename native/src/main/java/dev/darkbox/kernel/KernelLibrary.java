package dev.darkbox.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The C library, loaded once: that of the program's folder, else the one packed in this jar, which is unpacked for it.
final class KernelLibrary {

    private static final String FILE = System.getProperty("os.arch") + "/libdarkboxkernels.so";
    private static final Optional<SymbolLookup> FOUND = find();

    private KernelLibrary() {}

    /// The library for the running CPU.
    ///
    /// @return empty when there is none
    static Optional<SymbolLookup> found() {
        return FOUND;
    }

    static SymbolLookup of(Path file) {
        return SymbolLookup.libraryLookup(file, Arena.global());
    }

    /// Property `darkbox.home` is the program's folder, where it runs from one.
    private static Optional<SymbolLookup> find() {
        Path file = Path.of(System.getProperty("darkbox.home", ""), "lib/native", FILE);
        return file.isAbsolute() && Files.isReadable(file) ? Optional.of(of(file)) : unpack();
    }

    /// @throws UncheckedIOException it is there and cannot be unpacked
    private static Optional<SymbolLookup> unpack() {
        try (InputStream in = KernelLibrary.class.getResourceAsStream("/dev/darkbox/native/" + FILE)) {
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
