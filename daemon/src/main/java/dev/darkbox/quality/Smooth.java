package dev.darkbox.quality;

import java.util.Arrays;
import java.util.List;

/// The smooth part of what changed between two masters: how much of it is the old glow grown, and what is left.
///
/// Over the patches, `change = a + b x + c y + growth * glow + rest`, where glow is the old master's own smooth part:
/// least squares, twice again without patches that do not follow. The plane is in it so that light that falls off from one
/// side is not taken for glow; it belongs to the rest.
///
/// @param growth of the glow, 0 is none; `NaN` when there is no glow to speak of
/// @param glowSpanAdu of the old master, but for half a per cent at either end
/// @param spanAdu of the change, likewise
/// @param restSpanAdu of the change without the glow's
/// @param patchNoiseAdu scatter of the rest from one patch to the next
/// @param where the rest is highest, e.g. `at the top right`
record Smooth(double growth, double glowSpanAdu, double spanAdu, double restSpanAdu, double patchNoiseAdu,
        String where) {

    static final double ENDS = 0.005;

    private static final double GLOW_NOISES = 20;
    /// The glow must not look like a plane: least part of its variance that a plane does not explain.
    private static final double OWN_SHAPE = 0.1;
    private static final int ROUNDS = 3;
    private static final List<String> ACROSS = List.of("left", "", "right");
    private static final List<String> DOWN = List.of("top", "", "bottom");
    private static final double FAR_SIGMAS = 5;

    /// @param expected growth of dark current, taken for the glow's where its own cannot be told
    static Smooth of(Patchwork grid, float[] before, float[] change, double expected) {
        float[] glow = aboutMean(before);
        double glowSpan = span(glow);
        double growth = Double.NaN;
        if (glowSpan > GLOW_NOISES * noise(grid, change)) {
            growth = hasOwnShape(grid, glow) ? fit(grid, glow, change)[3] : expected;
        }
        var rest = new float[change.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = change[i] - (float) (Double.isNaN(growth) ? 0 : growth * glow[i]);
        }
        return new Smooth(growth, glowSpan, span(change), span(rest), noise(grid, rest),
                where(grid, rest));
    }

    private static String where(Patchwork grid, float[] rest) {
        double highest = Double.NEGATIVE_INFINITY;
        String where = "";
        for (int down = 0; down < 3; down++) {
            for (int across = 0; across < 3; across++) {
                int[] patches = grid.region(across, down);
                double sum = 0;
                for (int patch : patches) {
                    sum += rest[patch];
                }
                if (sum / patches.length > highest) {
                    highest = sum / patches.length;
                    where = (DOWN.get(down) + " " + ACROSS.get(across)).strip();
                }
            }
        }
        return where.isEmpty() ? "in the middle" : "at the " + where;
    }

    /// From the lowest to the highest, but for half a per cent of them at either end.
    static double span(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int out = (int) (ENDS * sorted.length);
        return (double) sorted[sorted.length - 1 - out] - sorted[out];
    }

    /// Half the width of the middle of the differences from one patch to the next.
    private static double noise(Patchwork grid, float[] values) {
        var steps = new float[values.length];
        int count = 0;
        for (int i = 1; i < values.length; i++) {
            if (i % grid.across() != 0) {
                steps[count++] = values[i] - values[i - 1];
            }
        }
        return count == 0 ? 0 : Select.madSigma(steps, count, 0) / Math.sqrt(2);
    }

    private static boolean hasOwnShape(Patchwork grid, float[] glow) {
        double[] plane = solved(normal(grid, new float[glow.length], glow, allOf(glow), 3));
        double left = 0;
        double all = 0;
        for (int i = 0; i < glow.length; i++) {
            double off = glow[i] - (plane[0] + plane[1] * across(grid, i) + plane[2] * down(grid, i));
            left += off * off;
            all += glow[i] * glow[i];
        }
        return left > OWN_SHAPE * all;
    }

    /// The four coefficients.
    private static double[] fit(Patchwork grid, float[] glow, float[] change) {
        boolean[] follows = allOf(glow);
        var rest = new float[change.length];
        double[] fit = new double[4];
        for (int round = 0; round < ROUNDS; round++) {
            fit = solved(normal(grid, glow, change, follows, 4));
            for (int i = 0; i < rest.length; i++) {
                rest[i] = (float) (change[i] - (fit[0] + fit[1] * across(grid, i) + fit[2] * down(grid, i)
                        + fit[3] * glow[i]));
            }
            double far = FAR_SIGMAS * Select.madSigma(rest.clone(), rest.length, 0);
            for (int i = 0; i < rest.length; i++) {
                follows[i] = Math.abs(rest[i]) <= far;
            }
        }
        return fit;
    }

    private static boolean[] allOf(float[] values) {
        var all = new boolean[values.length];
        Arrays.fill(all, true);
        return all;
    }

    private static float[] aboutMean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float[] about = values.clone();
        for (int i = 0; i < about.length; i++) {
            about[i] -= (float) (sum / values.length);
        }
        return about;
    }

    private static double across(Patchwork grid, int patch) {
        return (patch % grid.across() + 0.5) / grid.across() - 0.5;
    }

    private static double down(Patchwork grid, int patch) {
        int row = patch / grid.across();
        return (row + 0.5) / grid.down() - 0.5;
    }

    /// Normal equations of the first `terms` of 1, x, y, glow.
    private static double[][] normal(Patchwork grid, float[] glow, float[] wanted, boolean[] counts,
            int terms) {
        var sums = new double[terms][terms + 1];
        for (int i = 0; i < wanted.length; i++) {
            if (counts[i]) {
                double[] row = {1, across(grid, i), down(grid, i), glow[i]};
                for (int j = 0; j < terms; j++) {
                    for (int k = 0; k < terms; k++) {
                        sums[j][k] += row[j] * row[k];
                    }
                    sums[j][terms] += row[j] * wanted[i];
                }
            }
        }
        return sums;
    }

    /// Gauss, with the diagonal as it comes: the matrix is positive. An unknown that nothing tells is 0.
    private static double[] solved(double[][] sums) {
        int terms = sums.length;
        for (int pivot = 0; pivot < terms; pivot++) {
            for (int row = 0; row < terms; row++) {
                if (row != pivot && sums[pivot][pivot] > 1e-12) {
                    double times = sums[row][pivot] / sums[pivot][pivot];
                    for (int k = pivot; k <= terms; k++) {
                        sums[row][k] -= times * sums[pivot][k];
                    }
                }
            }
        }
        var solution = new double[terms];
        for (int i = 0; i < terms; i++) {
            solution[i] = sums[i][i] > 1e-12 ? sums[i][terms] / sums[i][i] : 0;
        }
        return solution;
    }
}
