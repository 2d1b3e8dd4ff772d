package dev.darkbox.device;

import java.time.Duration;

/// One exposure asked of a camera.
///
/// @param kind decides what a mechanical shutter does and what the driver writes in its header
/// @param duration shutter time; zero for a bias frame, for which the driver uses its shortest exposure
/// @param readout settings already made with [Camera#configure]
public record Exposure(Kind kind, Duration duration, Readout readout) {

    /// What the frame is for. A dark flat is a `DARK` to the camera.
    public enum Kind { BIAS, DARK, LIGHT }

    public Exposure {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("exposure of " + duration);
        }
        if (kind == Kind.BIAS && !duration.isZero()) {
            throw new IllegalArgumentException("a bias frame of " + duration);
        }
    }
}
