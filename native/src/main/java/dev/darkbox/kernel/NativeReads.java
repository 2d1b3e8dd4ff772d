package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Binding of `dbx_read.h`. It has no twin: whoever has none of this reads file by file.
public final class NativeReads {

    private static final Optional<NativeReads> FOUND = KernelLibrary.found().map(NativeReads::new);

    private final MethodHandle readEach;

    private NativeReads(SymbolLookup library) {
        readEach = Linker.nativeLinker().downcallHandle(library.findOrThrow("dbx_read_each"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS,
                        JAVA_LONG));
    }

    /// Those of the library.
    ///
    /// @return empty when there is none for this CPU
    public static Optional<NativeReads> load() {
        return FOUND;
    }

    /// Reads the same stretch of several files.
    ///
    /// @param descriptors `i32[files]`
    /// @param starts `i64[files]`, bytes from the start of each file to where `at` counts from
    /// @param into `byte[files][room]`
    /// @return how many were read whole before the first that was not, whatever the reason
    public int each(MemorySegment descriptors, MemorySegment starts, int files, long at, long bytes,
            MemorySegment into, long room) {
        try {
            return (int) readEach.invokeExact(descriptors, starts, files, at, bytes, into, room);
        } catch (Throwable t) { // a C function throws nothing: reaching here is a bug in this class
            throw new AssertionError("dbx_read_each", t);
        }
    }
}
