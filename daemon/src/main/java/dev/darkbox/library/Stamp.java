package dev.darkbox.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/// What tells a file from what it was before: size, time of the last change, number.
///
/// @param modifiedNanos since 1970
/// @param inode 0 where the file system has none
record Stamp(long bytes, long modifiedNanos, long inode) {

    static Stamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                inode(String.valueOf(attributes.fileKey())));
    }

    /// Whether two files that are equal in this are one.
    boolean tellsFiles() {
        return inode != 0;
    }

    /// From `(dev=fd01,ino=1234)`.
    private static long inode(String fileKey) {
        int at = fileKey.lastIndexOf("ino=");
        return at < 0 || !fileKey.endsWith(")")
                ? 0
                : Long.parseLong(fileKey, at + "ino=".length(), fileKey.length() - 1, 10);
    }
}
