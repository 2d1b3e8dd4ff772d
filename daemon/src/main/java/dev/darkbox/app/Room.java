package dev.darkbox.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Room on a disk.
final class Room {

    private Room() {}

    /// Bytes free for us on the file system that holds `folder`, or will hold it.
    static long free(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.getFileStore(there).getUsableSpace();
    }
}
