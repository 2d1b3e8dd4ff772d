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
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A stream to a server on this machine that listens at an abstract address (unix(7)), over which memory may come
/// along: socket(2), connect(2), poll(2), recvmsg(2), send(2). The JDK's Unix sockets know no abstract addresses and
/// receive no descriptors.
///
/// Layouts are those of `msghdr`, `iovec` and `cmsghdr` on 64-bit Linux, the same on x86-64 and aarch64.
///
/// Threading: one thread receives, any others send; closing is safe at any time and ends the calls in progress.
public final class LocalSocket implements AutoCloseable {

    /// What `sun_path` holds, its leading NUL left out.
    public static final int LONGEST_NAME_BYTES = 107;
    /// Most bytes one [#receive] brings.
    public static final int MOST_BYTES = 64 << 10;
    /// Most descriptors one [#receive] can bring; what comes beyond is an error.
    public static final int MOST_DESCRIPTORS = 16;

    private static final int AF_UNIX = 1;
    /// `SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC`.
    private static final int STREAM = 1 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_PEERCRED = 17;
    private static final int MSG_CTRUNC = 8;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int SHUT_RDWR = 2;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    /// `msghdr`: name 0, namelen 8, iov 16, iovlen 24, control 32, controllen 40, flags 48.
    private static final int MSGHDR_BYTES = 56;
    /// `cmsghdr`: len 0, level 8, type 12, data from 16 on, aligned to 8.
    private static final int CMSG_HEAD = 16;
    private static final int CONTROL_BYTES = CMSG_HEAD + 4 * MOST_DESCRIPTORS;

