package dev.darkbox.frame;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/// The disk operations that durability rests on, and the one place where a test makes them fail.
///
/// A file that must survive a power cut is born in four steps: `NAME.part` is written ([#part]), fsync ([#part]),
/// rename ([#publish]), fsync of its folder ([#publish]). Under its own name a file is therefore always whole.
///
/// Threading: stateless but for the fault; as many threads as the fault allows.
public final class Disk {

    /// Space that is left free for the rest of the machine, bytes.
    static final long RESERVE_BYTES = 16L << 20;

    private static final int READ_BYTES = 1 << 20;

    private final Fault fault;
    private final boolean durable;

    /// Asked before every operation; throws to make that operation fail.
    @FunctionalInterface
    public interface Fault {

        /// Lets the operation happen, or throws.
        ///
        /// @param operation e.g. `write`, `fsync`, `rename`
        void before(String operation, Path file) throws IOException;
    }

    /// Where the bytes of a file go, first byte first.
    @FunctionalInterface
    public interface Sink {

        /// Writes what remains in the buffer.
        void write(ByteBuffer bytes) throws IOException;
    }

    /// The bytes of a file, told to a sink.
    @FunctionalInterface
    public interface Content {

        void to(Sink sink) throws IOException;
    }

    /// What was written.
    ///
    /// @param crc32 of all bytes (ISO 3309, the CRC of zip and PNG)
    public record Written(long bytes, long crc32) {}

    public Disk(Fault fault) {
        this(fault, true);
    }

    private Disk(Fault fault, boolean durable) {
        this.fault = fault;
        this.durable = durable;
    }

    /// The same without any fsync, for files that nobody wants after a power cut: what stands here of durability is not
    /// so.
    public Disk fleeting() {
        return new Disk(fault, false);
    }

    /// The disk as it is.
    public static Disk real() {
        return new Disk((_, _) -> {});
    }

