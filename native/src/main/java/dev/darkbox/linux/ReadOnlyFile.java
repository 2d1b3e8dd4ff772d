package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A file read by position, with a say in what the page cache keeps: open(2), pread(2), posix_fadvise(2).
///
/// Unlike a `FileChannel` it is not closed by interrupting a reader. Any number of threads may read at once;
/// closing while another thread reads is a mistake of the caller.
public final class ReadOnlyFile implements AutoCloseable {

    private static final MethodHandle OPEN = Libc.variadicWithErrno("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle PREAD = Libc.withErrno("pread",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle ADVISE = Libc.plain("posix_fadvise",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int WILL_NEED = 3;
    private static final int DONT_NEED = 4;

    private final Path path;
    private final int descriptor;

    private ReadOnlyFile(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /// Opens a file.
    ///
    /// @throws IOException the message names the file and the system's reason
    public static ReadOnlyFile open(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int descriptor = (int) OPEN.invokeExact(
                    state, arena.allocateFrom(path.toString()), O_RDONLY_CLOEXEC, 0);
            if (descriptor < 0) {
                throw Libc.failure(path + " cannot be opened", Libc.errno(state));
            }
            return new ReadOnlyFile(path, descriptor);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("open", t);
        }
    }

    /// Reads until `into` is full or the file ends.
    ///
    /// @param offset bytes from the start of the file
    /// @return bytes read, less than `into` holds only at the end of the file
    public long read(long offset, MemorySegment into) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            long done = 0;
            while (done < into.byteSize()) {
                long got = (long) PREAD.invokeExact(
                        state, descriptor, into.asSlice(done), into.byteSize() - done, offset + done);
                if (got == 0) {
                    break;
                }
                if (got > 0) {
                    done += got;
                } else if (Libc.errno(state) != Libc.EINTR) {
                    throw Libc.failure(path + " cannot be read", Libc.errno(state));
                }
            }
            return done;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("pread", t);
        }
    }

    /// Asks the kernel to read this range ahead. A hint: it cannot fail in a way that matters.
    public void expect(long offset, long bytes) {
        advise(offset, bytes, WILL_NEED);
    }

    /// Tells the kernel that its cached pages of this range are not needed any more. A hint.
    public void forget(long offset, long bytes) {
        advise(offset, bytes, DONT_NEED);
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
    }

    private void advise(long offset, long bytes, int advice) {
        try {
            int _ = (int) ADVISE.invokeExact(descriptor, offset, bytes, advice);
        } catch (Throwable t) {
            throw new AssertionError("posix_fadvise", t);
        }
    }
}
