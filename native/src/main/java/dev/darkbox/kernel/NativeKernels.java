package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Binding of `dbx_stack.h`: one field and one method per C function, no logic.
public final class NativeKernels implements StackKernels {

    /// `DBX_VERSION` this class was written for.
    static final int VERSION = 4;

    /// Instruction sets by their number in `dbx_stack.h`.
    static final List<String> SETS = List.of("base", "avx2", "avx512");

    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle scratchBytes;
    private final MethodHandle stack;
    private final int instructionSet;

    private NativeKernels(SymbolLookup library, int instructionSet) {
        this.instructionSet = instructionSet;
        scratchBytes = LINKER.downcallHandle(
                library.findOrThrow("dbx_scratch_bytes"), FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
        stack = LINKER.downcallHandle(library.findOrThrow("dbx_stack"), FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT,
                JAVA_INT, JAVA_DOUBLE, JAVA_DOUBLE, JAVA_INT, JAVA_INT, ADDRESS,
                ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    }

    /// Loads the library packed in this jar for the running CPU.
    ///
    /// @return empty when the jar has none for this CPU
    /// @throws IllegalStateException when it is of another version
    public static Optional<NativeKernels> load() {
        return load(SETS.size(), NativeKernels::new);
    }

    /// Binds one part of the packed library.
    ///
    /// @param widest number of the widest instruction set to use
    static <T> Optional<T> load(int widest, BiFunction<SymbolLookup, Integer, T> part) {
        return KernelLibrary.found()
                .map(library -> bind(library, "libdarkboxkernels.so", widest, part));
    }

    /// As [#load], using no wider an instruction set than asked for, for comparisons.
    ///
    /// @param set one of [#SETS]
    public static Optional<NativeKernels> load(String set) {
        return load(SETS.indexOf(set), NativeKernels::new);
    }

    /// Binds a library file.
    ///
    /// @param widest number of the widest instruction set to use
    /// @throws IllegalStateException when it is of another version
    static <T> T bind(Path file, int widest, BiFunction<SymbolLookup, Integer, T> part) {
        return bind(KernelLibrary.of(file), file.toString(), widest, part);
    }

    private static <T> T bind(
            SymbolLookup library, String file, int widest, BiFunction<SymbolLookup, Integer, T> part) {
        int version = number(library, "dbx_version");
        if (version != VERSION) {
            throw new IllegalStateException(
                    file + " is version " + version + " of the C kernels; this program needs " + VERSION);
        }
        return part.apply(library, Math.min(widest, number(library, "dbx_best_isa")));
    }

    private static int number(SymbolLookup library, String function) {
        try {
            return (int) LINKER.downcallHandle(
                    library.findOrThrow(function), FunctionDescriptor.of(JAVA_INT)).invokeExact();
        } catch (Throwable t) { // a C function throws nothing: reaching here is a bug in this class
            throw new AssertionError(function, t);
        }
    }

    @Override
    public long scratchBytes(int frames) {
        try {
            return (long) scratchBytes.invokeExact(frames);
        } catch (Throwable t) {
            throw new AssertionError("dbx_scratch_bytes", t);
        }
    }

    @Override
    public String name() {
        return "C (" + SETS.get(instructionSet) + ")";
    }

    @Override
    public void combine(Run run, ClipRule rule, Results into) {
        try {
            stack.invokeExact(
                    instructionSet, run.sample().code(), run.samples(), run.starts(), run.frames(),
                    run.pixels(),
                    rule.method().code(), rule.low(), rule.high(), rule.median() ? 1 : 0,
                    rule.dropZeros() ? 1 : 0, rule.lambda(),
                    into.value(), into.low(), into.high(), into.used(), into.sigma(), into.halves(),
                    into.lowOfFrame(), into.highOfFrame(), into.moments(), into.noise(), into.scratch());
        } catch (Throwable t) {
            throw new AssertionError("dbx_stack", t);
        }
    }
}
