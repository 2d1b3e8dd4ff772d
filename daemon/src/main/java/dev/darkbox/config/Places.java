package dev.darkbox.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Paths in the file.
final class Places {

    static final Path NONE = Path.of("");

    private Places() {}

    /// A path relative to the folder of `file`, or absolute; the value is absolute.
    static Allowed<Path> path(Path file) {
        return new Allowed<>("a path from \"/\" on or relative to this file; \"~\" is not expanded",
                file.toAbsolutePath(),
                value -> value instanceof String text ? resolve(file, text) : Optional.empty());
    }

    /// The same, or `""` for none, whose value is the empty path.
    static Allowed<Path> pathOrNone(Path file) {
        Allowed<Path> path = path(file);
        return new Allowed<>(path.text() + ", or \"\" for none", NONE,
                value -> "".equals(value) ? Optional.of(NONE) : path.read(value));
    }

    /// Notes a problem when a file is where the folder should be, or above it.
    static void mustBeFolder(Section section, String key, Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                if (!Files.isDirectory(at)) {
                    section.wrong(key, "a folder, and " + at + " is a file");
                }
                return;
            }
        }
    }

    private static Optional<Path> resolve(Path file, String text) {
        if (text.isBlank() || text.startsWith("~")) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.toAbsolutePath().resolveSibling(text).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
