package dev.darkbox.stack;

/// Which samples of a pixel's stack are left out. Definitions and sources stand with each kind.
public sealed interface Rejection {

    /// Every sample counts.
    record None() implements Rejection {}

    /// Iterated sigma clipping about the median.
    record Sigma(double low, double high) implements Rejection {}

    /// Iterated winsorised sigma clipping (Huber), the default with 3/3.
    record Winsorized(double low, double high) implements Rejection {}

    /// Iterated clipping by the median absolute deviation x 1.4826.
    record Mad(double low, double high) implements Rejection {}

    /// Clipping about a straight line through the sorted samples, refitted each round.
    record LinearFit(double low, double high) implements Rejection {}

    /// Generalized extreme studentized deviate (Rosner 1983, NIST).
    ///
    /// @param outliers largest fraction that may be rejected, 0..0.5
    /// @param significance 0..1
    record Esd(double outliers, double significance) implements Rejection {}

    /// Samples further than a fraction of the median from it.
    record Percentile(double low, double high) implements Rejection {}

    /// The `low` smallest and `high` largest samples.
    record MinMax(int low, int high) implements Rejection {}
}
