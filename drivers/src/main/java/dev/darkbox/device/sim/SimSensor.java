package dev.darkbox.device.sim;

import dev.darkbox.device.FrameShape;
import java.time.Duration;
import java.util.List;

/// The simulated sensor and its readout.
///
/// @param shape whole sensor, unbinned
/// @param pixelMicron side of a pixel in µm
/// @param adcBits 8..16; fewer than 16 are left-aligned in the frame, as vendors do
/// @param maxGain highest gain setting, steps of 0.1 dB; the lowest is 0
/// @param maxOffset highest offset setting; the lowest is 0
/// @param maxBinning 1..4; binned pixels are the mean of theirs, after the converter
/// @param shortest shortest exposure: what a bias frame is
/// @param longest longest exposure the camera takes
/// @param readout time from the end of the exposure to the frame
/// @param modes readout modes, the first is the one after power-up
public record SimSensor(
        FrameShape shape,
        double pixelMicron,
        int adcBits,
        int maxGain,
        int maxOffset,
        int maxBinning,
        Duration shortest,
        Duration longest,
        Duration readout,
        List<SimMode> modes,
        SimBias bias,
        SimDark dark,
        SimDefects defects) {

    public SimSensor {
        modes = List.copyOf(modes);
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("a sensor needs at least one readout mode");
        }
        if (adcBits < 8 || adcBits > 16) {
            throw new IllegalArgumentException("adcBits " + adcBits + ", allowed are 8 to 16");
        }
        if (maxBinning < 1 || maxBinning > 4) {
            throw new IllegalArgumentException("maxBinning " + maxBinning + ", allowed are 1 to 4");
        }
        if (!shortest.isPositive() || longest.compareTo(shortest) < 0 || readout.isNegative()) {
            throw new IllegalArgumentException(
                    "exposures of %s to %s, readout %s".formatted(shortest, longest, readout));
        }
    }

    /// A cooled monochrome camera: 0.25 e-/ADU and 6 ADU of read noise at gain 100.
    public static SimSensor typical(FrameShape shape) {
        return new SimSensor(
                shape, 3.76, 16, 600, 240, 4,
                Duration.ofNanos(32_000), Duration.ofHours(2), Duration.ofMillis(400),
                List.of(new SimMode("Standard", 0.78, 1.2, 3.5), new SimMode("High Gain", 0.25, 1.1, 3.5)),
                SimBias.typical(), SimDark.typical(), SimDefects.typical());
    }

    /// The same camera with a perfect sensor, but for noise: what a test of one effect starts from.
    public static SimSensor plain(FrameShape shape) {
        return typical(shape).with(SimBias.plain()).with(SimDark.plain(0)).with(SimDefects.none());
    }

    public SimSensor with(SimBias newBias) {
        return new SimSensor(
                shape, pixelMicron, adcBits, maxGain, maxOffset, maxBinning, shortest, longest, readout,
                modes,
                newBias, dark, defects);
    }

    public SimSensor with(SimDark newDark) {
        return new SimSensor(
                shape, pixelMicron, adcBits, maxGain, maxOffset, maxBinning, shortest, longest, readout,
                modes,
                bias, newDark, defects);
    }

    public SimSensor with(SimDefects newDefects) {
        return new SimSensor(
                shape, pixelMicron, adcBits, maxGain, maxOffset, maxBinning, shortest, longest, readout,
                modes,
                bias, dark, newDefects);
    }

    /// The same sensor behind another converter.
    public SimSensor withAdcBits(int bits) {
        return new SimSensor(
                shape, pixelMicron, bits, maxGain, maxOffset, maxBinning, shortest, longest, readout, modes,
                bias, dark, defects);
    }
}
