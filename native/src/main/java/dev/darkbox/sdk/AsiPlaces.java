package dev.darkbox.sdk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Where a user may have put ZWO's library.
///
/// @param folders the first one that has it counts
public record AsiPlaces(List<Path> folders) {

    /// How its file is called, perhaps with a version behind.
    public static final String FILE = "libASICamera2.so";

    public AsiPlaces {
        folders = List.copyOf(folders);
    }

    /// Where the system's own loader looks, on Debian and on others.
    public static AsiPlaces usual() {
        String machine = System.getProperty("os.arch", "");
        String triplet = (machine.equals("amd64") ? "x86_64" : machine) + "-linux-gnu";
        return new AsiPlaces(List.of(Path.of("/usr/local/lib"), Path.of("/usr/local/lib", triplet),
                Path.of("/usr/lib", triplet), Path.of("/usr/lib"), Path.of("/usr/lib64"),
                Path.of("/opt/zwo/lib")));
    }

    /// The file; one without a version in its name before those with.
    public Optional<Path> find() {
        return folders.stream().flatMap(folder -> in(folder).stream().limit(1)).findFirst();
    }

    private static TreeSet<Path> in(Path folder) {
        var found = new TreeSet<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILE + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && Files.isReadable(file)) {
                    found.add(file);
                }
            }
        } catch (IOException _) {
            return new TreeSet<>(); // a folder that is not there has none
        }
        return found;
    }
}
