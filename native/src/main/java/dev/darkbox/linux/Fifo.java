package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A named pipe, as fifo(7) has it: mkfifo(3), and a line into one without ever waiting for its reader.
public final class Fifo {

    /// `PIPE_BUF`, pipe(7): what is no longer than this goes in whole or not at all.
    private static final int WHOLE_BYTES = 4096;
    /// `O_WRONLY | O_NONBLOCK | O_CLOEXEC`, open(2).
    private static final int WRITE_AT_ONCE = 1 | 0x800 | 0x80000;
    private static final int ENXIO = 6;

    private static final MethodHandle OPEN = Libc.variadicWithErrno("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle WRITE = Libc.withErrno("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MKFIFO = Libc.withErrno("mkfifo",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private Fifo() {}

    /// Nobody has the FIFO open for reading: its reader is gone, or opens it anew, as some do after each writer.
    public static final class NoReader extends IOException {

        private static final long serialVersionUID = 1;

        private NoReader(Path path) {
            super(path + ": nobody reads it");
        }
    }

    /// Makes one for its owner alone.
    ///
    /// @throws IOException the message names the path and the system's reason
    public static void make(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int made = (int) MKFIFO.invokeExact(state, arena.allocateFrom(path.toString()), 0600);
            if (made != 0) {
                throw failure(path, Libc.errno(state));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("mkfifo", t);
        }
    }

    /// Writes a line, at once and whole.
    ///
    /// @param text at most 4,096 bytes
    /// @throws NoReader nobody reads it at this moment
    /// @throws IOException it is no FIFO, or its reader is far behind; the message says which
    public static void write(Path path, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > WHOLE_BYTES) {
            throw new IOException(path + ": " + bytes.length + " bytes, at most " + WHOLE_BYTES);
        }
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path)) {
            throw new IOException(path + ": not a FIFO");
        }
        try (Arena arena = Arena.ofConfined()) {
            write(path, arena.allocateFrom(JAVA_BYTE, bytes), arena);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("write", t);
        }
    }

    private static void write(Path path, MemorySegment bytes, Arena arena) throws Throwable {
        MemorySegment state = arena.allocate(Libc.STATE);
        int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path.toString()), WRITE_AT_ONCE, 0);
        if (fd < 0) {
            throw failure(path, Libc.errno(state));
        }
        long written = (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize());
        int errno = Libc.errno(state);
        int closed = (int) CLOSE.invokeExact(fd);
        if (written != bytes.byteSize() || closed != 0) {
            throw failure(path, errno);
        }
    }

    private static IOException failure(Path path, int errno) {
        return switch (errno) {
            case ENXIO -> new NoReader(path);
            case Libc.EAGAIN -> new IOException(path + ": its reader is far behind");
            default -> Libc.failure(path.toString(), errno);
        };
    }
}
