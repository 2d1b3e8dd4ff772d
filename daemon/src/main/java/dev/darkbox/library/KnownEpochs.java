package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Epochs;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// A library's epochs by id, each file read once. Threading: one thread at a time.
final class KnownEpochs implements Function<String, CameraEpoch> {

    private final Epochs epochs;
    private final Map<String, CameraEpoch> known = new HashMap<>();

    KnownEpochs(Epochs epochs) {
        this.epochs = epochs;
    }

    /// Unknown when its file is missing or damaged.
    @Override
    public CameraEpoch apply(String id) {
        return known.computeIfAbsent(id, unread -> epochs.find(unread).orElse(CameraEpoch.UNKNOWN));
    }
}
