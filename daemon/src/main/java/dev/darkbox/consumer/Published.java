package dev.darkbox.consumer;

import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterKeys;
import java.time.Instant;
import java.util.List;

/// A master in the folder that programs are pointed at.
///
/// @param name of its files, without an ending
/// @param keys of its header
/// @param begun its first frame (FITS `DATE-OBS`)
/// @param endings of its files that are there, e.g. `fit`, `xisf`
public record Published(String name, MasterKeys keys, Instant begun, List<String> endings) {

    public Published {
        endings = List.copyOf(endings);
    }

    /// One with all its files.
    public static Published of(MasterEntry master) {
        return new Published(master.name(), master.keys(), master.begun(), List.of("fit", "xisf"));
    }

    double seconds() {
        return keys.exposure().toNanos() / 1e9;
    }

    boolean isBias() {
        return keys.kind() == MasterKeys.Kind.BIAS;
    }

    boolean isDarkFlat() {
        return keys.kind() == MasterKeys.Kind.DARK_FLAT;
    }
}
