package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// What the bindings of this room share: how to find a C function and what it left in `errno`.
final class Libc {

    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;

    private static final int SC_PAGESIZE = 30;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    /// What a function bound by [#withErrno] takes as its first argument.
    static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle STRERROR = plain("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    static MethodHandle plain(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /// Whether this machine's C library has a function that not every one has.
    static boolean has(String name) {
        return LINKER.defaultLookup().find(name).isPresent();
    }

    static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE);
    }

    /// The same for a function that takes any number of arguments behind its first `fixed` ones.
    static MethodHandle variadicWithErrno(String name, FunctionDescriptor descriptor, int fixed) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE,
                Linker.Option.firstVariadicArg(fixed));
    }

    /// Size of a memory page: 4096 on x86-64, 4096 or 16384 on a Raspberry Pi.
    static long pageBytes() {
        try {
            return (long) plain("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT))
                    .invokeExact(SC_PAGESIZE);
        } catch (Throwable t) {
            throw new AssertionError("sysconf", t);
        }
    }

    static int errno(MemorySegment state) {
        return state.get(JAVA_INT, ERRNO);
    }

    /// `what: the system's reason`.
    static IOException failure(String what, int errno) {
        try {
            var reason = ((MemorySegment) STRERROR.invokeExact(errno)).reinterpret(256).getString(0);
            return new IOException(what + ": " + reason);
        } catch (Throwable t) {
            throw new AssertionError("strerror", t);
        }
    }

    /// The layouts and constants of this room are those of Linux on 64-bit machines that store the low byte first,
    /// x86-64 and aarch64 alike.
    static boolean isHere() {
        String machine = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").equals("Linux")
                && (machine.equals("amd64") || machine.equals("aarch64"));
    }
}
