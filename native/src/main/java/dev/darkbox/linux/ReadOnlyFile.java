package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file read by position, with a say in what the page cache keeps: open(2), pread(2), posix_fadvise(2), mincore(2)
/// and `O_DIRECT`.
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

    private static final MethodHandle SET_FLAGS = Libc.variadicWithErrno("fcntl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle SEEK = Libc.plain("lseek",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MAP = Libc.plain("mmap",
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle RESIDENT = Libc.plain("mincore",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UNMAP = Libc.plain("munmap",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    /// Around the page cache, places, sizes and memory must be whole multiples of this. Devices ask for 512 or 4096.
    public static final long BLOCK = 4096;

    /// So many places of a file are looked at to tell how much of it is cached.
    public static final int LOOKS = 64;
    private static final int PAGES_A_LOOK = 16;

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int O_DIRECT = System.getProperty("os.arch", "").equals("aarch64")
            ? 0x10000
            : 0x4000;
    private static final int F_SETFL = 4;
    private static final int SEEK_END = 2;
    private static final int PROT_READ = 1;
    private static final int MAP_SHARED = 1;
    private static final int WILL_NEED = 3;
    private static final int DONT_NEED = 4;
    private static final long PAGE = Libc.pageBytes();
    private static final long EIGHT_RESIDENT = 0x0101_0101_0101_0101L;

    /// Each thread's own, as reads are many and short.
    private static final ThreadLocal<MemorySegment> STATE = ThreadLocal
            .withInitial(() -> Arena.ofAuto().allocate(Libc.STATE));

    private final Path path;
    private final int descriptor;
    private volatile boolean direct;

    private ReadOnlyFile(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /// Binds the C functions, which otherwise the first file does: for doing it beside something else.
    public static void bind() {}

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

    /// From now on reads go from the device to the reader's memory and leave the page cache as it is (`O_DIRECT`).
    /// Every [#read] must then begin at a multiple of [#BLOCK] and fill memory that does so too and is whole blocks
    /// long. Where a file system takes the wish and then refuses to read so, reads go through the cache after all.
    ///
    /// @return whether the file system can do that; if not, nothing has changed
    public boolean goAroundCache() {
        direct = setFlags(O_DIRECT);
        return direct;
    }

    /// The kernel's number of the file, for C; good until this is closed.
    public int descriptor() {
        return descriptor;
    }

    /// Whether reads go around the page cache now.
    public boolean goesAroundCache() {
        return direct;
    }

    private void through() {
        direct = false;
        setFlags(0);
    }

    private boolean setFlags(int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            return (int) SET_FLAGS.invokeExact(state, descriptor, F_SETFL, flags) == 0;
        } catch (Throwable t) {
            throw new AssertionError("fcntl", t);
        }
    }

    /// How much of the file the page cache holds, by looks at places spread evenly over it, [#LOOKS] at most: a look at
    /// every page of some hundred large files would take half a second. The kernel tells only who may write the file; for
    /// others, and for what is no ordinary file, the answer is "nothing".
    ///
    /// @return 0 (nothing) .. 1 (all)
    public double cachedShare() {
        if (!Files.isWritable(path)) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            long bytes = size();
            if (bytes <= 0) {
                return 0;
            }
            MemorySegment mapped = (MemorySegment) MAP.invokeExact(
                    MemorySegment.NULL, bytes, PROT_READ, MAP_SHARED, descriptor, 0L);
            if (mapped.address() == -1) {
                return 0;
            }
            double share = residentShare(mapped, (bytes + PAGE - 1) / PAGE, arena.allocate(PAGES_A_LOOK, 8));
            int _ = (int) UNMAP.invokeExact(mapped, bytes);
            return share;
        } catch (Throwable t) {
            throw new AssertionError("mincore", t);
        }
    }

    private static double residentShare(MemorySegment mapped, long pages, MemorySegment marks)
            throws Throwable {
        long looks = Math.min(LOOKS, (pages + PAGES_A_LOOK - 1) / PAGES_A_LOOK);
        long seen = 0;
        long resident = 0;
        for (long look = 0; look < looks; look++) {
            long first = look * pages / looks;
            long count = Math.min(PAGES_A_LOOK, pages - first);
            marks.fill((byte) 0);
            MemorySegment from = MemorySegment.ofAddress(mapped.address() + first * PAGE);
            if ((int) RESIDENT.invokeExact(from, count * PAGE, marks) != 0) {
                return 0;
            }
            seen += count;
            for (long at = 0; at < PAGES_A_LOOK; at += 8) {
                resident += Long.bitCount(marks.get(JAVA_LONG, at) & EIGHT_RESIDENT);
            }
        }
        return (double) resident / seen;
    }

    /// Length of the file now, bytes; -1 where that means nothing.
    public long size() {
        try {
            return (long) SEEK.invokeExact(descriptor, 0L, SEEK_END);
        } catch (Throwable t) {
            throw new AssertionError("lseek", t);
        }
    }

    /// Reads until `into` is full or the file ends.
    ///
    /// @param offset bytes from the start of the file
    /// @return bytes read, less than `into` holds only at the end of the file
    public long read(long offset, MemorySegment into) throws IOException {
        try {
            MemorySegment state = STATE.get();
            long wanted = into.byteSize();
            long done = 0;
            while (done < wanted) {
                MemorySegment rest = done == 0 ? into : into.asSlice(done);
                long got = (long) PREAD.invokeExact(state, descriptor, rest, wanted - done, offset + done);
                if (got == 0) {
                    break;
                }
                if (got > 0) {
                    done += got;
                    if (direct && done % BLOCK != 0) {
                        break; // only the end of the file is not a whole block
                    }
                } else if (direct && Libc.errno(state) == Libc.EINVAL) {
                    through();
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
