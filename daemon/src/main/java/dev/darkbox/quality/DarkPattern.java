package dev.darkbox.quality;

/// What the dark looks like: a master dark of some conditions and, if there is one, the master bias beside it.
///
/// @param dark levels of its patches, ADU
/// @param bias levels of the master bias's patches, or of a bias frame where there is none, ADU
/// @param exposureS seconds, above 0
/// @param name for a line of text
public record DarkPattern(PatchGrid dark, PatchGrid bias, double exposureS, String name) {

    public DarkPattern {
        if (!(exposureS > 0)) {
            throw new IllegalArgumentException("a dark of " + exposureS + " s");
        }
    }

    /// What the dark adds to a bias frame in some time, ADU, a patch each.
    double[] signal(double seconds) {
        double[] signal = dark.all();
        double[] below = bias.all();
        for (int p = 0; p < signal.length; p++) {
            signal[p] = (signal[p] - below[p]) * seconds / exposureS;
        }
        return signal;
    }

    boolean fits(PatchGrid other) {
        return dark.across() == other.across() && dark.down() == other.down()
                && bias.across() == other.across() && bias.down() == other.down();
    }
}
