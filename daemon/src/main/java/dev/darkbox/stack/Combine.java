package dev.darkbox.stack;

/// What becomes of the samples that were kept.
public enum Combine {
    /// Their mean.
    MEAN,
    /// The middle one, or the mean of the two middle ones.
    MEDIAN
}
