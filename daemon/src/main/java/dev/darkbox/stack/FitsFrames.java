package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.StackKernels;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of one integration, checked to fit together.
///
/// Descriptors: up to half of what the process may still open are held; the other files are opened for each read.
/// Threading: any number of threads may read at once.
final class FitsFrames implements AutoCloseable {

    private static final int USUAL_LIMIT = 1024;

    private final FrameShape shape;
    private final StackKernels.Sample sample;
    private final CachePolicy policy;
    private final List<FrameFile> frames;
    private final Optional<HeldFiles> together;
    private boolean around;

    private FitsFrames(FrameShape shape, StackKernels.Sample sample, CachePolicy policy,
            List<FrameFile> frames) {
        this.shape = shape;
        this.sample = sample;
        this.policy = policy;
        this.frames = frames;
        this.together = sample == StackKernels.Sample.FITS_U16 ? HeldFiles.of(frames) : Optional.empty();
    }

    /// Reads every header and checks number, shape and that no file is given twice.
    ///
    /// @throws IOException the message names the file
    static FitsFrames of(List<Path> files, CachePolicy policy) throws IOException, InterruptedException {
        return of(files, policy, (openFilesAllowed() - openFiles()) / 2);
    }

    static FitsFrames of(List<Path> files, CachePolicy policy, int mostHeld)
            throws IOException, InterruptedException {
        checkCount(files);
        List<FrameFile> frames = FrameFile.lookAt(files, mostHeld);
        try {
            FrameFile first = frames.getFirst();
            Map<Object, Path> seen = new HashMap<>();
            boolean allU16 = true;
            for (FrameFile frame : frames) {
                checkSize(frame, first);
                Path twin = seen.put(frame.identity(), frame.file());
                if (twin != null) {
                    throw new IOException(twin.equals(frame.file())
                            ? twin + " is given twice"
                            : frame.file() + " is the same file as " + twin);
                }
                allU16 &= frame.image().pixels() == FitsImage.Pixels.U16;
            }
            return new FitsFrames(first.image().shape(),
                    allU16 ? StackKernels.Sample.FITS_U16 : StackKernels.Sample.F32, policy, frames);
        } catch (IOException e) {
            frames.forEach(FrameFile::close);
            throw e;
        }
    }

    private static void checkSize(FrameFile frame, FrameFile first) throws IOException {
        if (!frame.image().shape().equals(first.image().shape())) {
            throw new IOException("%s is %s pixels, %s is %s; all frames of a set have one size".formatted(
                    frame.file(), frame.image().shape(), first.file(), first.image().shape()));
        }
    }

    /// Of all samples, how many must come from the disk: 0 (none) .. 1 (all).
    double shareOnDisk() {
        return frames.stream().mapToDouble(frame -> 1 - frame.cachedShare()).sum() / frames.size();
    }

    /// Chooses how frames are read that are not in the page cache.
    ///
    /// @param wholeBlocks whether memory for all frames has room for whole blocks, see [FitsPixels#room], so that
    ///     they can be read around it; which is not done where samples must be converted
    void readAround(boolean wholeBlocks) {
        around = wholeBlocks && sample == StackKernels.Sample.FITS_U16;
        for (FrameFile frame : frames) {
            if (around && !frame.isCached()) {
                frame.held().ifPresent(FitsPixels::goAroundCache);
            }
        }
    }

    FrameShape shape() {
        return shape;
    }

    int count() {
        return frames.size();
    }

    /// 16-bit words as stored if every file has them, else floats.
    StackKernels.Sample sample() {
        return sample;
    }

    /// Reads a run of all frames' pixels in one call, where all are open and in the page cache.
    ///
    /// @param into `byte[frames][room]`
    /// @return how many frames were read, from the first on; the others are to be read one by one, which also tells what
    ///     is wrong with them
    int readEach(long first, int count, MemorySegment into, long room) {
        return together.map(files -> files.read(first, count, into, room)).orElse(0);
    }

    /// Reads a run of one frame's pixels.
    ///
    /// @param into `sample[]`, room for as many as wanted and, if read around the page cache, for their whole blocks
    /// @return bytes from the start of `into` to the first sample
    long read(int frame, long first, int count, MemorySegment into) throws IOException {
        FrameFile file = frames.get(frame);
        if (file.held().isPresent()) {
            return read(file, file.held().get(), first, count, into);
        }
        try (FitsPixels pixels = file.image().open()) {
            if (around && !file.isCached()) {
                pixels.goAroundCache();
            }
            return read(file, pixels, first, count, into);
        }
    }

    private long read(FrameFile frame, FitsPixels pixels, long first, int count, MemorySegment into)
            throws IOException {
        long within = switch (sample) {
            case FITS_U16 -> pixels.stored(first, count, into);
            case F32 -> {
                pixels.f32(first, into.asSlice(0, 4L * count));
                yield 0;
            }
        };
        if (!frame.isCached() && !pixels.goesAroundCache()) {
            pixels.forgetUpTo(first + count);
        }
        return within;
    }

    @Override
    public void close() {
        for (FrameFile frame : frames) {
            if (leaves(frame)) {
                frame.forget();
            }
            frame.close();
        }
    }

    /// Whether the page cache is not to keep what it may still hold of a frame.
    private boolean leaves(FrameFile frame) {
        return switch (policy) {
            case KEEP_AS_FOUND -> !frame.isCached() && !around;
            case FORGET -> true;
        };
    }

    private static void checkCount(List<Path> files) throws IOException {
        if (files.size() < 2) {
            throw new IOException("an integration needs at least 2 frames, got "
                    + (files.isEmpty() ? "none" : "only " + files.getFirst()));
        }
        if (files.size() > StackKernels.MAX_FRAMES) {
            throw new IOException(
                    "an integration takes at most %d frames, got %d, %s the first too many".formatted(
                            StackKernels.MAX_FRAMES, files.size(), files.get(StackKernels.MAX_FRAMES)));
        }
    }

    private static int openFiles() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isReadable(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return (int) files.count();
        }
    }

    private static int openFilesAllowed() throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.isReadable(limits)) {
            return USUAL_LIMIT;
        }
        return Files.readString(limits).lines().filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" ", 2)[0])
                .map(number -> number.equals("unlimited")
                        ? 1 << 20
                        : (int) Math.min(1 << 20, Long.parseLong(number)))
                .findFirst().orElse(USUAL_LIMIT);
    }
}
