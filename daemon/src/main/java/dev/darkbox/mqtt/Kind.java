package dev.darkbox.mqtt;

import dev.darkbox.plan.FrameSet;

/// Kinds of masters that have topics of their own.
enum Kind {
    BIAS("bias"), DARK("dark"), DARK_FLAT("dark-flat");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /// As in topics.
    String word() {
        return word;
    }

    static Kind of(FrameSet set) {
        return switch (set) {
            case FrameSet.Bias _ -> BIAS;
            case FrameSet.Dark _ -> DARK;
            case FrameSet.DarkFlat _ -> DARK_FLAT;
        };
    }

    /// Of a master's name.
    static Kind of(String master) {
        return master.startsWith("master-darkflat")
                ? DARK_FLAT
                : master.startsWith("master-dark") ? DARK : BIAS;
    }
}
