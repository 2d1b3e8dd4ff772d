package dev.darkbox.device;

import java.util.Locale;

/// How well a state is known, weakest first. A device's "Ok" is not proof.
public enum Evidence {

    /// We sent the order; nothing came back.
    COMMANDED,
    /// Follows from something else we know, such as a travel time that has passed.
    INFERRED,
    /// The device says so.
    REPORTED,
    /// A sensor of its own (limit switch, light sensor) says so.
    SENSED,
    /// A picture shows it.
    IMAGE_VERIFIED;

    /// For people: `image-verified`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whichever is better known.
    public Evidence or(Evidence other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
