package dev.darkbox.device.gpio;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// One number or word in a file of the kernel's.
final class SysfsText {

    private SysfsText() {}

    /// The content of a file, without its line end; empty when there is no such file.
    ///
    /// @throws IOException it is there and cannot be read
    static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// The first word of a file, or nothing for whatever reason.
    static Optional<String> tryRead(Path file) {
        try {
            return read(file);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// `file: the system's reason`.
    static String reason(Path file, IOException e) {
        return file + ": " + switch (e) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage();
        };
    }
}
