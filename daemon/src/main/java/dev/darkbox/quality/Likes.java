package dev.darkbox.quality;

import java.util.List;

/// The rows of several frames: what each is like in the middle one of them.
///
/// Immutable. Memory: as a print.
final class Likes {

    private final float[] levels;
    private final float[] steps;
    private final int parts;

    /// @param prints three or more, of one size
    Likes(List<FramePrint> prints) {
        FramePrint any = prints.getFirst();
        parts = any.parts();
        levels = new float[any.rows() * parts];
        steps = new float[any.rows()];
        float[] likes = new float[prints.size()];
        for (int i = 0; i < levels.length; i++) {
            for (int f = 0; f < likes.length; f++) {
                likes[f] = prints.get(f).partLevel(i);
            }
            levels[i] = Middles.ofSome(likes, likes.length);
        }
        for (int y = 0; y < steps.length; y++) {
            for (int f = 0; f < likes.length; f++) {
                likes[f] = prints.get(f).rowStep(y);
            }
            steps[y] = Middles.ofSome(likes, likes.length);
        }
    }

    /// How far the rows of a print are from their likes, ADU: the median over the parts, so that hits of cosmic rays and
    /// single hot pixels do not count.
    float[] apart(FramePrint print) {
        float[] apart = new float[steps.length];
        float[] off = new float[parts];
        for (int y = 0; y < apart.length; y++) {
            for (int p = 0; p < parts; p++) {
                off[p] = print.partLevel(y * parts + p) - levels[y * parts + p];
            }
            apart[y] = Middles.ofSome(off, parts);
        }
        return apart;
    }

    /// Usual step of each row, ADU; a copy.
    float[] steps() {
        return steps.clone();
    }
}
