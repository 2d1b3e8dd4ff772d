package dev.darkbox.frame;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An append-only text file of lines that survive a power cut, or are known not to have.
///
/// Each is a [CheckedLine]. A line is there when it ends and its CRC fits; a torn last line is cut off at the next
/// opening.
///
/// Threading: one thread at a time. An interrupt does not cut a line, because the end of an aborted run must be written
/// too: a `FileChannel` would close itself.
final class Journal implements Closeable {

    private final Path file;
    private final Disk disk;
    private final RandomAccessFile bytes;
    private long length;
    private boolean torn;

    /// What a journal holds.
    ///
    /// @param lines the good lines, in order, each a list of fields
    /// @param goodBytes length up to the end of the last good line
    /// @param damaged numbers of the lines before that whose CRC is wrong, from 1
    record Content(List<List<String>> lines, long goodBytes, List<Integer> damaged) {}

    private Journal(Path file, Disk disk, RandomAccessFile bytes, long length, boolean torn) {
        this.file = file;
        this.disk = disk;
        this.bytes = bytes;
        this.length = length;
        this.torn = torn;
    }

    /// Makes a journal whose first line is durable, or none.
    ///
    /// @throws IOException also when the file exists
    static Journal create(Path file, Disk disk, List<String> first) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists: a run's name is used once");
        }
        byte[] line = line(first);
        disk.part(file, line.length, sink -> sink.write(ByteBuffer.wrap(line)));
        disk.publish(file);
        return open(file, disk, line.length);
    }

    /// Opens a journal to go on with; what follows `goodBytes` is cut off before the next line.
    ///
    /// @throws IOException also when another process has it open
    static Journal open(Path file, Disk disk, long goodBytes) throws IOException {
        disk.before("open", file);
        if (!Files.exists(file)) {
            throw new IOException(file + " is not there");
        }
        var bytes = new RandomAccessFile(file.toFile(), "rw");
        try {
            if (bytes.getChannel().tryLock() == null) {
                throw new IOException(file + " is in use by another process");
            }
            var journal = new Journal(file, disk, bytes, goodBytes, bytes.length() != goodBytes);
            journal.mend();
            return journal;
        } catch (OverlappingFileLockException e) {
            bytes.close();
            throw new IOException(file + " is in use by another run", e);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /// Reads what is there; writes nothing.
    static Content read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        var lines = new ArrayList<List<String>>();
        var damaged = new ArrayList<Integer>();
        int good = 0;
        int damagedBefore = 0;
        int number = 0;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            number++;
            String text = new String(bytes, start, i - start, StandardCharsets.UTF_8);
            Optional<List<String>> fields = CheckedLine.read(text);
            if (fields.isPresent()) {
                lines.add(fields.get());
                good = i + 1;
                damagedBefore = damaged.size();
            } else {
                damaged.add(number);
            }
            start = i + 1;
        }
        return new Content(List.copyOf(lines), good, List.copyOf(damaged.subList(0, damagedBefore)));
    }

    /// Appends one line and its fsync. If this throws, the line may or may not be there; the next append, or
    /// [#mend], takes it away.
    void append(List<String> fields) throws IOException {
        mend();
        byte[] line = line(fields);
        torn = true;
        disk.before("append", file);
        bytes.seek(length);
        bytes.write(line);
        disk.force(file, () -> bytes.getFD().sync());
        length += line.length;
        torn = false;
    }

    /// Cuts off what a failed append may have left.
    void mend() throws IOException {
        if (torn) {
            disk.before("truncate", file);
            bytes.setLength(length);
            disk.force(file, () -> bytes.getFD().sync());
            torn = false;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private static byte[] line(List<String> fields) {
        return (CheckedLine.write(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
