package dev.darkbox.device;

import java.util.List;
import java.util.stream.Collectors;

/// One part of a [CameraEpoch] that is other than it was.
///
/// @param name of the part, without the word of its kind: `version`, `SDK.VERSION`, `CCD_GAIN.GAIN`
/// @param before empty when there was no such part
/// @param now empty when there is none any more
public record EpochChange(CameraEpoch.Kind kind, String name, String before, String now) {

    /// One line: `driver version 1.9 -> 2.0`, `CCD_GAIN.GAIN range 0..100 -> 0..570`, `SDK.VERSION gone`.
    @Override
    public String toString() {
        String what = switch (kind) {
            case DRIVER -> "driver " + name;
            case SDK, FIRMWARE, CAMERA, READOUT -> name;
            case SHAPE -> name + (before.contains("..") && now.contains("..") ? " range" : "");
        };
        if (before.isEmpty()) {
            return "%s %s is new".formatted(what, now);
        }
        return now.isEmpty()
                ? what + " gone"
                : "%s %s -> %s".formatted(what, before, now);
    }

    /// The kinds that changed, for a sentence: `driver`, `driver and SDK`, `camera`.
    public static String kinds(List<EpochChange> changes) {
        List<String> titles = changes.stream().map(change -> change.kind().title()).distinct().toList();
        return titles.size() < 2
                ? String.join("", titles)
                : String.join(", ", titles.subList(0, titles.size() - 1)) + " and " + titles.getLast();
    }

    /// All changes in one line; of many, the first and how many more.
    ///
    /// @param most told in full, at least 1
    public static String line(List<EpochChange> changes, int most) {
        String told = changes.stream().limit(most).map(EpochChange::toString)
                .collect(Collectors.joining(", "));
        return changes.size() <= most ? told : "%s and %d more".formatted(told, changes.size() - most);
    }
}
