package dev.darkbox.quality;

/// What a picture says about light.
///
/// @param text one line with value and limit
/// @param cause what usually causes it and what to do; empty when there is none
public record Light(Kind kind, String text, String cause) {

    /// From dark to lit.
    public enum Kind {
        /// No more light than before.
        NONE,
        /// Nothing to compare with.
        UNKNOWN,
        /// More than there may be.
        LEAK
    }

    static Light none(String text) {
        return new Light(Kind.NONE, text, "");
    }

    static Light unknown(String text) {
        return new Light(Kind.UNKNOWN, text, "");
    }
}
