package dev.darkbox.quality;

import java.util.Locale;
import java.util.Optional;

/// More than expected, patch by patch: light comes on top and is nowhere the same.
///
final class Excess {

    private static final double NOISES = 6;

    private final double[] adu;
    private final double[] signalAdu;
    private final double noiseAdu;
    private final int across;

    /// @param adu more than expected, a patch each
    /// @param signalAdu what was expected of the dark itself, a patch each: it may be more by a part of it
    /// @param noiseAdu of a patch's level
    /// @param across patches from left to right
    Excess(double[] adu, double[] signalAdu, double noiseAdu, int across) {
        this.adu = adu.clone();
        this.signalAdu = signalAdu.clone();
        this.noiseAdu = noiseAdu;
        this.across = across;
    }

    /// What was expected, scaled to another exposure, ADU.
    double[] signal(double scale) {
        double[] signal = signalAdu.clone();
        for (int p = 0; p < signal.length; p++) {
            signal[p] *= scale;
        }
        return signal;
    }

    /// How much there may be.
    ///
    /// @param patchAdu more than the frame as a whole, in any patch
    /// @param levelAdu in the frame as a whole
    /// @param part of what is expected, on top of both: sensors age, temperatures have a tolerance
    record Limit(double patchAdu, double levelAdu, double part) {}

    /// What is above the limit, if anything: the worst of it.
    ///
    /// @param seconds of the exposure
    Optional<String> above(Limit limit, double seconds) {
        double level = levelAdu();
        double levelLimit = Math.max(limit.levelAdu, NOISES * noiseAdu)
                + limit.part * Math.max(0, PatchGrid.median(signalAdu.clone()));
        if (level > levelLimit) {
            return Optional.of(String.format(Locale.ROOT,
                    "%.3f ADU/s more light in all of the frame, at most %.3f may be", level / seconds,
                    levelLimit / seconds));
        }
        int worst = -1;
        double times = 1;
        for (int p = 0; p < adu.length; p++) {
            double over = Math.min(adu[p], adu[p] - level) / patchLimit(p, limit);
            if (over > times) {
                times = over;
                worst = p;
            }
        }
        return worst < 0
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "%.3f ADU/s more light %s than in all of the frame, at most %.3f may be",
                        (adu[worst] - level) / seconds, place(worst), patchLimit(worst, limit) / seconds));
    }

    /// How far it stays below the limit, for a line of text.
    String below(Limit limit, double seconds) {
        double level = levelAdu();
        double most = 0;
        for (double patch : adu) {
            most = Math.max(most, patch - level);
        }
        return String.format(Locale.ROOT, "patches at most %.3f ADU/s above it, %.3f allowed", most / seconds,
                Math.max(limit.patchAdu, NOISES * noiseAdu) / seconds);
    }

    double levelAdu() {
        return PatchGrid.median(adu.clone());
    }

    private double patchLimit(int p, Limit limit) {
        return Math.max(limit.patchAdu, NOISES * noiseAdu) + limit.part * Math.max(0, signalAdu[p]);
    }

    private String place(int patch) {
        int down = adu.length / across;
        int x = 3 * (patch % across) / across;
        int y = 3 * (patch / across) / down;
        if (x == 1 && y == 1) {
            return "in the middle";
        }
        String row = y == 0 ? "top" : y == 2 ? "bottom" : "";
        String column = x == 0 ? "left" : x == 2 ? "right" : "";
        return "at the " + (row + " " + column).strip();
    }

    /// Which part of another excess this is: 1 when it is all there, about 0 when it is something else.
    double partOf(Excess other) {
        double mine = levelAdu();
        double others = other.levelAdu();
        double products = 0;
        double squares = 0;
        for (int p = 0; p < adu.length; p++) {
            products += (adu[p] - mine) * (other.adu[p] - others);
            squares += (other.adu[p] - others) * (other.adu[p] - others);
        }
        return squares == 0 ? 0 : products / squares;
    }
}
