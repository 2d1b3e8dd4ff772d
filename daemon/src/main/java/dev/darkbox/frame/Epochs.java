package dev.darkbox.frame;

import dev.darkbox.device.CameraEpoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What the cameras of a library were: one file for each epoch, `ops/epochs/ID.txt`, written once.
///
/// Frames and masters name an epoch by its id alone. Its file is on the disk, whole and durable, before the first of
/// them. It holds [CameraEpoch#text] and nothing else, so that its name is the beginning of its SHA-256.
///
/// Threading: one thread at a time.
public final class Epochs {

    private final Path folder;
    private final Disk disk;
    private final Set<String> kept = new HashSet<>();

    /// @param library root of the library
    public Epochs(Path library, Disk disk) {
        folder = library.toAbsolutePath().resolve("ops").resolve("epochs");
        this.disk = disk;
    }

    /// Makes an epoch durable: `ID.txt.part`, fsync, rename, fsync of the folder. A file that is there and whole is left
    /// alone, one that is damaged is replaced. Nothing happens for an unknown epoch.
    public void keep(CameraEpoch epoch) throws IOException {
        if (!epoch.isKnown() || kept.contains(epoch.id())) {
            return;
        }
        if (find(epoch.id()).isEmpty()) {
            byte[] text = epoch.text().getBytes(StandardCharsets.UTF_8);
            disk.folders(folder);
            Path file = file(epoch.id());
            disk.part(file, text.length, sink -> sink.write(ByteBuffer.wrap(text)));
            disk.publish(file);
        }
        kept.add(epoch.id());
    }

    /// The epoch of an id; empty when its file is missing, damaged or not to be read.
    public Optional<CameraEpoch> find(String id) {
        if (!id.matches("[0-9a-f]{12}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(CameraEpoch.parse(Files.readString(file(id))))
                    .filter(epoch -> epoch.id().equals(id));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Path file(String id) {
        return folder.resolve(id + ".txt");
    }
}
