package dev.darkbox.plan;

import dev.darkbox.device.Exposure;
import java.time.Duration;

/// The frames that become one master.
public sealed interface FrameSet {

    /// Exposure of every frame in the set; zero for bias.
    Duration exposure();

    /// Frames taken and thrown away first, while the sensor's readout settles.
    int discard();

    /// Frames that must be accepted before the master is written.
    int keep();

    /// What a camera is asked for.
    Exposure.Kind kind();

    /// Zero-length frames: the camera's shortest exposure.
    record Bias(int discard, int keep) implements FrameSet {
        @Override
        public Duration exposure() {
            return Duration.ZERO;
        }

        @Override
        public Exposure.Kind kind() {
            return Exposure.Kind.BIAS;
        }
    }

    /// Frames as long as the lights they will correct.
    record Dark(Duration exposure, int discard, int keep) implements FrameSet {
        @Override
        public Exposure.Kind kind() {
            return Exposure.Kind.DARK;
        }
    }

    /// Darks as long as the flats of one filter.
    ///
    /// @param filter name as in the wheel and in the trained flat table; `[A-Za-z0-9+-]{1,32}` by configuration
    record DarkFlat(String filter, Duration exposure, int discard, int keep) implements FrameSet {
        @Override
        public Exposure.Kind kind() {
            return Exposure.Kind.DARK;
        }
    }
}