    private static final MethodHandle SOCKET = Libc.withErrno("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT = Libc.withErrno("connect",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle POLL = Libc.withErrno("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECVMSG = Libc.withErrno("recvmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND = Libc.withErrno("send",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETSOCKOPT = Libc.withErrno("getsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SHUTDOWN = Libc.plain("shutdown",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final String name;
    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(Libc.STATE);
    private final MemorySegment buffer = arena.allocate(MOST_BYTES, 64);
    private final MemorySegment vector = arena.allocate(16, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final MemorySegment header = arena.allocate(MSGHDR_BYTES, 8);
    private final Object sending = new Object();
    private int calls;
    private boolean closed;

    private LocalSocket(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /// Connects to whoever listens at an abstract address. Does not wait: a server that is too busy to accept is
    /// refused like one that is not there.
    ///
    /// @param name without the leading NUL, e.g. `/tmp/indiserver`; 1..[#LONGEST_NAME_BYTES] bytes
    /// @throws IOException nobody listens, or this is not a Linux whose layouts are known
    public static LocalSocket connect(String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > LONGEST_NAME_BYTES) {
            throw new IOException(
                    "local socket \"" + name + "\": a name has 1.." + LONGEST_NAME_BYTES + " bytes");
        }
        if (!Libc.isHere()) {
            throw new IOException("local sockets are for Linux on amd64 and aarch64");
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = scratch.allocate(Libc.STATE);
            MemorySegment address = scratch.allocate(3 + LONGEST_NAME_BYTES, 2);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 3, path.length);
            int fd = (int) SOCKET.invokeExact(state, AF_UNIX, STREAM, 0);
            if (fd < 0) {
                throw Libc.failure("local socket " + name, Libc.errno(state));
            }
            // the length says where the name ends: there is no NUL behind it
            if ((int) CONNECT.invokeExact(state, fd, address, 3 + path.length) != 0) {
                int errno = Libc.errno(state);
                int _ = (int) CLOSE.invokeExact(fd);
                throw Libc.failure("local socket " + name, errno);
            }
            return new LocalSocket(name, fd);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("connect", t);
        }
    }

    /// The user the server runs as.
    public int peerUserId() throws IOException {
        if (!enter()) {
            throw closed();
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment errno = scratch.allocate(Libc.STATE);
            MemorySegment credentials = scratch.allocate(12, 4); // pid, uid, gid
            MemorySegment length = scratch.allocateFrom(JAVA_INT, 12);
            if ((int) GETSOCKOPT.invokeExact(errno, descriptor, SOL_SOCKET, SO_PEERCRED, credentials,
                    length) != 0) {
                throw failure(errno);
            }
            return credentials.get(JAVA_INT, 4);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("getsockopt", t);
        } finally {
            leave();
        }
    }

    /// Waits for bytes and takes what is there.
    ///
    /// @param into takes up to [#MOST_BYTES]
    /// @param limit how long to wait; zero looks once
    /// @param memory is given what came along with these bytes, in its order, and owns it
    /// @return bytes read, at least 1; -1 at the end of the stream and once this is closed
    /// @throws SocketTimeoutException nothing came
    /// @throws IOException the connection broke, or more descriptors came than there was room for
    public int receive(byte[] into, Duration limit, Consumer<SharedMemory> memory) throws IOException {
        if (!enter()) {
            return -1;
        }
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            while (true) {
                vector.set(ADDRESS, 0, buffer);
                vector.set(JAVA_LONG, 8, Math.min(into.length, MOST_BYTES));
                header.fill((byte) 0);
                header.set(ADDRESS, 16, vector);
                header.set(JAVA_LONG, 24, 1);
                header.set(ADDRESS, 32, control);
                header.set(JAVA_LONG, 40, CONTROL_BYTES);
                long n = (long) RECVMSG.invokeExact(state, descriptor, header, MSG_CMSG_CLOEXEC);
                if (n == 0) {
                    return -1;
                }
                if (n > 0) {
                    takeMemory(memory);
                    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) n);
                    return (int) n;
                }
                int errno = Libc.errno(state);
                if (errno == Libc.EAGAIN) {
                    await(POLLIN, deadline);
                } else if (errno != Libc.EINTR) {
                    throw failure(state);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("recvmsg", t);
        } finally {
            leave();
        }
    }

    private void takeMemory(Consumer<SharedMemory> memory) throws IOException {
        List<SharedMemory> came = new ArrayList<>();
        long end = header.get(JAVA_LONG, 40);
        long at = 0;
        while (at + CMSG_HEAD <= end) {
            long length = control.get(JAVA_LONG, at);
            if (length < CMSG_HEAD || at + length > end) {
                break;
            }
            if (control.get(JAVA_INT, at + 8) == SOL_SOCKET && control.get(JAVA_INT, at + 12) == SCM_RIGHTS) {
                for (long data = CMSG_HEAD; data + 4 <= length; data += 4) {
                    came.add(SharedMemory.adopt(control.get(JAVA_INT, at + data)));
                }
            }
            at += length + 7 & ~7L;
        }
        if ((header.get(JAVA_INT, 48) & MSG_CTRUNC) != 0) {
            came.forEach(SharedMemory::close);
            throw new IOException("local socket " + name
                    + ": descriptors were lost on the way (MSG_CTRUNC), more than " + MOST_DESCRIPTORS
                    + " at once or too many open files");
        }
        came.forEach(memory);
    }

    /// Sends all of it.
    ///
    /// @throws SocketTimeoutException the server did not take it in time; some of it may be on its way
    public void send(byte[] bytes, Duration limit) throws IOException {
        if (!enter()) {
            throw closed();
        }
        try (Arena scratch = Arena.ofConfined()) {
            synchronized (sending) {
                MemorySegment errno = scratch.allocate(Libc.STATE);
                MemorySegment text = scratch.allocateFrom(JAVA_BYTE, bytes);
                long deadline = System.nanoTime() + limit.toNanos();
                long sent = 0;
                while (sent < bytes.length) {
                    long n = (long) SEND.invokeExact(
                            errno, descriptor, text.asSlice(sent), bytes.length - sent, MSG_NOSIGNAL);
                    if (n >= 0) {
                        sent += n;
                    } else if (Libc.errno(errno) == Libc.EAGAIN) {
                        await(POLLOUT, deadline);
                    } else if (Libc.errno(errno) != Libc.EINTR) {
                        throw failure(errno);
                    }
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) {
            throw new AssertionError("send", t);
        } finally {
            leave();
        }
    }

    /// Waits until the socket is ready, or something has happened to it that the next call will tell.
    private void await(short events, long deadline) throws Throwable {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment errno = scratch.allocate(Libc.STATE);
            MemorySegment polled = scratch.allocate(8, 4); // fd, events, revents
            polled.set(JAVA_INT, 0, descriptor);
            polled.set(JAVA_SHORT, 4, events);
            while (true) {
                long millis = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
                int ready = (int) POLL.invokeExact(errno, polled, 1L,
                        (int) Math.min(millis, Integer.MAX_VALUE));
                if (ready > 0) {
                    return;
                }
                if (ready == 0 && System.nanoTime() >= deadline) {
                    throw new SocketTimeoutException("local socket " + name + ": nothing happened in time");
                }
                if (ready < 0 && Libc.errno(errno) != Libc.EINTR) {
                    throw failure(errno);
                }
            }
        }
    }

    private IOException failure(MemorySegment errno) {
        return Libc.failure("local socket " + name, Libc.errno(errno));
    }

    private IOException closed() {
        return new IOException("local socket " + name + " is closed");
    }

    private synchronized boolean enter() {
        if (closed) {
            return false;
        }
        calls++;
        return true;
    }

    private void leave() {
        synchronized (this) {
            calls--;
            if (!closed || calls > 0) {
                return;
            }
        }
        release();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (calls > 0) {
                hangUp(); // whoever is in a call comes back now; the last one out closes
                return;
            }
        }
        release();
    }

    private void hangUp() {
        try {
            int _ = (int) SHUTDOWN.invokeExact(descriptor, SHUT_RDWR);
        } catch (Throwable t) {
            throw new AssertionError("shutdown", t);
        }
    }

    private void release() {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
        arena.close();
    }
}
