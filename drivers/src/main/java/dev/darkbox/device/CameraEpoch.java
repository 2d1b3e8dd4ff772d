package dev.darkbox.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a camera, its firmware and its driver were when a frame was taken. Frames of different epochs do not go into
/// one master, and masters of another epoch than today's are to be made again.
///
/// ```
/// driver.version = 1.9                what the driver says of itself
/// sdk.SDK.VERSION = 1.37              the vendor's library in it
/// firmware.CAMERA.FPGAVERSION = 1.2   what is programmed in the camera
/// camera.Serial Number.SN = 0a1b2c    which camera it is
/// readout.READ_MODE.MODE = 1          the readout mode it was in; not a change of epoch, see [Kind#READOUT]
/// shape.CCD_GAIN.GAIN = 0..100        which controls it has, and their ranges
/// ```
///
/// The same equipment gives the same parts whatever gain, binning or exposure is set, and after every reconnect. No part
/// depends on time, order or language.
///
/// @param parts text by name, neither empty; a name begins with the word of a [Kind] and a dot. None at all is [#UNKNOWN]
public record CameraEpoch(SortedMap<String, String> parts) {

    /// A camera that tells nothing, or a file of a version that did not ask. Neither equal to another nor changed.
    public static final CameraEpoch UNKNOWN = new CameraEpoch(new TreeMap<>());

    /// What a part is about; the word its name begins with.
    public enum Kind {
        DRIVER("driver", "driver"), SDK("sdk", "SDK"), FIRMWARE("firmware", "firmware"),
        /// Another one is another camera, not another epoch of the same.
        CAMERA("camera", "camera"),
        /// The readout mode. A mode may have its own ranges, so shapes are compared between equal modes only.
        READOUT("readout", "readout mode"), SHAPE("shape", "controls");

        private final String word;
        private final String title;

        Kind(String word, String title) {
            this.word = word;
            this.title = title;
        }

        /// For people: `driver`, `SDK`, `controls`.
        public String title() {
            return title;
        }

        /// The name of a part of this kind.
        public String part(String name) {
            return word + "." + name;
        }

        /// @throws IllegalArgumentException the name begins with no such word
        static Kind of(String part) {
            for (Kind kind : values()) {
                if (part.startsWith(kind.word + ".") && part.length() > kind.word.length() + 1) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("part \"" + part
                    + "\"; allowed: a name that begins with driver, sdk, firmware, camera, readout or shape and a dot");
        }

        String nameIn(String part) {
            return part.substring(word.length() + 1);
        }
    }

    /// How an epoch stands to another.
    public enum Relation {
        /// Nothing changed.
        SAME,
        /// Something changed: [CameraEpoch#changesFrom] tells what.
        OTHER,
        /// One of the two is not known.
        UNKNOWN
    }

    public CameraEpoch {
        var copy = new TreeMap<String, String>();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            Kind.of(part.getKey());
            if (part.getValue().isEmpty()) {
                throw new IllegalArgumentException("part \"" + part.getKey() + "\" is empty");
            }
            copy.put(part.getKey(), part.getValue());
        }
        parts = Collections.unmodifiableSortedMap(copy);
    }

    public static CameraEpoch of(Map<String, String> parts) {
        return new CameraEpoch(new TreeMap<>(parts));
    }

    public boolean isKnown() {
        return !parts.isEmpty();
    }

    /// Twelve hex digits: the first of the SHA-256 of [#text]. Empty when unknown.
    public String id() {
        return isKnown() ? EpochText.id(text()) : "";
    }

    /// The canonical text: what is kept in a file and what [#id] is made of; see [EpochText]. Empty when unknown.
    public String text() {
        return isKnown() ? EpochText.write(parts) : "";
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException it is something else; the message names the line
    public static CameraEpoch parse(String text) {
        return text.isEmpty() ? UNKNOWN : new CameraEpoch(EpochText.read(text));
    }

    public Relation relationTo(CameraEpoch earlier) {
        if (!isKnown() || !earlier.isKnown()) {
            return Relation.UNKNOWN;
        }
        return changesFrom(earlier).isEmpty() ? Relation.SAME : Relation.OTHER;
    }

    /// What is other than it was: driver first, then SDK, firmware, camera, controls; each by name. Another readout mode
    /// is no change, and between two modes shapes are not compared. Empty when either is unknown.
    public List<EpochChange> changesFrom(CameraEpoch earlier) {
        if (!isKnown() || !earlier.isKnown()) {
            return List.of();
        }
        SortedMap<String, String> mode = of(Kind.READOUT);
        boolean sameMode = earlier.of(Kind.READOUT).entrySet().stream()
                .allMatch(part -> part.getValue().equals(mode.getOrDefault(part.getKey(), part.getValue())));
        var changes = new ArrayList<EpochChange>();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.READOUT && (kind != Kind.SHAPE || sameMode)) {
                changes.addAll(changes(kind, earlier));
            }
        }
        return List.copyOf(changes);
    }

    private List<EpochChange> changes(Kind kind, CameraEpoch earlier) {
        SortedMap<String, String> before = earlier.of(kind);
        SortedMap<String, String> now = of(kind);
        var names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .map(name -> new EpochChange(kind, name, before.getOrDefault(name, ""),
                        now.getOrDefault(name, "")))
                .filter(change -> !change.before().equals(change.now())).toList();
    }

    /// The parts of one kind, by their names without its word.
    private SortedMap<String, String> of(Kind kind) {
        var found = new TreeMap<String, String>();
        parts.forEach((part, text) -> {
            if (Kind.of(part) == kind) {
                found.put(kind.nameIn(part), text);
            }
        });
        return found;
    }
}
