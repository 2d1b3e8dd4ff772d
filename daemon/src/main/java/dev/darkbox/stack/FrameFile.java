package dev.darkbox.stack;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.FitsPixels;
import dev.darkbox.linux.ReadOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/// One file of an integration, as found at its start.
///
/// @param image without its header
/// @param identity equal for two names of one file
/// @param cachedShare what the page cache held of the file when it was looked at first: 0 (nothing) .. 1 (all)
/// @param held open until this is closed; empty where the file must be opened for each read
record FrameFile(FitsImage image, Object identity, double cachedShare, Optional<FitsPixels> held)
        implements
            AutoCloseable {

    /// With less of a file than this in the page cache it counts as not cached.
    private static final double CACHED = 15 / 16.0;

    /// Looks in flight: as many as a disk can put in order.
    private static final int MOST_THREADS = 4;

    /// Looks at files, several at a time.
    ///
    /// @param mostHeld so many may stay open
    /// @return in the order of the files
    /// @throws IOException what is wrong with the first file that has something wrong; none is open then
    static List<FrameFile> lookAt(List<Path> files, int mostHeld) throws IOException, InterruptedException {
        var found = new ConcurrentSkipListMap<Integer, FrameFile>();
        var failures = new ConcurrentSkipListMap<Integer, IOException>();
        var next = new AtomicInteger();
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        try (var crew = new Crew(threads)) {
            for (int i = 0; i < threads; i++) {
                crew.start(() -> {
                    for (int f = next.getAndIncrement(); f < files.size()
                            && failures.isEmpty(); f = next.getAndIncrement()) {
                        crew.stopIfCancelled();
                        try {
                            found.put(f, look(files.get(f), f < mostHeld));
                        } catch (IOException e) {
                            failures.put(f, e);
                        }
                    }
                });
            }
            crew.awaitAll();
            if (!failures.isEmpty()) {
                throw failures.firstEntry().getValue();
            }
        } catch (IOException | InterruptedException e) {
            found.values().forEach(FrameFile::close);
            throw e;
        }
        return List.copyOf(found.values());
    }

    /// Looks into the page cache before anything of the file is read, and leaves no trace there.
    private static FrameFile look(Path file, boolean hold) throws IOException {
        BasicFileAttributes attributes = attributes(file);
        ReadOnlyFile bytes = ReadOnlyFile.open(file);
        boolean kept = false;
        try {
            double share = bytes.cachedShare();
            FitsImage whole = FitsImage.of(file, bytes);
            var image = new FitsImage(file, whole.shape(), whole.pixels(), whole.dataOffset(), Map.of());
            if (share == 0) {
                bytes.forget(0, 0);
            }
            kept = hold;
            return new FrameFile(image, Optional.ofNullable(attributes.fileKey()).orElse(file.toRealPath()),
                    share, hold ? Optional.of(image.pixels(bytes)) : Optional.empty());
        } finally {
            if (!kept) {
                bytes.close();
            }
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        if (!Files.exists(file)) {
            ReadOnlyFile.open(file).close(); // says why
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new IOException(file + " is a folder, not a FITS file");
        }
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is not a file that can be read again and again, as stacking must");
        }
        return attributes;
    }

    Path file() {
        return image.file();
    }

    boolean isCached() {
        return cachedShare >= CACHED;
    }

    /// Takes the file out of the page cache.
    void forget() {
        if (held.isPresent()) {
            held.get().forget();
            return;
        }
        try (ReadOnlyFile bytes = ReadOnlyFile.open(file())) {
            bytes.forget(0, 0);
        } catch (IOException _) {
            // a file that is gone is in no cache
        }
    }

    @Override
    public void close() {
        held.ifPresent(FitsPixels::close);
    }
}
