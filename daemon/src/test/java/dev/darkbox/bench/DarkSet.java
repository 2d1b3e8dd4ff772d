package dev.darkbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// A set of dark frames on disk, named as Siril wants a sequence.
record DarkSet(String name, Path folder, int frames, int width, int height) {

    private static final long MEBIBYTE = 1 << 20;

    /// @param name `small` or `big`
    /// @param above folder that holds the set's
    static DarkSet named(String name, Path above) {
        return switch (name) {
            case "tiny" -> new DarkSet(name, above.resolve(name), 12, 640, 480);
            case "small" -> new DarkSet(name, above.resolve(name), 50, 3008, 3008);
            case "big" -> new DarkSet(name, above.resolve(name), 200, 6248, 4176);
            default ->
                throw new IllegalArgumentException("--sets " + name + "; allowed: small, big, small,big");
        };
    }

    long pixels() {
        return (long) width * height;
    }

    long samples() {
        return frames * pixels();
    }

    long fileBytes() {
        return 2880 + (2 * pixels() + 2879) / 2880 * 2880;
    }

    List<Path> files() {
        return IntStream.rangeClosed(1, frames).mapToObj(n -> folder.resolve("dark_%05d.fit".formatted(n)))
                .toList();
    }

    /// Makes the frames that are not there.
    ///
    /// @param results pictures that are kept beside them while it runs
    /// @return whether any had to be made
    /// @throws IOException the disk has no room: one line that says how much is needed
    boolean prepare(int results) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        long missing = 0;
        for (Path file : files()) {
            missing += Files.exists(file) && Files.size(file) == fileBytes() ? 0 : 1;
        }
        long needed = missing * fileBytes() + results * 4L * pixels();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    "%s has %,d MiB free, the set \"%s\" and its masters need %,d more; another place: --folder"
                            .formatted(folder, free / MEBIBYTE, name, needed / MEBIBYTE));
        }
        if (missing > 0) {
            new DarkFrames(this).write();
        }
        return missing > 0;
    }

    @Override
    public String toString() {
        return "%d x %dx%d".formatted(frames, width, height);
    }
}
