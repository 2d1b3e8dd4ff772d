package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Binding of `dbx_print.h`.
public final class NativePrint implements PrintKernels {

    private static final Optional<NativePrint> PACKED = KernelLibrary.found().map(NativePrint::new);

    private final MethodHandle print;

    private NativePrint(SymbolLookup library) {
        print = Linker.nativeLinker().downcallHandle(library.findOrThrow("dbx_print"),
                FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                        ADDRESS));
    }

    /// That of the library packed in this jar.
    ///
    /// @return empty when the jar has none for this CPU
    public static Optional<NativePrint> load() {
        return PACKED;
    }

    @Override
    public void print(MemorySegment frame, int width, int rows, int pieces, int low, int high, int far,
            MemorySegment into) {
        try {
            print.invokeExact(frame, width, rows, pieces, low, high, far, into);
        } catch (Throwable t) { // a C function throws nothing: reaching here is a bug in this class
            throw new AssertionError("dbx_print", t);
        }
    }
}
