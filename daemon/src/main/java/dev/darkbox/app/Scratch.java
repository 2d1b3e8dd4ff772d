package dev.darkbox.app;

import dev.darkbox.frame.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// `ops/scratch` of a library: pictures between integration and master, frames of a check.
final class Scratch {

    private static final String ENDING = ".f32";
    private static final String CHECKS = "checks";

    private Scratch() {}

    /// A place for one picture.
    static Path file(Path library, String master) throws IOException {
        Path folder = library.resolve("ops").resolve("scratch");
        Files.createDirectories(folder);
        return folder.resolve(master + ENDING);
    }

    /// The picture of the frames so far of the set that is taken.
    static Path live(Path library) {
        return library.resolve("ops").resolve("live.png");
    }

    /// A place for the frames of a check: laid out as a library, and empty.
    static Path checks(Path library) throws IOException {
        clear(library);
        return library.resolve("ops").resolve("scratch").resolve(CHECKS);
    }

    /// Removes what a run that was killed left behind, half a picture of its frames too, and a check that ended.
    static void clear(Path library) throws IOException {
        Files.deleteIfExists(Disk.partOf(live(library)));
        Path folder = library.resolve("ops").resolve("scratch");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
                Files.delete(file);
            }
        }
        Path checks = folder.resolve(CHECKS);
        if (Files.isDirectory(checks)) {
            try (Stream<Path> files = Files.walk(checks)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
