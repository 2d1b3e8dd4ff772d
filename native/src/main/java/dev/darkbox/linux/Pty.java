package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.time.Duration;

/// A pseudo-terminal, pty(7), from its master's side: posix_openpt(3), grantpt(3), unlockpt(3), ptsname_r(3),
/// cfmakeraw(3), poll(2), read(2), write(2). Whoever opens [#slave] believes it to be a serial port; it has no modem lines.
///
/// Raw: bytes pass as they are, and nothing is echoed. Nothing here waits but [#await].
///
/// Threading: for one thread.
public final class Pty implements AutoCloseable {

    /// `O_RDWR | O_NOCTTY`.
    private static final int TERMINAL = 2 | 0x100;
    /// The same with `O_NONBLOCK | O_CLOEXEC`.
    private static final int MASTER = TERMINAL | 0x800 | 0x80000;
    private static final int SLAVE = TERMINAL | 0x80000;
    private static final int TCSANOW = 0;
    private static final int EIO = 5;
    private static final short POLLIN = 1;
    /// `struct termios` has 60 bytes on x86-64 and aarch64.
    private static final int TERMIOS_BYTES = 64;
    private static final int NAME_BYTES = 128;
    /// More than the kernel's buffer for one direction.
    private static final int MOST_BYTES = 8192;

    private static final MethodHandle OPENPT = Libc.withErrno("posix_openpt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GRANTPT = Libc.withErrno("grantpt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCKPT = Libc.withErrno("unlockpt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    /// Returns the error's number, unlike the others.
    private static final MethodHandle PTSNAME = Libc.plain("ptsname_r",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle TCGETATTR = Libc.withErrno("tcgetattr",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle TCSETATTR = Libc.withErrno("tcsetattr",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CFMAKERAW = Libc.plain("cfmakeraw",
            FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle OPEN = Libc.variadicWithErrno("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle POLL = Libc.withErrno("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ = Libc.withErrno("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = Libc.withErrno("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Libc.STATE);
    private final MemorySegment buffer = arena.allocate(MOST_BYTES, 8);
    private final MemorySegment polled = arena.allocate(8, 4);
    private final int master;
    private final Path slave;
    private boolean closed;

    /// What a wait ended with.
    public enum Look {
        /// There is something to read.
        BYTES,
        /// Somebody has the slave open, and nothing came in time.
        QUIET,
        /// Nobody has the slave open: the wait ended at once.
        NOBODY
    }

    private Pty() throws Throwable {
        boolean whole = false;
        int fd = -1;
        try {
            fd = (int) OPENPT.invokeExact(state, MASTER);
            check(fd, "posix_openpt");
            check((int) GRANTPT.invokeExact(state, fd), "grantpt");
            check((int) UNLOCKPT.invokeExact(state, fd), "unlockpt");
            MemorySegment name = arena.allocate(NAME_BYTES);
            int failed = (int) PTSNAME.invokeExact(fd, name, (long) NAME_BYTES);
            if (failed != 0) {
                throw Libc.failure("pseudo-terminal: ptsname_r", failed);
            }
            MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
            check((int) TCGETATTR.invokeExact(state, fd, termios), "tcgetattr");
            CFMAKERAW.invokeExact(termios);
            check((int) TCSETATTR.invokeExact(state, fd, TCSANOW, termios), "tcsetattr");
            // until the slave was open once, the kernel does not tell that nobody has it open
            int once = (int) OPEN.invokeExact(state, name, SLAVE);
            check(once, "open");
            int _ = (int) CLOSE.invokeExact(once);
            slave = Path.of(name.getString(0));
            master = fd;
            whole = true;
        } finally {
            if (!whole) {
                if (fd >= 0) {
                    int _ = (int) CLOSE.invokeExact(fd);
                }
                arena.close();
            }
        }
    }

    /// Makes a pair; nobody has the slave open yet.
    ///
    /// @throws IOException there are no pseudo-terminals, or none left; the message names the call and the system's reason
    public static Pty open() throws IOException {
        if (!Libc.isHere()) {
            throw new IOException("pseudo-terminals are for Linux on amd64 and aarch64");
        }
        try {
            return new Pty();
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("pseudo-terminal", t);
        }
    }

    private void check(int result, String call) throws IOException {
        if (result < 0) {
            throw Libc.failure("pseudo-terminal: " + call, Libc.errno(state));
        }
    }

    /// The other side, e.g. `/dev/pts/7`. It vanishes when this is closed.
    public Path slave() {
        return slave;
    }

    /// Waits for bytes.
    ///
    /// @param limit how long at most; zero looks once
    public Look await(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                polled.set(JAVA_INT, 0, open(master));
                polled.set(JAVA_SHORT, 4, POLLIN);
                polled.set(JAVA_SHORT, 6, (short) 0);
                long millis = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
                int ready = (int) POLL.invokeExact(state, polled, 1L,
                        (int) Math.min(millis, Integer.MAX_VALUE));
                if (ready > 0) {
                    return (polled.get(JAVA_SHORT, 6) & POLLIN) != 0 ? Look.BYTES : Look.NOBODY;
                }
                if (ready == 0 && System.nanoTime() >= deadline) {
                    return Look.QUIET;
                }
                if (ready < 0 && Libc.errno(state) != Libc.EINTR) {
                    throw failure("poll");
                }
            }
        } catch (IOException | IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("poll", t);
        }
    }

    /// Takes what the slave's side has written.
    ///
    /// @return bytes read; 0 when there are none; -1 when there are none and nobody has the slave open
    public int read(byte[] into) throws IOException {
        try {
            long n = (long) READ.invokeExact(state, open(master), buffer,
                    (long) Math.min(into.length, MOST_BYTES));
            if (n >= 0) {
                MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) n);
                return (int) n;
            }
            return switch (Libc.errno(state)) {
                case Libc.EAGAIN, Libc.EINTR -> 0;
                case EIO -> -1;
                default -> throw failure("read");
            };
        } catch (IOException | IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("read", t);
        }
    }

    /// Gives the slave's side as many of these bytes as there is room for.
    ///
    /// @return bytes taken; 0 when there is no room
    public int write(byte[] bytes) throws IOException {
        try {
            int length = Math.min(bytes.length, MOST_BYTES);
            MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, length);
            long n = (long) WRITE.invokeExact(state, open(master), buffer, (long) length);
            if (n >= 0) {
                return (int) n;
            }
            return switch (Libc.errno(state)) {
                case Libc.EAGAIN, Libc.EINTR -> 0;
                default -> throw failure("write");
            };
        } catch (IOException | IllegalStateException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("write", t);
        }
    }

    private int open(int descriptor) {
        if (closed) {
            throw new IllegalStateException(slave + " is closed");
        }
        return descriptor;
    }

    private IOException failure(String call) {
        return Libc.failure(slave + ": " + call, Libc.errno(state));
    }

    /// Hangs up: the slave's name is gone, and whoever has it open is told that the line is lost.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            int _ = (int) CLOSE.invokeExact(master);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
        arena.close();
    }
}
