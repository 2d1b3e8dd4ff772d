package dev.darkbox.device.sim;

import java.util.Arrays;

/// Electrons that only a few pixels of one frame get: telegraph jumps and tracks of cosmic rays.
///
/// Room for every telegraph pixel and 65,536 pixels of tracks; tracks beyond that are dropped.
final class Sparse {

    private static final int TRACK_PIXELS = 1 << 16;
    private static final int LONGEST_TRACK_PX = 60;

    /// Charge of a track per pixel it crosses: a muon frees some 80 e- per µm of silicon, and the sensitive
    /// layer is a few µm.
    private static final double TRACK_ELECTRONS = 700;

    /// Pixel index above 32 bits of electrons as `float` bits, ascending.
    private final long[] hits;
    private int count;
    private int read;

    Sparse(int telegraphs) {
        hits = new long[telegraphs + TRACK_PIXELS];
    }

    /// Draws the sparse pixels of one frame.
    void draw(FixedPattern pattern, SimSensor sensor, double exposureS, Bits bits) {
        count = 0;
        read = 0;
        for (Telegraph telegraph : pattern.telegraphs()) {
            if (bits.unit() < telegraph.highPart()) {
                add(telegraph.pixel(), telegraph.electrons());
            }
        }
        double side = sensor.pixelMicron() * 1e-4;
        double cm2 = sensor.shape().pixels() * side * side;
        for (int i = bits.poisson(sensor.dark().cosmicPerCm2Min() * cm2 * exposureS / 60); i > 0; i--) {
            track(sensor.shape().widthPx(), sensor.shape().heightPx(), bits);
        }
        Arrays.sort(hits, 0, count);
    }

    private void track(int width, int height, Bits bits) {
        double x = bits.unit() * width;
        double y = bits.unit() * height;
        double angle = bits.unit() * 2 * Math.PI;
        int length = (int) Math.min(LONGEST_TRACK_PX, 1 - 4 * Math.log(bits.unit()));
        double electrons = TRACK_ELECTRONS * Math.exp(0.8 * bits.normal());
        for (int i = 0; i < length; i++) {
            int px = (int) (x + i * Math.cos(angle));
            int py = (int) (y + i * Math.sin(angle));
            if (px >= 0 && px < width && py >= 0 && py < height) {
                add(py * width + px, (float) (electrons * (0.7 + 0.6 * bits.unit())));
            }
        }
    }

    private void add(int pixel, float electrons) {
        if (count < hits.length) {
            hits[count++] = (long) pixel << 32 | Float.floatToRawIntBits(electrons);
        }
    }

    /// Adds what falls on a row; rows are asked for from top to bottom.
    void addTo(float[] adu, int row, double aduPerElectron) {
        long end = (long) (row + 1) * adu.length;
        for (; read < count && hits[read] >> 32 < end; read++) {
            int x = (int) ((hits[read] >> 32) - (long) row * adu.length);
            adu[x] += (float) (Float.intBitsToFloat((int) hits[read]) * aduPerElectron);
        }
    }
}
