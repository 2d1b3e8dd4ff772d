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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A server at an abstract address that sends memory along with bytes: the other end of a [LocalSocket], for tests.
///
/// Threading: each connection is used by one reader and one sender.
public final class SharingPeer implements AutoCloseable {

    private static final MethodHandle SOCKET = Libc.withErrno("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = Libc.withErrno("bind",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN = Libc.withErrno("listen",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT = Libc.withErrno("accept4",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle MEMFD = Libc.withErrno("memfd_create",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle TRUNCATE = Libc.withErrno("ftruncate",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle WRITE = Libc.withErrno("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle RECV = Libc.withErrno("recv",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SENDMSG = Libc.withErrno("sendmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN = Libc.plain("shutdown",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static final int STREAM_CLOEXEC = 1 | 0x80000;
    private static final int NO_SIGNAL = 0x4000;

    private final Descriptor listener;

    /// A descriptor that is closed when nobody uses it any more: its number may be somebody else's the moment after.
    private static final class Descriptor {

        private final int number;
        private int users;
        private boolean closed;

        Descriptor(int number) {
            this.number = number;
        }

        synchronized int enter() throws IOException {
            if (closed) {
                throw new IOException("closed");
            }
            users++;
            return number;
        }

        synchronized void leave() {
            users--;
            if (closed && users == 0) {
                SharingPeer.close(number);
            }
        }

        /// Whoever waits for something on it comes back.
        synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            try {
                int _ = (int) SHUTDOWN.invokeExact(number, 2);
            } catch (Throwable t) {
                throw new AssertionError("shutdown", t);
            }
            if (users == 0) {
                SharingPeer.close(number);
            }
        }
    }

    /// @param name of the abstract address, without its NUL
    public SharingPeer(String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            MemorySegment address = arena.allocate(110, 2);
            address.set(JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 3, path.length);
            int socket = checked("socket", (int) SOCKET.invokeExact(state, 1, STREAM_CLOEXEC, 0), state);
            checked("bind", (int) BIND.invokeExact(state, socket, address, 3 + path.length), state);
            checked("listen", (int) LISTEN.invokeExact(state, socket, 8), state);
            listener = new Descriptor(socket);
        } catch (Throwable t) {
            throw failure(t);
        }
    }

    /// Waits for a client.
    ///
    /// @throws IOException once this is closed
    public Connection accept() throws IOException {
        int socket = listener.enter();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            return new Connection(checked("accept", (int) ACCEPT.invokeExact(
                    state, socket, MemorySegment.NULL, MemorySegment.NULL, 0x80000), state));
        } catch (Throwable t) {
            throw failure(t);
        } finally {
            listener.leave();
        }
    }

    /// Memory with this content, as a descriptor that the caller closes with [#close(int)].
    public static int memory(byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int fd = checked("memfd_create", (int) MEMFD.invokeExact(state, arena.allocateFrom("frame"), 1),
                    state);
            MemorySegment from = arena.allocateFrom(JAVA_BYTE, content);
            for (long done = 0; done < content.length;) {
                long n = (long) WRITE.invokeExact(state, fd, from.asSlice(done), content.length - done);
                done += checked("write", Math.toIntExact(n), state);
            }
            return fd;
        } catch (Throwable t) {
            throw failure(t);
        }
    }

    /// Makes memory shorter or longer.
    public static void resize(int fd, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            checked("ftruncate", (int) TRUNCATE.invokeExact(state, fd, bytes), state);
        } catch (Throwable t) {
            throw failure(t);
        }
    }

    public static void close(int fd) {
        try {
            int _ = (int) CLOSE.invokeExact(fd);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
    }

    @Override
    public void close() {
        listener.close();
    }

    /// One client.
    public static final class Connection implements AutoCloseable {

        private final Descriptor socket;

        Connection(int socket) {
            this.socket = new Descriptor(socket);
        }

        /// Waits for bytes.
        ///
        /// @return -1 at the end
        public int read(byte[] into) throws IOException {
            int from = socket.enter();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(Libc.STATE);
                MemorySegment to = arena.allocate(into.length);
                int n = checked("recv", Math.toIntExact(
                        (long) RECV.invokeExact(state, from, to, (long) into.length, 0)), state);
                MemorySegment.copy(to, JAVA_BYTE, 0, into, 0, n);
                return n == 0 ? -1 : n;
            } catch (Throwable t) {
                throw failure(t);
            } finally {
                socket.leave();
            }
        }

        /// Sends all bytes, and the memory behind these descriptors along with the first of them.
        public synchronized void send(byte[] bytes, int... descriptors) throws IOException {
            int done = sendSome(bytes, descriptors);
            while (done < bytes.length) {
                done += sendSome(Arrays.copyOfRange(bytes, done, bytes.length));
            }
        }

        private int sendSome(byte[] bytes, int... descriptors) throws IOException {
            int to = socket.enter();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(Libc.STATE);
                MemorySegment vector = arena.allocate(16, 8);
                vector.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, bytes));
                vector.set(JAVA_LONG, 8, bytes.length);
                MemorySegment header = arena.allocate(56, 8);
                header.set(ADDRESS, 16, vector);
                header.set(JAVA_LONG, 24, 1);
                if (descriptors.length > 0) {
                    long length = 16 + 4L * descriptors.length;
                    MemorySegment control = arena.allocate(length + 7 & ~7L, 8);
                    control.set(JAVA_LONG, 0, length);
                    control.set(JAVA_INT, 8, 1);
                    control.set(JAVA_INT, 12, 1);
                    MemorySegment.copy(descriptors, 0, control, JAVA_INT, 16, descriptors.length);
                    header.set(ADDRESS, 32, control);
                    header.set(JAVA_LONG, 40, control.byteSize());
                }
                return checked("sendmsg", Math.toIntExact(
                        (long) SENDMSG.invokeExact(state, to, header, NO_SIGNAL)), state);
            } catch (Throwable t) {
                throw failure(t);
            } finally {
                socket.leave();
            }
        }

        /// Ends the stream; whoever reads here comes back.
        @Override
        public void close() {
            socket.close();
        }
    }

    private static int checked(String what, int result, MemorySegment state) throws IOException {
        if (result < 0) {
            throw Libc.failure(what, Libc.errno(state));
        }
        return result;
    }

    private static IOException failure(Throwable t) {
        return t instanceof IOException e ? e : new IOException(t);
    }
}
