package dev.darkbox.device;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Who has a device's file open, as proc(5) tells it: of the processes of our own user, and of all if we are root. What
/// cannot be seen is not there.
///
/// @param proc `/proc`, but for tests
public record FileHolders(Path proc) {

    /// A process.
    ///
    /// @param ours it is this program
    public record Holder(long pid, String name, boolean ours) {

        /// For people.
        public String text() {
            return ours ? "this program" : "%s, process %d".formatted(name, pid);
        }
    }

    public static FileHolders system() {
        return new FileHolders(Path.of("/proc"));
    }

    /// The first found.
    ///
    /// @param device not a link
    public Optional<Holder> of(Path device) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, device)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(new Holder(pid, name(process), pid == ProcessHandle.current().pid()));
                }
            }
        } catch (IOException | NumberFormatException _) {
            // no proc file system: nobody can be seen
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Path device) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (pointsTo(descriptor, device)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // another user's, or it has ended
        }
        return false;
    }

    private static boolean pointsTo(Path descriptor, Path device) {
        try {
            return Files.readSymbolicLink(descriptor).equals(device);
        } catch (IOException _) {
            return false; // closed since it was listed
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException _) {
            return "a program";
        }
    }
}
