package dev.darkbox.quality;

/// How noisy a master and its frames are, ADU.
///
/// @param frame of one frame: the typical pixel's where the pixels' standard deviations are known or the two masters'
///     difference tells it, else the root mean square, in which hot pixels weigh; `NaN` when nothing tells
/// @param master of the master, likewise, not more than the pattern's width
/// @param frameBefore of one frame of the master before, to be compared with `frameNow`; `NaN` when nothing tells
/// @param frameNow of one frame, of the kind of `frameBefore`
/// @param typical whether those two are the typical pixel's
record Noise(double frame, double master, double frameBefore, double frameNow, boolean typical) {

    static Noise of(Subject now, Reference before, Survey.Seen seen) {
        double sigma = Survey.Patches.middle(seen.patches().sigma()) / medianOverTruth(now.frames());
        double told = before.metric("frame_noise_adu");
        boolean typical = !Double.isNaN(sigma) && !Double.isNaN(told);
        double difference = Survey.Patches.middle(seen.patches().changeScale())
                / Math.sqrt(1.0 / now.frames() + 1.0 / before.frames());
        double frame = !Double.isNaN(sigma) ? sigma : least(now.frameNoiseAdu(), difference);
        double master = Double.isNaN(frame)
                ? Survey.Patches.middle(seen.patches().nowScale())
                : frame / Math.sqrt(now.frames());
        return new Noise(frame, master, typical ? told : before.frameNoiseAdu(),
                typical ? sigma : now.frameNoiseAdu(), typical);
    }

    /// The smaller one of those that are told.
    private static double least(double one, double other) {
        boolean first = Double.isNaN(other) || other <= 0 || one < other;
        return first ? one : other;
    }

    /// The median of the standard deviations of so many normal samples, over the true one: Wilson and Hilferty's
    /// median of chi squared.
    private static double medianOverTruth(int samples) {
        return samples < 2 ? 1 : Math.pow(1 - 2 / (9.0 * (samples - 1)), 1.5);
    }
}
