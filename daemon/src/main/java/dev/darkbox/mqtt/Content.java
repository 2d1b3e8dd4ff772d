package dev.darkbox.mqtt;

import java.nio.file.Path;

/// What a kept topic holds.
sealed interface Content {

    /// What it takes in memory, characters.
    default int characters() {
        return switch (this) {
            case Text(String text) -> text.length();
            case Picture _, Nothing _ -> 0;
        };
    }

    /// Whether a panel would see no difference.
    default boolean sameAs(Content other) {
        if (this instanceof Picture mine && other instanceof Picture theirs) {
            return mine.version.equals(theirs.version);
        }
        return equals(other);
    }

    record Text(String text) implements Content {}

    /// A small file, read when it is sent.
    record Picture(Path file, String version) implements Content {}

    /// What was retained is erased.
    record Nothing() implements Content {}
}
