package dev.darkbox.stack;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.kernel.LiveKernels;
import dev.darkbox.kernel.LiveKernels.State;
import dev.darkbox.kernel.LiveKernels.Words;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Frames integrated as they come: the master of those so far can be read at any time, and no frame is needed twice.
///
/// The master is the mean without the `k` smallest and `k` largest samples of each pixel, to the bit what an
/// [Integration] of the same frames with [Rejection.MinMax] `k`/`k` gives. How, and with what error, stands with
/// [LiveKernels].
///
/// Memory: `8 + 4 k` bytes per pixel off the heap, freed by [#close]. Threading: any; calls wait for each other, so that
/// one who reads rows lets a frame in between two bands at the latest. What is asked after [#close] fails with an
/// [IOException].
public final class LiveIntegration implements RowSource, AutoCloseable {

    /// More frames are not exact.
    public static final int MOST_FRAMES = StackKernels.MAX_FRAMES;

    private static final int BAND_BYTES = 1 << 20;
    private static final long SQUARES = 1 << 20;

    private final LiveKernels kernels;
    private final FrameShape shape;
    private final Arena arena = Arena.ofShared();
    private final State state;
    private int frames;
    private boolean closed;

    /// Noise of the frames so far.
    ///
    /// The samples between the ends of each pixel spread less than all of them do; how much less is known for normal noise
    /// (see [TrimmedNormal]) and put right. Pixels that are hot or flicker count with what they have.
    ///
    /// @param frames so many
    /// @param frameAdu of one frame: root mean square over the pixels of the samples' standard deviation, ADU
    /// @param masterAdu of their mean: `frameAdu` / sqrt(frames)
    public record Noise(int frames, double frameAdu, double masterAdu) {}

    /// No frames yet.
    ///
    /// @param k samples left out at each end, 1..4
    /// @throws OutOfMemoryError the machine does not have [#bytes]
    public LiveIntegration(LiveKernels kernels, FrameShape shape, int k) {
        this.kernels = kernels;
        this.shape = shape;
        state = State.allocate(k, shape.pixels(), arena);
    }

    /// Memory for frames of this shape.
    public static long bytes(FrameShape shape, int k) {
        return State.bytes(k, shape.pixels());
    }

    /// Why frames of this shape cannot be integrated as they come; empty when they can.
    ///
    /// @param frames of the set
    /// @param mostBytes that may be used
    public static Optional<String> refusal(FrameShape shape, int k, int frames, long mostBytes) {
        if (bytes(shape, k) > mostBytes) {
            return Optional.of(String.format(Locale.ROOT,
                    "frames of %s need %d MiB, %d bytes per pixel; %d MiB are allowed",
                    shape, Math.ceilDiv(bytes(shape, k), 1 << 20), 8 + 4 * k, mostBytes >> 20));
        }
        return frames <= MOST_FRAMES
                ? Optional.empty()
                : Optional.of("%d frames are wanted, %d are exact".formatted(frames, MOST_FRAMES));
    }

    /// Adds a frame. Takes about as long as the memory takes to move `18 + 8 k` bytes per pixel.
    ///
    /// @param frame of the same shape; not kept
    /// @throws IllegalStateException there are [#MOST_FRAMES] already
    public synchronized void add(FrameBuffer frame) throws IOException {
        check();
        if (!frame.shape().equals(shape)) {
            throw new IllegalArgumentException("a frame of " + frame.shape() + " among those of " + shape);
        }
        if (frames == MOST_FRAMES) {
            throw new IllegalStateException(frames + " frames are integrated, more are not exact");
        }
        kernels.add(state, Words.ADU, frame.pixels(), 0, shape.pixels(), frames);
        frames++;
    }

    /// Frames added so far.
    public synchronized int frames() {
        return frames;
    }

    @Override
    public FrameShape shape() {
        return shape;
    }

    /// Rows of the master of the frames so far; while frames come in, of more of them from one call to the next.
    @Override
    public synchronized void rows(int first, int count, MemorySegment into) throws IOException {
        check();
        long width = shape.widthPx();
        kernels.means(state, frames, true, first * width, count * width, into);
    }

    /// Frames from which on there is a noise to tell: `2 k + 2`.
    public int leastForNoise() {
        return 2 * state.k() + 2;
    }

    /// Noise so far; empty for fewer than [#leastForNoise] frames.
    public synchronized Optional<Noise> noise() throws IOException {
        check();
        if (frames < leastForNoise()) {
            return Optional.empty();
        }
        double frameAdu = Math.sqrt(variance() / TrimmedNormal.variance(frames, state.k()));
        return Optional.of(new Noise(frames, frameAdu, frameAdu / Math.sqrt(frames)));
    }

    /// Writes the master of the frames so far into a scratch file, as [Integration#integrate] does, and tells what was
    /// done in the same way: the noise is that of the kept samples. Which frame a rejected sample came from is not known.
    ///
    /// @param names of the frames added, in order
    public synchronized Integrated integrated(Path scratch, List<Path> names) throws IOException {
        check();
        if (names.size() != frames) {
            throw new IllegalArgumentException("%d names for %d frames".formatted(names.size(), frames));
        }
        boolean rejects = kept() > 0;
        long lost = rejects ? state.k() * shape.pixels() : 0;
        double variance = kept() < 2 ? Double.NaN : variance();
        write(scratch);
        String rejection = rejects
                ? RejectionText.words(new Rejection.MinMax(state.k(), state.k()))
                : RejectionText.words(new Rejection.None());
        return new Integrated(shape, scratch, names, List.of(lost), List.of(lost),
                Math.sqrt(variance / kept()), Math.sqrt(variance), "mean, " + rejection + ", live",
                Map.of(), List.of());
    }

    private void write(Path scratch) throws IOException {
        int step = Math.clamp(BAND_BYTES / (4L * shape.widthPx()), 1, shape.heightPx());
        try (ScratchWriter writer = ScratchWriter.create(scratch, Map.of());
                Arena bands = Arena.ofConfined()) {
            MemorySegment band = bands.allocate(4L * step * shape.widthPx(), 64);
            for (int first = 0; first < shape.heightPx(); first += step) {
                int count = Math.min(step, shape.heightPx() - first);
                rows(first, count, band);
                writer.write(band.asSlice(0, 4L * count * shape.widthPx()), (long) first * shape.widthPx());
            }
            writer.keep();
        }
    }

    /// Of the samples between the ends, mean over the pixels; with at least two of them.
    private double variance() {
        double squares = 0;
        for (long first = 0; first < shape.pixels(); first += SQUARES) {
            squares += kernels.squares(state, first, Math.min(SQUARES, shape.pixels() - first));
        }
        return squares / (kept() - 1) / shape.pixels();
    }

    private int kept() {
        return frames - 2 * state.k();
    }

    private void check() throws IOException {
        if (closed) {
            throw new IOException("the live integration is over");
        }
    }

    /// Whether its memory is free.
    public synchronized boolean isOver() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
