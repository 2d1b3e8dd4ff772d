package dev.darkbox.quality;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A level, of the frame or of a part of it, that jumps from one frame to the next.
///
/// Levels may drift as they like: a sensor that settles, cools or ages does so frame by frame. A jump is far beyond the
/// noise of a pixel and beyond the steps before it.
final class LevelJump {

    /// So many times the noise of a pixel, for the frame and for a patch against the frame.
    private static final double FRAME_NOISES = 5;
    private static final double PATCH_NOISES = 3;
    /// So many times the largest step there was.
    private static final double STEPS = 5;

    private LevelJump() {}

    /// Against the frames just before.
    ///
    /// @param before at least four sound ones, the last one last
    static Optional<Fault> after(List<FramePrint> before, FramePrint print) {
        double steps = 0;
        double patchSteps = 0;
        for (int i = 1; i < before.size(); i++) {
            steps = Math.max(steps, Math.abs(step(before.get(i - 1), before.get(i))));
            patchSteps = Math.max(patchSteps, patchStep(before.get(i - 1), before.get(i)));
        }
        FramePrint last = before.getLast();
        double patchLimit = limit(PATCH_NOISES, last, patchSteps);
        return fault(Math.abs(step(last, print)), limit(FRAME_NOISES, last, steps), "the frame's level is")
                .or(() -> fault(patchStep(last, print), patchLimit, "the level of a part of the frame is"));
    }

    /// Against the two frames around it.
    static Optional<Fault> between(FramePrint before, FramePrint print, FramePrint after) {
        double way = Math.abs(step(before, after));
        double up = step(before, print);
        double back = step(print, after);
        double jump = up * back < 0 ? Math.min(Math.abs(up), Math.abs(back)) : 0;
        double patchJump = Math.min(patchStep(before, print), patchStep(print, after));
        return fault(jump, limit(FRAME_NOISES, after, way), "the frame's level is")
                .or(() -> fault(patchJump, limit(PATCH_NOISES, after, patchStep(before, after)),
                        "the level of a part of the frame is"));
    }

    private static double limit(double noises, FramePrint last, double steps) {
        return Math.max(Math.max(1, noises * last.noiseAdu()), STEPS * steps);
    }

    private static Optional<Fault> fault(double jump, double limit, String what) {
        return jump > limit
                ? Optional.of(new Fault(OddFrame.Kind.LEVEL, jump / limit, String.format(Locale.ROOT,
                        "%s %.1f ADU off that of the frames beside it; at most %.1f may be", what, jump,
                        limit)))
                : Optional.empty();
    }

    private static double step(FramePrint from, FramePrint to) {
        return to.patches().levelAdu() - from.patches().levelAdu();
    }

    /// The largest step of a patch against that of the frame.
    private static double patchStep(FramePrint from, FramePrint to) {
        double frame = step(from, to);
        double[] a = from.patches().all();
        double[] b = to.patches().all();
        double most = 0;
        for (int p = 0; p < a.length; p++) {
            most = Math.max(most, Math.abs(b[p] - a[p] - frame));
        }
        return most;
    }
}
