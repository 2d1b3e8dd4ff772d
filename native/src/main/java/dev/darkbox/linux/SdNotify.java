package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Tells the service manager how the service is doing, as sd_notify(3) does: one datagram of `NAME=value`
/// lines. The JDK's Unix sockets are streams, hence the three C calls.
///
/// Safe for use from any thread.
public final class SdNotify {

    private static final int AF_UNIX = 1;
    /// `SOCK_DGRAM | SOCK_CLOEXEC`, socket(2).
    private static final int DATAGRAM_CLOEXEC = 2 | 0x80000;
    /// `MSG_NOSIGNAL`, send(2).
    private static final int NO_SIGNAL = 0x4000;
    /// `sun_path` of `sockaddr_un`, unix(7).
    private static final int PATH_BYTES = 108;

    private static final MethodHandle SOCKET = Libc.plain("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SENDTO = Libc.plain("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final byte[] address;

    private SdNotify(byte[] address) {
        this.address = address;
    }

    /// The service manager that started this process, if one did and wants to hear.
    ///
    /// @param environment of the process; `NOTIFY_SOCKET` is a path, or an abstract address after `@`
    public static Optional<SdNotify> of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        byte[] address = socket.getBytes(StandardCharsets.UTF_8);
        boolean usable = address.length > 1 && address.length < PATH_BYTES
                && (address[0] == '/' || address[0] == '@');
        return usable ? Optional.of(new SdNotify(address)) : Optional.empty();
    }

    /// How often the service manager wants a `WATCHDOG=1`: half of what it waits, as sd_watchdog_enabled(3)
    /// advises. Empty when it does not watch this process.
    ///
    /// @param pid of this process
    public static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        if (!micros.matches("[1-9]\\d{0,14}") || !whose.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000 / 2));
    }

    /// Sends a state, e.g. `READY=1` or `STATUS=idle`; several separated by line feeds.
    ///
    /// @return whether the datagram was taken
    public boolean send(String state) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocate(2 + PATH_BYTES, 2);
            to.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(address, 0, to, JAVA_BYTE, 2, address.length);
            if (address[0] == '@') {
                to.set(JAVA_BYTE, 2, (byte) 0);
            }
            MemorySegment text = arena.allocateFrom(JAVA_BYTE, state.getBytes(StandardCharsets.UTF_8));
            return send(text, to);
        }
    }

    private boolean send(MemorySegment text, MemorySegment to) {
        try {
            int fd = (int) SOCKET.invokeExact(AF_UNIX, DATAGRAM_CLOEXEC, 0);
            if (fd < 0) {
                return false;
            }
            long sent = (long) SENDTO.invokeExact(
                    fd, text, text.byteSize(), NO_SIGNAL, to, 2 + address.length);
            int closed = (int) CLOSE.invokeExact(fd);
            return sent == text.byteSize() && closed == 0;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("sd_notify", t);
        }
    }
}
