package dev.darkbox.stack;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.kernel.StackKernels;
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

/// The files of one integration, checked to fit together.
///
/// Descriptors: up to half of what the process may open are held; the other files are opened for each read.
/// Threading: any number of threads may read at once.
final class FitsFrames implements AutoCloseable {

    private static final int USUAL_LIMIT = 1024;

    private final FrameShape shape;
    private final StackKernels.Sample sample;
    private final List<FitsImage> images;
    private final List<FitsPixels> held;

    private FitsFrames(FrameShape shape, StackKernels.Sample sample, List<FitsImage> images,
            List<FitsPixels> held) {
        this.shape = shape;
        this.sample = sample;
        this.images = images;
        this.held = held;
    }

    /// Reads every header and checks number, shape and that no file is given twice.
    ///
    /// @throws IOException the message names the file
    static FitsFrames open(List<Path> files) throws IOException {
        return open(files, openFilesAllowed() / 2);
    }

    static FitsFrames open(List<Path> files, int mostHeld) throws IOException {
        checkCount(files);
        var images = new ArrayList<FitsImage>(files.size());
        Map<Object, Path> seen = new HashMap<>();
        boolean allU16 = true;
        for (Path file : files) {
            FitsImage image = FitsImage.of(file);
            Path twin = seen.put(identity(file), file);
            if (twin != null) {
                throw new IOException(twin.equals(file)
                        ? file + " is given twice"
                        : file + " is the same file as " + twin);
            }
            if (!images.isEmpty() && !image.shape().equals(images.getFirst().shape())) {
                throw new IOException(
                        "%s is %s pixels, %s is %s; all frames of a set have one size".formatted(
                                file, image.shape(), files.getFirst(), images.getFirst().shape()));
            }
            allU16 &= image.pixels() == FitsImage.Pixels.U16;
            images.add(new FitsImage(file, image.shape(), image.pixels(), image.dataOffset(), Map.of()));
        }
        var frames = new FitsFrames(images.getFirst().shape(),
                allU16 ? StackKernels.Sample.FITS_U16 : StackKernels.Sample.F32, images, new ArrayList<>());
        try {
            for (FitsImage image : images.subList(0, Math.min(mostHeld, images.size()))) {
                frames.held.add(image.open());
            }
        } catch (IOException e) {
            frames.close();
            throw e;
        }
        return frames;
    }

    FrameShape shape() {
        return shape;
    }

    int count() {
        return images.size();
    }

    /// 16-bit words as stored if every file has them, else floats.
    StackKernels.Sample sample() {
        return sample;
    }

    /// Reads a run of one frame's pixels.
    ///
    /// @param into `sample[]`, as many as wanted
    /// @param forget tell the kernel that the run is not wanted again
    void read(int frame, long first, MemorySegment into, boolean forget) throws IOException {
        if (frame < held.size()) {
            read(held.get(frame), first, into, forget);
        } else {
            try (FitsPixels pixels = images.get(frame).open()) {
                read(pixels, first, into, forget);
            }
        }
    }

    private void read(FitsPixels pixels, long first, MemorySegment into, boolean forget) throws IOException {
        switch (sample) {
            case FITS_U16 -> pixels.stored(first, into);
            case F32 -> pixels.f32(first, into);
        }
        if (forget) {
            pixels.forget(first, into.byteSize() / sample.bytes());
        }
    }

    @Override
    public void close() {
        held.forEach(FitsPixels::close);
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
