package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.CRC32;

/// What the headers of a library's masters said when they were last read: `ops/catalogue.cache`, so that ten thousand
/// masters are listed without opening ten thousand files. It may be deleted at any time.
///
/// It is never trusted over a file: a record counts only for a file of the same path, size, time of change and inode,
/// and not for one so young that it could have been changed again within the same tick of the clock. A file that is
/// damaged, of another version or not readable is as good as none; one that cannot be written is not written.
///
/// ```
/// "DBXCATLG" | layout u32 | texts | records u32 | { evening, name, stamp, length, master } … | CRC-32 of all before
/// ```
final class CatalogueCache {

    private static final long MAGIC = 0x4442_5843_4154_4C47L;
    /// A file must be older than the cache by more than this for its record to count. Source: FAT, the coarsest clock
    /// of a file system, ticks every 2 s.
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int LARGEST_BYTES = 1 << 28;

    private final Map<String, Map<String, Held>> held = new HashMap<>();
    private final ByteBuffer bytes;
    private final EntryBytes entries;
    private final long newestNanos;

    private record Held(Stamp stamp, int position) {}

    /// A master and what its file was when it was read.
    record Known(MasterEntry master, Stamp stamp) {}

    private CatalogueCache(ByteBuffer bytes, EntryBytes entries, long newestNanos) {
        this.bytes = bytes;
        this.entries = entries;
        this.newestNanos = newestNanos;
    }

    /// Nothing is known.
    static CatalogueCache empty() {
        return new CatalogueCache(ByteBuffer.allocate(0), new EntryBytes(new WordTable()), Long.MIN_VALUE);
    }

    /// What the file holds; nothing if there is none that can be used.
    static CatalogueCache read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
                return empty();
            }
            long made = Stamp.of(file).modifiedNanos();
            byte[] bytes = Files.readAllBytes(file);
            return isWhole(bytes) ? read(ByteBuffer.wrap(bytes), made - TICK_NANOS) : empty();
        } catch (IOException | BufferUnderflowException | IndexOutOfBoundsException
                | IllegalArgumentException _) {
            return empty();
        }
    }

    private static boolean isWhole(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int end = file.length - Integer.BYTES;
        if (end < Long.BYTES + Integer.BYTES || bytes.getLong(0) != MAGIC
                || bytes.getInt(Long.BYTES) != EntryBytes.LAYOUT) {
            return false;
        }
        var crc = new CRC32();
        crc.update(file, 0, end);
        return (int) crc.getValue() == bytes.getInt(end);
    }

    private static CatalogueCache read(ByteBuffer bytes, long newestNanos) {
        bytes.position(Long.BYTES + Integer.BYTES);
        WordTable words = WordTable.read(bytes);
        var cache = new CatalogueCache(bytes, new EntryBytes(words), newestNanos);
        for (int left = bytes.getInt(); left > 0; left--) {
            String evening = words.word(bytes.getInt());
            String name = words.word(bytes.getInt());
            var stamp = new Stamp(bytes.getLong(), bytes.getLong(), bytes.getLong());
            int length = bytes.getInt();
            cache.held.computeIfAbsent(evening, _ -> new HashMap<>()).put(name,
                    new Held(stamp, bytes.position()));
            bytes.position(bytes.position() + length);
        }
        return cache;
    }

    /// The master in a file, if it is known and the file is as it was.
    ///
    /// @param epochs by id
    Optional<MasterEntry> find(DatedFolder folder, String name, Stamp now,
            Function<String, CameraEpoch> epochs) {
        Held known = held.getOrDefault(String.valueOf(folder.folder().getFileName()), Map.of()).get(name);
        if (known == null || !known.stamp().equals(now) || now.modifiedNanos() >= newestNanos) {
            return Optional.empty();
        }
        bytes.position(known.position());
        return Optional.of(entries.read(bytes, folder, name, epochs));
    }

    /// How many masters are known, whether or not their files are as they were.
    int size() {
        return held.values().stream().mapToInt(Map::size).sum();
    }

    /// Replaces the file in one step. Not durable: what a power cut takes is read again from the masters.
    static void write(Path file, List<Known> masters) {
        Path part = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().threadId() + ".part");
        try {
            Files.write(part, bytes(masters), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException _) {
            forget(part);
        }
    }

    private static void forget(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // a library that cannot be written is read without a cache
        }
    }

    private static byte[] bytes(List<Known> masters) throws IOException {
        var words = new WordTable();
        var entries = new EntryBytes(words);
        var records = new ByteArrayOutputStream();
        var to = new DataOutputStream(records);
        for (Known known : masters) {
            var record = new ByteArrayOutputStream();
            entries.write(new DataOutputStream(record), known.master());
            to.writeInt(words.number(known.master().evening().toString()));
            to.writeInt(words.number(known.master().files().name() + ".fit"));
            to.writeLong(known.stamp().bytes());
            to.writeLong(known.stamp().modifiedNanos());
            to.writeLong(known.stamp().inode());
            to.writeInt(record.size());
            record.writeTo(to);
        }
        var file = new ByteArrayOutputStream();
        var whole = new DataOutputStream(file);
        whole.writeLong(MAGIC);
        whole.writeInt(EntryBytes.LAYOUT);
        words.write(whole);
        whole.writeInt(masters.size());
        records.writeTo(whole);
        var crc = new CRC32();
        crc.update(file.toByteArray());
        whole.writeInt((int) crc.getValue());
        return file.toByteArray();
    }
}
