package dev.darkbox.stack;

/// What can be told of each pixel beside its value, as a picture `f32[height][width]` in native byte order. Each costs
/// 4 bytes of disk per pixel and no memory that grows with the picture.
public enum Plane {
    /// Samples rejected as too low.
    LOW,
    /// Samples rejected as too high.
    HIGH,
    /// Samples kept.
    USED,
    /// Standard deviation of the kept samples (n - 1), ADU; 0 where fewer than two are kept.
    SIGMA,
    /// Mean of the kept samples of the first, third, fifth, ... frame less that of the others, ADU; 0 where either has
    /// none. Its scatter is twice the noise of a mean master, whatever pattern the frames share.
    HALVES
}
