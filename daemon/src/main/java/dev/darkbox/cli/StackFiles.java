package dev.darkbox.cli;

import dev.darkbox.frame.FitsImage;
import dev.darkbox.stack.Plane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What `darkbox stack` reads and writes.
///
/// @param output the master
/// @param maps files beside it, in the order they are written
record StackFiles(Path output, Map<Plane, Path> maps) {

    private static final String PICTURE = ".*\\.(fit|fits|fts)";

    /// The keyword that what a stack writes has, and no camera's frame.
    static final String MARK = "DBXCOMB";

    private static final List<Plane> MAPS = List.of(Plane.LOW, Plane.HIGH, Plane.SIGMA);

    /// @param withMaps `master.low.fit`, `master.high.fit` and `master.sigma.fit` are written beside `master.fit`
    /// @throws IllegalArgumentException the master cannot have its name
    static StackFiles of(Path output, boolean withMaps) {
        if (Files.isDirectory(output)) {
            throw new IllegalArgumentException("-o " + output + " is a folder; allowed: the name of a file");
        }
        var maps = new LinkedHashMap<Plane, Path>();
        var files = new StackFiles(output, maps);
        if (!Files.isDirectory(files.folder())) {
            throw new IllegalArgumentException("-o " + output + ": there is no folder " + files.folder());
        }
        for (Plane plane : withMaps ? MAPS : List.<Plane>of()) {
            maps.put(plane, files.beside(plane));
        }
        return files;
    }

    /// Where the master goes.
    Path folder() {
        return Optional.ofNullable(output.toAbsolutePath().getParent()).orElse(output);
    }

    private Path beside(Plane plane) {
        String name = String.valueOf(output.getFileName());
        boolean known = name.toLowerCase(Locale.ROOT).matches(PICTURE);
        int dot = known ? name.lastIndexOf('.') : name.length();
        String ending = known ? name.substring(dot) : ".fit";
        return output.resolveSibling(
                name.substring(0, dot) + "." + plane.name().toLowerCase(Locale.ROOT) + ending);
    }

    /// The frames that files and folders mean. Of a folder they are its .fit, .fits and .fts files in the order of their
    /// names, without hidden ones and without what a stack before has written under the names of this one.
    ///
    /// @throws IllegalArgumentException a folder holds none, or a file to be written is a frame
    /// @throws NoSuchFileException a file or folder is not there
    List<Path> frames(List<Path> inputs) throws IOException {
        var frames = new ArrayList<Path>();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new NoSuchFileException(input.toString());
            }
            if (Files.isDirectory(input)) {
                frames.addAll(inside(input));
                continue;
            }
            if (isWritten(input)) {
                throw overwritten(input);
            }
            frames.add(input.toAbsolutePath());
        }
        return frames;
    }

    private List<Path> inside(Path folder) throws IOException {
        var frames = new ArrayList<Path>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.sorted().toList()) {
                String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                if (name.matches(PICTURE) && !name.startsWith(".") && !Files.isDirectory(file)
                        && !isOfEarlierStack(file)) {
                    frames.add(file.toAbsolutePath());
                }
            }
        }
        if (frames.isEmpty()) {
            throw new IllegalArgumentException(folder + " holds no .fit, .fits or .fts");
        }
        return frames;
    }

    /// Whether a file in a folder is the master of an earlier stack of this name, or one of its maps. Another file of that
    /// name is somebody's frame.
    ///
    /// @throws IllegalArgumentException it is a frame and would be overwritten
    private boolean isOfEarlierStack(Path file) throws IOException {
        if (!isOneOf(file, Stream.concat(Stream.of(output), MAPS.stream().map(this::beside)))) {
            return false;
        }
        if (FitsImage.of(file).header().containsKey(MARK)) {
            return true;
        }
        if (isWritten(file)) {
            throw overwritten(file);
        }
        return false;
    }

    private boolean isWritten(Path file) throws IOException {
        return isOneOf(file, Stream.concat(Stream.of(output), maps.values().stream()));
    }

    private static boolean isOneOf(Path file, Stream<Path> others) throws IOException {
        for (Path other : others.toList()) {
            if (Files.exists(other) && Files.isSameFile(other, file)) {
                return true;
            }
        }
        return false;
    }

    private static IllegalArgumentException overwritten(Path frame) {
        return new IllegalArgumentException(frame + " is one of the frames and would be overwritten");
    }
}
