package dev.darkbox.device.sim;

import dev.darkbox.device.FrameShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a sensor is, frame after frame and season after season: a function of the seed alone.
///
/// Memory: 12 bytes per pixel off the heap, freed with the arena.
///
/// @param biasAdu `f32[height][width]`: distance of a pixel's bias from the level
/// @param darkElectrons `f32[height][width]`: dark current at the reference temperature, e-/s
/// @param noise `f32[height][width]`: a pixel's read noise over the sensor's rms
/// @param telegraphs by pixel, ascending
record FixedPattern(
        MemorySegment biasAdu, MemorySegment darkElectrons, MemorySegment noise, List<Telegraph> telegraphs) {

    /// Streams of the seed, one per kind of pattern.
    private static final int PIXELS = 1;
    private static final int COLUMNS = 2;
    private static final int ROWS = 3;
    private static final int TELEGRAPHS = 4;
    private static final int HOT = 100;

    static FixedPattern grow(SimSensor sensor, long seed, int season, Arena arena) {
        FrameShape shape = sensor.shape();
        var pattern = new FixedPattern(
                arena.allocate(4 * shape.pixels(), 64), arena.allocate(4 * shape.pixels(), 64),
                arena.allocate(4 * shape.pixels(), 64), telegraphs(sensor, seed));
        pattern.everyPixel(sensor, seed);
        for (int grown = 0; grown <= season; grown++) {
            double part = grown == 0 ? sensor.defects().hotFraction() : sensor.defects().newHotFraction();
            pattern.heat(sensor, part, new Bits(Bits.key(seed, HOT, grown)));
        }
        return pattern;
    }

    private void everyPixel(SimSensor sensor, long seed) {
        SimBias bias = sensor.bias();
        SimDark dark = sensor.dark();
        int width = sensor.shape().widthPx();
        int height = sensor.shape().heightPx();
        var columns = new double[width];
        var ofColumns = new Bits(Bits.key(seed, COLUMNS, 0));
        for (int x = 0; x < width; x++) {
            columns[x] = bias.columnPatternAdu() * ofColumns.normal();
        }
        // exp(-s²) makes the mean square one, so that the sensor's rms is the mode's
        double meanSquare = Math.exp(-bias.noiseSpread() * bias.noiseSpread());
        for (int y = 0; y < height; y++) {
            double row = bias.rowPatternAdu() * new Bits(Bits.key(seed, ROWS, y)).normal();
            var bits = new Bits(Bits.key(seed, PIXELS, y));
            for (int x = 0; x < width; x++) {
                long p = (long) y * width + x;
                double adu = row + columns[x] + bias.pixelPatternAdu() * bits.normal();
                biasAdu.setAtIndex(ValueLayout.JAVA_FLOAT, p, (float) adu);
                noise.setAtIndex(
                        ValueLayout.JAVA_FLOAT, p,
                        (float) (meanSquare * Math.exp(bias.noiseSpread() * bits.normal())));
                darkElectrons.setAtIndex(
                        ValueLayout.JAVA_FLOAT, p,
                        (float) (dark.electronsPerS() * Math.exp(dark.spread() * bits.normal())));
            }
        }
    }

    /// Raises some pixels' dark current.
    private void heat(SimSensor sensor, double part, Bits bits) {
        SimDefects defects = sensor.defects();
        for (long i = Math.round(part * sensor.shape().pixels()); i > 0; i--) {
            long p = (long) (bits.unit() * sensor.shape().pixels());
            double hot = defects.hotElectronsPerS() * Math.exp(defects.hotSpread() * bits.normal());
            float warm = darkElectrons.getAtIndex(ValueLayout.JAVA_FLOAT, p);
            darkElectrons.setAtIndex(ValueLayout.JAVA_FLOAT, p, warm + (float) hot);
        }
    }

    private static List<Telegraph> telegraphs(SimSensor sensor, long seed) {
        var bits = new Bits(Bits.key(seed, TELEGRAPHS, 0));
        var found = new ArrayList<Telegraph>();
        for (long i = Math
                .round(sensor.defects().telegraphFraction() * sensor.shape().pixels()); i > 0; i--) {
            int pixel = (int) (bits.unit() * sensor.shape().pixels());
            double electrons = sensor.defects().telegraphElectrons() * Math.exp(0.5 * bits.normal());
            found.add(new Telegraph(pixel, (float) electrons, (float) (0.2 + 0.6 * bits.unit())));
        }
        found.sort(Comparator.comparingInt(Telegraph::pixel));
        return List.copyOf(found);
    }
}
