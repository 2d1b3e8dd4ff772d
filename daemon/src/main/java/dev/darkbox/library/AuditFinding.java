package dev.darkbox.library;

import java.nio.file.Path;
import java.util.Locale;

/// Something in a library that is not as it should be.
///
/// @param file it is about
/// @param text one sentence: what is there and what should be
/// @param remedy one sentence: what to do
public record AuditFinding(Code code, Path file, String text, String remedy) {

    /// What kind of thing.
    public enum Code {
        /// It looks like a master and cannot be read as one.
        UNREADABLE,
        /// Its name says other than its header.
        NAME,
        /// Its filter is not the one its name or its set says.
        FILTER,
        /// The index says other than the files, or lacks it.
        INDEX,
        /// It is published, and the library's own file is another or gone.
        STALE,
        /// It belongs to no master.
        ORPHAN,
        /// The same master is there twice.
        DUPLICATE,
        /// A twin or the log is missing.
        MISSING,
        /// Its bytes are not those that were written.
        CHECKSUM,
        /// What is published together was made before and after the camera changed.
        EPOCH,
        /// Raw frames whose masters are in production and verified: they may be deleted.
        RECLAIMABLE;

        /// As it is written: `two-words`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// Whether something is wrong, not only worth knowing.
        public boolean isWrong() {
            return this != RECLAIMABLE;
        }
    }
}
