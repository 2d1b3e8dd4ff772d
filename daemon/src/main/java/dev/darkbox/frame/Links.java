package dev.darkbox.frame;

import dev.darkbox.linux.Swap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Whole folders that take each other's place in one step, by symbolic links.
///
/// Threading: as [Disk].
public final class Links {

    private final Disk disk;
    private final AtOnce swap;

    /// Gives each of two names to the other's owner, in one step.
    @FunctionalInterface
    interface AtOnce {

        /// Tries to.
        ///
        /// @return false when the system cannot
        boolean swap(Path one, Path other) throws IOException;
    }

    /// Something that a file system may not have.
    @FunctionalInterface
    private interface Attempt {
        Path make() throws IOException;
    }

    public Links(Disk disk) {
        this(disk, Swap::of);
    }

    Links(Disk disk, AtOnce swap) {
        this.disk = disk;
        this.swap = swap;
    }

    /// Whether a file system has symbolic links and second names for files; tried in a folder that is there.
    public boolean areHere(Path folder) throws IOException {
        Path file = folder.resolve(".probe");
        Path name = folder.resolve(".probe-name");
        Path link = folder.resolve(".probe-link");
        try {
            clear(file, name, link);
            disk.before("create", file);
            Files.createFile(file);
            return isMade(name, () -> Files.createLink(name, file))
                    && isMade(link, () -> Files.createSymbolicLink(link, file.getFileName()));
        } finally {
            clear(file, name, link);
        }
    }

    private boolean isMade(Path name, Attempt attempt) {
        try {
            disk.before("probe", name);
            attempt.make();
            return true;
        } catch (UnsupportedOperationException | IOException _) {
            return false;
        }
    }

    private static void clear(Path... files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /// Makes `link` a symbolic link in place of a link of that name or of nothing, and makes it durable.
    ///
    /// @param target relative to the link's folder
    public void point(Path link, Path target) throws IOException {
        prepare(link, target);
        disk.publish(link);
    }

    /// Makes `NAME.part` a symbolic link.
    private void prepare(Path link, Path target) throws IOException {
        Path part = Disk.partOf(link);
        disk.before("symlink", part);
        Files.deleteIfExists(part);
        Files.createSymbolicLink(part, target);
    }

    /// Makes `folder`, which is a real one, a symbolic link; what was in it is in `NAME.part` then.
    ///
    /// @param target relative to the folder's own folder
    /// @return whether that was one step; if not, `folder` was not there for a moment: cut there, it is `NAME.old`, and
    ///         `NAME.part` is the link
    public boolean replace(Path folder, Path target) throws IOException {
        prepare(folder, target);
        Path part = Disk.partOf(folder);
        disk.before("exchange", part);
        boolean atOnce = swap.swap(part, folder);
        if (!atOnce) {
            Path old = old(folder);
            disk.rename(folder, old);
            disk.rename(part, folder);
            disk.rename(old, part);
        }
        disk.settle(folder.toAbsolutePath().resolveSibling(""));
        return atOnce;
    }

    /// What a folder is called in the moment in which it is not there.
    public static Path old(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".old");
    }

    /// Deletes a folder that may be there, and the files in it.
    public void deleteFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) {
            disk.delete(file);
        }
        disk.delete(folder);
    }
}
