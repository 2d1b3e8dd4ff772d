package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Binding of `dbx_picture.h`.
///
/// One function for all passes: what binding a function costs a fresh Java is paid once.
public final class NativePicture implements PictureKernels {

    private static final Optional<NativePicture> PACKED = KernelLibrary.found().map(NativePicture::new);

    private final MethodHandle picture;

    private NativePicture(SymbolLookup library) {
        picture = Linker.nativeLinker().downcallHandle(library.findOrThrow("dbx_picture"),
                FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_DOUBLE, JAVA_INT,
                        ADDRESS));
    }

    /// Those of the library packed in this jar.
    ///
    /// @return empty when the jar has none for this CPU
    public static Optional<NativePicture> load() {
        return PACKED;
    }

    @Override
    public void run(
            Pass pass, MemorySegment from, int width, int rows, double number, int half, MemorySegment into) {
        try {
            picture.invokeExact(pass.code(), from, width, rows, number, half, into);
        } catch (Throwable t) { // a C function throws nothing: reaching here is a bug in this class
            throw new AssertionError("dbx_picture", t);
        }
    }
}
