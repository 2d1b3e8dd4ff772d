package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Memory of another process, known by a descriptor that came over a [LocalSocket]: fstat(2), mmap(2), munmap(2).
///
/// It is looked at through one window at a time, so that however large it is, no more of it counts as resident here.
/// Its owner may make it smaller while it is looked at. Reading what is then no longer there is an `InternalError`,
/// not the end of the process.
///
/// Threading: adopted and closed by any thread; windows are opened, read and closed by one.
public final class SharedMemory implements AutoCloseable {

    private static final MethodHandle FSTAT = Libc.withErrno("fstat",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle MMAP = Libc.withErrno("mmap",
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = Libc.plain("munmap",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /// `struct stat` is 144 bytes on x86-64 and 128 on aarch64; `st_size` is at 48 on both.
    private static final int STAT_BYTES = 144;
    private static final int ST_SIZE = 48;
    private static final int PROT_READ = 1;
    /// `MAP_SHARED | MAP_POPULATE`: one call brings the whole window in, instead of a fault for every few pages.
    private static final int SHARED_POPULATED = 1 | 0x8000;
    private static final long MAP_FAILED = -1;

    private final int descriptor;
    private Optional<Window> open = Optional.empty();
    private boolean closed;

    private SharedMemory(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Takes a descriptor over: it is closed with this.
    public static SharedMemory adopt(int descriptor) {
        return new SharedMemory(descriptor);
    }

    /// Its size now.
    public long bytes() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            MemorySegment stat = arena.allocate(STAT_BYTES, 8);
            if ((int) FSTAT.invokeExact(state, descriptor, stat) != 0) {
                throw Libc.failure("shared memory has no size", Libc.errno(state));
            }
            return stat.get(JAVA_LONG, ST_SIZE);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("fstat", t);
        }
    }

    /// Looks at a part of it. The window opened before is closed.
    ///
    /// @param offset a multiple of 64 KiB, which every page size divides
    /// @param bytes at least 1; all of them must be within [#bytes]
    /// @return read-only; valid until the next window or [#close], for this thread
    public MemorySegment window(long offset, long bytes) throws IOException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        unmap();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            MemorySegment at = (MemorySegment) MMAP.invokeExact(
                    state, MemorySegment.NULL, bytes, PROT_READ, SHARED_POPULATED, descriptor, offset);
            if (at.address() == MAP_FAILED) {
                throw Libc.failure("shared memory cannot be mapped", Libc.errno(state));
            }
            var window = new Window(at.address(), bytes);
            open = Optional.of(window);
            return at.reinterpret(bytes, window.scope, null).asReadOnly();
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("mmap", t);
        }
    }

    private void unmap() {
        open.ifPresent(Window::close);
        open = Optional.empty();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        unmap();
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
    }

    private static final class Window {

        private final Arena scope = Arena.ofConfined();
        private final long address;
        private final long bytes;

        Window(long address, long bytes) {
            this.address = address;
            this.bytes = bytes;
        }

        void close() {
            scope.close();
            try {
                int _ = (int) MUNMAP.invokeExact(MemorySegment.ofAddress(address), bytes);
            } catch (Throwable t) {
                throw new AssertionError("munmap", t);
            }
        }
    }
}
