package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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

    /// With less of a file than this in the page cache it counts as not cached.
    private static final double CACHED = 15 / 16.0;

    /// One file.
    ///
    /// @param cached whether the page cache held it when it was looked at first
    private record Frame(FitsImage image, boolean cached) {}

    private final FrameShape shape;
    private final StackKernels.Sample sample;
    private final CachePolicy policy;
    private final List<Frame> frames;
    private final int mostHeld;
    private final List<FitsPixels> held = new ArrayList<>();
    private boolean around;

    private FitsFrames(FrameShape shape, StackKernels.Sample sample, CachePolicy policy, List<Frame> frames,
            int mostHeld) {
        this.shape = shape;
        this.sample = sample;
        this.policy = policy;
        this.frames = frames;
        this.mostHeld = Math.clamp(mostHeld, 0, frames.size());
    }

    /// Reads every header and checks number, shape and that no file is given twice. Nothing is held open yet.
    ///
    /// @throws IOException the message names the file
    static FitsFrames of(List<Path> files, CachePolicy policy) throws IOException {
        return of(files, policy, (openFilesAllowed() - openFiles()) / 2);
    }

    static FitsFrames of(List<Path> files, CachePolicy policy, int mostHeld) throws IOException {
        checkCount(files);
        var frames = new ArrayList<Frame>(files.size());
        Map<Object, Path> seen = new HashMap<>();
        boolean allU16 = true;
        for (Path file : files) {
            Frame frame = look(file);
            Path twin = seen.put(identity(file), file);
            if (twin != null) {
                throw new IOException(twin.equals(file)
                        ? file + " is given twice"
                        : file + " is the same file as " + twin);
            }
            FitsImage image = frame.image();
            if (!frames.isEmpty() && !image.shape().equals(frames.getFirst().image().shape())) {
                throw new IOException(
                        "%s is %s pixels, %s is %s; all frames of a set have one size".formatted(file,
                                image.shape(), files.getFirst(), frames.getFirst().image().shape()));
            }
            allU16 &= image.pixels() == FitsImage.Pixels.U16;
            frames.add(frame);
        }
        return new FitsFrames(frames.getFirst().image().shape(),
                allU16 ? StackKernels.Sample.FITS_U16 : StackKernels.Sample.F32, policy, frames, mostHeld);
    }

    /// Looks into the page cache before anything of the file is read, and leaves no trace there.
    private static Frame look(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new IOException(file + " is not a file that can be read again and again, as stacking must");
        }
        try (ReadOnlyFile bytes = ReadOnlyFile.open(file)) {
            double share = bytes.cachedShare();
            FitsImage image = FitsImage.of(file);
            if (share == 0) {
                bytes.forget(0, 0);
            }
            return new Frame(new FitsImage(file, image.shape(), image.pixels(), image.dataOffset(), Map.of()),
                    share >= CACHED);
        }
    }

    /// Whether some frame must come from the disk.
    boolean areOnDisk() {
        return !frames.stream().allMatch(Frame::cached);
    }

    /// Opens what may be held open.
    ///
    /// @param wholeBlocks whether memory for all frames has room for whole blocks, see [FitsPixels#room], so that
    ///     frames that are not in the page cache can be read around it; which is not done where samples must be converted
    /// @throws IOException the message names the file
    void open(boolean wholeBlocks) throws IOException {
        around = wholeBlocks && sample == StackKernels.Sample.FITS_U16;
        for (Frame frame : frames.subList(0, mostHeld)) {
            held.add(open(frame));
        }
    }

    private FitsPixels open(Frame frame) throws IOException {
        FitsPixels pixels = frame.image().open();
        if (around && !frame.cached()) {
            pixels.goAroundCache();
        }
        return pixels;
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

    /// Reads a run of one frame's pixels.
    ///
    /// @param into `sample[]`, room for as many as wanted and, if read around the page cache, for their whole blocks
    /// @return bytes from the start of `into` to the first sample
    long read(int frame, long first, int count, MemorySegment into) throws IOException {
        if (frame < held.size()) {
            return read(frames.get(frame), held.get(frame), first, count, into);
        }
        try (FitsPixels pixels = open(frames.get(frame))) {
            return read(frames.get(frame), pixels, first, count, into);
        }
    }

    private long read(Frame frame, FitsPixels pixels, long first, int count, MemorySegment into)
            throws IOException {
        long within = switch (sample) {
            case FITS_U16 -> pixels.stored(first, count, into);
            case F32 -> {
                pixels.f32(first, into.asSlice(0, 4L * count));
                yield 0;
            }
        };
        if (!frame.cached() && !pixels.goesAroundCache()) {
            pixels.forgetUpTo(first + count);
        }
        return within;
    }

    @Override
    public void close() {
        for (int f = 0; f < held.size(); f++) {
            if (leaves(frames.get(f))) {
                held.get(f).forget();
            }
            held.get(f).close();
        }
        for (Frame frame : frames.subList(held.size(), frames.size())) {
            if (leaves(frame)) {
                forget(frame);
            }
        }
    }

    /// Whether the page cache is not to keep what it may still hold of a frame.
    private boolean leaves(Frame frame) {
        return switch (policy) {
            case KEEP_AS_FOUND -> !frame.cached() && !around;
            case FORGET -> true;
        };
    }

    private static void forget(Frame frame) {
        try (ReadOnlyFile bytes = ReadOnlyFile.open(frame.image().file())) {
            bytes.forget(0, 0);
        } catch (IOException _) {
            // a file that is gone is in no cache
        }
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

    private static Object identity(Path file) throws IOException {
        return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
                .orElse(file.toRealPath());
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
