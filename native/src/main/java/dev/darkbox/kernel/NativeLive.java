package dev.darkbox.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Binding of the live part of `dbx_stack.h`: one field and one method per C function, no logic.
public final class NativeLive implements LiveKernels {

    private final MethodHandle add;
    private final MethodHandle mean;
    private final MethodHandle sigma;
    private final MethodHandle squares;
    private final int instructionSet;

    NativeLive(SymbolLookup library, int instructionSet) {
        Linker linker = Linker.nativeLinker();
        this.instructionSet = instructionSet;
        add = linker.downcallHandle(library.findOrThrow("dbx_live_add"), FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT));
        mean = linker.downcallHandle(library.findOrThrow("dbx_live_mean"), FunctionDescriptor.ofVoid(
                JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
        sigma = linker.downcallHandle(library.findOrThrow("dbx_live_sigma"), FunctionDescriptor.ofVoid(
                JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS));
        squares = linker.downcallHandle(library.findOrThrow("dbx_live_squares"), FunctionDescriptor.of(
                JAVA_DOUBLE, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    /// As [NativeKernels#load()].
    public static Optional<NativeLive> load() {
        return NativeKernels.load(NativeKernels.SETS.size(), NativeLive::new);
    }

    /// As [NativeKernels#load(String)].
    public static Optional<NativeLive> load(String set) {
        return NativeKernels.load(NativeKernels.SETS.indexOf(set), NativeLive::new);
    }

    @Override
    public String name() {
        return "C (" + NativeKernels.SETS.get(instructionSet) + ")";
    }

    @Override
    public void add(State state, Words words, MemorySegment frame, long first, long count, int before) {
        try {
            add.invokeExact(instructionSet, words.code(), frame, state.memory(), state.stride(), first, count,
                    state.k(), before);
        } catch (Throwable t) { // a C function throws nothing: reaching here is a bug in this class
            throw new AssertionError("dbx_live_add", t);
        }
    }

    @Override
    public void means(State state, int frames, boolean reject, long first, long count, MemorySegment into) {
        try {
            mean.invokeExact(instructionSet, state.memory(), state.stride(), first, count, state.k(), frames,
                    reject ? 1 : 0, into);
        } catch (Throwable t) {
            throw new AssertionError("dbx_live_mean", t);
        }
    }

    @Override
    public void sigmas(State state, int frames, long first, long count, MemorySegment into) {
        try {
            sigma.invokeExact(instructionSet, state.memory(), state.stride(), first, count, state.k(), frames,
                    into);
        } catch (Throwable t) {
            throw new AssertionError("dbx_live_sigma", t);
        }
    }

    @Override
    public double squares(State state, long first, long count) {
        try {
            return (double) squares.invokeExact(instructionSet, state.memory(), state.stride(), first, count);
        } catch (Throwable t) {
            throw new AssertionError("dbx_live_squares", t);
        }
    }
}
