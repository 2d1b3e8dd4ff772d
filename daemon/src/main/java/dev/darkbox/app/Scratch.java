package dev.darkbox.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// `ops/scratch` of a library: pictures between integration and master.
final class Scratch {

    private static final String ENDING = ".f32";

    private Scratch() {}

    /// A place for one picture.
    static Path file(Path library, String master) throws IOException {
        Path folder = library.resolve("ops").resolve("scratch");
        Files.createDirectories(folder);
        return folder.resolve(master + ENDING);
    }

    /// Removes what a run that was killed left behind.
    static void clear(Path library) throws IOException {
        Path folder = library.resolve("ops").resolve("scratch");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
                Files.delete(file);
            }
        }
    }
}
