package dev.darkbox.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// The folder of a library as it was typed.
final class LibraryFolder {

    private static final List<String> PARTS = List.of("Calibration", "masters", "ops");

    private LibraryFolder() {}

    /// A folder, a library or not yet.
    ///
    /// @throws IOException it is none
    static Path folder(Path typed) throws IOException {
        if (!Files.exists(typed)) {
            throw new NoSuchFileException(typed.toString());
        }
        if (!Files.isDirectory(typed)) {
            throw new IOException(typed + " is a file; allowed: the folder of a library");
        }
        return typed;
    }

    /// The folder of a library that is there.
    ///
    /// @throws IOException it is none
    static Path library(Path typed) throws IOException {
        Path folder = folder(typed);
        if (PARTS.stream().noneMatch(part -> Files.isDirectory(folder.resolve(part)))) {
            throw new IOException("%s is no library: it has no folder %s".formatted(typed,
                    String.join(", ", PARTS)));
        }
        return folder;
    }
}
