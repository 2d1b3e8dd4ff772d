package dev.darkbox.device.sim;

import dev.darkbox.device.FrameBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;

/// Makes frames: fixed pattern, dark current with its shot noise, glow, light, defects, read noise, converter.
///
/// ```
/// electrons = Poisson(dark * darkS + glow + light) + telegraph + cosmic rays
/// adu       = level + pattern + row noise + read noise + electrons / gain      -> converter, clipped -> binning
/// ```
///
/// Row by row through a few float rows that stay in the cache. Not thread-safe. Memory: what
/// [FixedPattern] says and some rows.
final class FrameMaker implements AutoCloseable {

    /// Below this exposure, and below as many electrons of light, the Poisson draw is left out: the median pixel
    /// of a usable sensor collects less than one electron in a thousand such frames.
    private static final double NO_ELECTRONS = 1e-3;

    private static final long NOISE = 0x6E6F_6973_65L;

    private final SimSensor sensor;
    private final long noiseSeed;
    private final Arena arena = Arena.ofShared();
    private final FixedPattern pattern;
    private final Sparse sparse;
    private final int width;
    private final int height;
    private final float[] bias;
    private final float[] dark;
    private final float[] noise;
    private final float[] adu;
    private final float[] glowAcross;
    private final Converter converter;

    /// @param powerUp when the sensor was switched on: another start gives other noise
    FrameMaker(SimSensor sensor, long seed, int season, Instant powerUp) {
        this.sensor = sensor;
        noiseSeed = Bits.key(Bits.key(seed, NOISE, season), powerUp.getEpochSecond(), powerUp.getNano());
        pattern = FixedPattern.grow(sensor, seed, season, arena);
        sparse = new Sparse(pattern.telegraphs().size());
        width = sensor.shape().widthPx();
        height = sensor.shape().heightPx();
        bias = new float[width];
        dark = new float[width];
        noise = new float[width];
        adu = new float[width];
        converter = new Converter(width, sensor.adcBits());
        glowAcross = new float[width];
        for (int x = 0; x < width; x++) {
            glowAcross[x] = (float) glow(x, width);
        }
    }

    /// Fills a buffer with one frame.
    ///
    /// @param into of the sensor's shape over the binning, rounded down
    void make(Conditions seen, FrameBuffer into) {
        double aduPerElectron = 1 / seen.mode().electronsPerAdu(seen.gain());
        float readAdu = (float) seen.mode().readNoiseAdu(seen.gain());
        double glowElectrons = sensor.dark().glowElectronsPerS() * seen.darkS()
                * (1 + seen.exposureS() / sensor.dark().glowRiseS());
        boolean electronsFlow = seen.darkS() > NO_ELECTRONS || seen.light().electrons() > NO_ELECTRONS;
        sparse.draw(pattern, sensor, seen.exposureS(), new Bits(Bits.key(noiseSeed, seen.number(), -1)));
        int rows = into.shape().heightPx() * seen.binning();
        for (int y = 0; y < rows; y++) {
            var bits = new Bits(Bits.key(noiseSeed, seen.number(), y));
            float level = (float) (seen.levelAdu() + sensor.bias().rowNoiseAdu() * bits.normal());
            fetch(pattern.biasAdu(), y, bias);
            fetch(pattern.noise(), y, noise);
            if (electronsFlow) {
                fetch(pattern.darkElectrons(), y, dark);
                expectElectrons(seen, glowElectrons * glow(y, height), y);
                exposeRow(level, readAdu, (float) aduPerElectron, bits.next());
            } else {
                biasRow(level, readAdu, bits.next());
            }
            sparse.addTo(adu, y, aduPerElectron);
            converter.row(adu, y, seen.binning(), into);
        }
    }

    /// Glow falls off as a bell curve from the right and from the bottom.
    private double glow(int at, int size) {
        double away = (size - 1 - at) / (sensor.dark().glowWidth() * size);
        return Math.exp(-away * away / 2);
    }

    private void fetch(MemorySegment map, int y, float[] row) {
        MemorySegment.copy(map, ValueLayout.JAVA_FLOAT, 4L * y * width, row, 0, width);
    }

    /// Turns a row of dark currents into the electrons to expect.
    private void expectElectrons(Conditions seen, double glowElectrons, int y) {
        float darkS = (float) seen.darkS();
        float glow = (float) glowElectrons;
        var light = seen.light();
        float left = (float) (light.electrons() - light.acrossElectrons() / 2
                + light.downElectrons() * ((y + 0.5) / height - 0.5));
        float slope = (float) (light.acrossElectrons() / width);
        for (int x = 0; x < width; x++) {
            dark[x] = dark[x] * darkS + glow * glowAcross[x] + Math.max(0, left + slope * x);
        }
    }

    private void exposeRow(float level, float readAdu, float aduPerElectron, long key) {
        float[] row = adu;
        long state = key;
        for (int x = 0; x < row.length; x++) {
            state += Bits.GAMMA;
            long bits = Bits.mix(state);
            float mean = dark[x];
            float electrons;
            if (mean < Poisson.LARGEST) {
                electrons = Poisson.of(mean, bits >>> Normal.BITS);
            } else {
                electrons = mean + (float) Math.sqrt(mean) * Normal.of(bits >>> Normal.BITS);
            }
            row[x] = level + bias[x] + noise[x] * readAdu * Normal.of(bits) + electrons * aduPerElectron;
        }
    }

    private void biasRow(float level, float readAdu, long key) {
        float[] row = adu;
        long state = key;
        for (int x = 0; x < row.length; x += 2) {
            state += Bits.GAMMA;
            long bits = Bits.mix(state);
            row[x] = level + bias[x] + noise[x] * readAdu * Normal.of(bits);
            if (x + 1 < row.length) {
                row[x + 1] = level + bias[x + 1] + noise[x + 1] * readAdu * Normal.of(bits >>> 32);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
