package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Two names of one file system that change places in one step: renameat2(2) with `RENAME_EXCHANGE`.
public final class Swap {

    private static final int AT_FDCWD = -100;
    private static final int RENAME_EXCHANGE = 2;

    private Swap() {}

    /// Bound when it is first wanted: older C libraries do not have the function.
    private static final class Bound {

        private static final MethodHandle RENAMEAT2 = Libc.withErrno("renameat2",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    }

    /// Gives each the name of the other, whatever they are.
    ///
    /// @return false when kernel, C library or file system cannot; nothing has changed then
    /// @throws IOException the message names both and the system's reason
    public static boolean of(Path one, Path other) throws IOException {
        if (!Libc.isHere() || !Libc.has("renameat2")) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int done = (int) Bound.RENAMEAT2.invokeExact(state, AT_FDCWD,
                    arena.allocateFrom(one.toString()),
                    AT_FDCWD, arena.allocateFrom(other.toString()), RENAME_EXCHANGE);
            return done == 0 || answer(Libc.errno(state), one, other);
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("renameat2", t);
        }
    }

    private static boolean answer(int errno, Path one, Path other) throws IOException {
        return switch (errno) {
            case Libc.EINVAL, Libc.ENOSYS, Libc.EOPNOTSUPP -> false;
            default -> throw Libc.failure(one + " <-> " + other, errno);
        };
    }
}