    /// Name of a file while it is being written.
    public static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /// Makes a folder and those above it; each new name is made durable in the folder that holds it.
    public void folders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            folders(parent);
        }
        fault.before("mkdir", folder);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) { // somebody else may have made it meanwhile
                throw e;
            }
        }
        if (parent != null) {
            fsyncFolder(parent);
        }
    }

    /// Writes `NAME.part` and its fsync. What stood there before is gone; on failure it is deleted again.
    ///
    /// @param bytes how large the file will be at most
    /// @throws IOException with the file's name and the free space
    public Written part(Path file, long bytes, Content content) throws IOException {
        return write(file, partOf(file), bytes, content);
    }

    /// @param wanted the file's name, for people
    private Written write(Path wanted, Path part, long bytes, Content content) throws IOException {
        var crc = new CRC32();
        var count = new long[1];
        try {
            roomFor(part, bytes);
            fault.before("create", part);
            try (var channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                content.to(buffer -> {
                    crc.update(buffer.duplicate());
                    count[0] += buffer.remaining();
                    fault.before("write", part);
                    writeFully(channel, buffer);
                });
                force(part, () -> channel.force(true));
            }
        } catch (IOException e) {
            var named = new IOException("writing %s failed: %s; %d MB free"
                    .formatted(wanted, e.getMessage(), freeBytes(part) >> 20), e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException again) {
                named.addSuppressed(again);
            }
            throw named;
        }
        return new Written(count[0], crc.getValue());
    }

    /// Reads `NAME.part` back.
    ///
    /// @throws IOException it does not hold what was written
    public void verifyPart(Path file, Written meant) throws IOException {
        Path part = partOf(file);
        fault.before("read", part);
        Written found = read(part);
        if (!found.equals(meant)) {
            throw new IOException(
                    "%s reads back as %d bytes with CRC %08x, written were %d bytes with CRC %08x"
                            .formatted(part, found.bytes(), found.crc32(), meant.bytes(), meant.crc32()));
        }
    }

    /// Gives `NAME.part` its name, in place of what had it, and makes the name durable.
    public void publish(Path file) throws IOException {
        rename(partOf(file), file);
    }

    /// Renames within a folder, or into one that exists, and makes the new name durable.
    public void rename(Path from, Path to) throws IOException {
        fault.before("rename", from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        fsyncFolder(folderOf(to));
    }

    /// A second name for the same bytes where the file system can, else a copy; then as [#publish].
    public void link(Path existing, Path file) throws IOException {
        if (Files.exists(file) && Files.isSameFile(existing, file)) {
            return; // and rename(2) between two names of one file would do nothing
        }
        alias(existing, partOf(file));
        publish(file);
    }

    /// A second name for the same bytes where the file system can, else a copy. The name is durable once [#settle] was
    /// called for its folder.
    public void alias(Path existing, Path file) throws IOException {
        fault.before("link", file);
        Files.deleteIfExists(file);
        try {
            Files.createLink(file, existing);
        } catch (UnsupportedOperationException | FileSystemException _) {
            copy(existing, file);
        }
    }

    /// Makes the names in a folder durable.
    public void settle(Path folder) throws IOException {
        fsyncFolder(folder);
    }

    /// Appends whole lines to a file, which is made when it is missing, and makes them durable. What a cut append left
    /// behind the last line end is taken away first. If this throws, none, some or all of the lines may be there, the
    /// last of those torn.
    ///
    /// The caller sees to it that nobody else writes the file meanwhile. An interrupt does not cut a line.
    ///
    /// @param lines each with its line feed
    public void append(Path file, String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        roomFor(file, bytes.length);
        boolean fresh = !Files.exists(file);
        fault.before("append", file);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            long end = endOfLines(open);
            if (end < open.length()) {
                open.setLength(end);
            }
            open.seek(end);
            open.write(bytes);
            force(file, () -> open.getFD().sync());
        }
        if (fresh) {
            fsyncFolder(folderOf(file));
        }
    }

    /// Just behind the last line feed.
    private static long endOfLines(RandomAccessFile file) throws IOException {
        long end = file.length();
        for (; end > 0; end--) {
            file.seek(end - 1);
            if (file.read() == '\n') {
                break;
            }
        }
        return end;
    }

    /// Deletes a file that may be there.
    public void delete(Path file) throws IOException {
        fault.before("delete", file);
        Files.deleteIfExists(file);
    }

    /// Length and checksum of a file, read in constant memory.
    public static Written read(Path file) throws IOException {
        var crc = new CRC32();
        long bytes = 0;
        var buffer = ByteBuffer.allocateDirect(READ_BYTES);
        try (var channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                bytes += buffer.flip().remaining();
                crc.update(buffer);
                buffer.clear();
            }
        }
        return new Written(bytes, crc.getValue());
    }

    /// Bytes that [#part] would still accept below a folder, which need not exist yet.
    public static long room(Path folder) throws IOException {
        return Math.max(0, Files.getFileStore(existing(folder)).getUsableSpace() - RESERVE_BYTES);
    }

    /// Whether files can be made below a folder, which need not exist yet.
    public static boolean isWritable(Path folder) {
        return Files.isWritable(existing(folder));
    }

    /// The folder itself, or the nearest one above it that is there.
    public static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /// For operations of this room that are not whole files.
    void before(String operation, Path file) throws IOException {
        fault.before(operation, file);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void copy(Path existing, Path file) throws IOException {
        write(file, file, Files.size(existing), sink -> {
            var buffer = ByteBuffer.allocateDirect(READ_BYTES);
            try (var channel = FileChannel.open(existing)) {
                while (channel.read(buffer) >= 0) {
                    sink.write(buffer.flip());
                    buffer.clear();
                }
            }
        });
    }

    private void fsyncFolder(Path folder) throws IOException {
        force(folder, () -> {
            try (var channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        });
    }

    /// What an fsync is.
    @FunctionalInterface
    interface Sync {
        void run() throws IOException;
    }

    /// An fsync, unless files here are fleeting.
    void force(Path file, Sync sync) throws IOException {
        if (durable) {
            fault.before("fsync", file);
            sync.run();
        }
    }

    private static void roomFor(Path file, long bytes) throws IOException {
        long free = freeBytes(file);
        if (free < bytes + RESERVE_BYTES) {
            throw new IOException("the disk is full: %d MB are wanted and %d MB kept free"
                    .formatted(1 + (bytes >> 20), RESERVE_BYTES >> 20));
        }
    }

    private static long freeBytes(Path file) throws IOException {
        return Files.getFileStore(folderOf(file)).getUsableSpace();
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is not a file in a folder");
        }
        return parent;
    }
}
