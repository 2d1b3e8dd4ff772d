package dev.darkbox.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Makes dark frames of 300 s as a cooled CMOS camera does, the same every time: a pedestal with a fixed pattern and columns,
/// amplifier glow in two corners, hot pixels; read noise that differs from pixel to pixel, noisy pixels and pixels that
/// jump between two levels; rows and levels that wander; cosmic rays.
///
/// Memory: 8 bytes per pixel.
final class DarkFrames {

    private static final double PEDESTAL_ADU = 500;
    private static final double READ_NOISE_ADU = 5;
    private static final double EXPOSURE_SECONDS = 300;
    private static final float JUMP_ADU = 60;
    private static final int DEVIATES = 1 << 16;

    private final DarkSet set;
    private final float[] level; // by pixel, ADU
    private final float[] noise; // by pixel, ADU; negative: it also jumps
    private final float[] deviate = new float[DEVIATES];

    DarkFrames(DarkSet set) {
        this.set = set;
        level = new float[(int) set.pixels()];
        noise = new float[(int) set.pixels()];
        var random = new SplittableRandom(1);
        for (int i = 0; i < DEVIATES; i++) {
            deviate[i] = (float) (random.nextGaussian() * Math.sqrt(0.5)); // two of them make one
        }
    }

    void write() throws IOException, InterruptedException {
        sensor(new SplittableRandom(2));
        var frames = new ArrayList<Callable<Path>>();
        for (int f = 0; f < set.frames(); f++) {
            int frame = f;
            frames.add(() -> write(frame));
        }
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (var written : threads.invokeAll(frames)) {
                written.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("making frames: " + e.getCause(), e);
        }
    }

    private void sensor(SplittableRandom random) {
        var column = new float[set.width()];
        for (int x = 0; x < column.length; x++) {
            column[x] = (float) random.nextGaussian();
        }
        for (int i = 0; i < level.length; i++) {
            int x = i % set.width();
            int y = i / set.width();
            double fromRight = 1 - (double) x / set.width();
            double fromLeft = 1 - fromRight;
            double fromBottom = 1 - (double) y / set.height();
            double current = EXPOSURE_SECONDS * (0.02
                    + 0.3 * Math.exp(-(fromRight * fromRight + fromBottom * fromBottom) * 100)
                    + 0.1 * Math.exp(-(fromLeft * fromLeft + fromBottom * fromBottom) * 50));
            if (random.nextInt(2000) == 0) {
                current += EXPOSURE_SECONDS * 0.05 * Math.pow(4000, random.nextDouble());
            }
            double read = READ_NOISE_ADU * Math.exp(0.15 * random.nextGaussian());
            int fault = random.nextInt(1000);
            read *= fault < 2 ? 4 : 1;
            level[i] = (float) (PEDESTAL_ADU + 1.5 * random.nextGaussian() + column[x] + current);
            noise[i] = (float) Math.sqrt(read * read + current) * (fault == 2 ? -1 : 1);
        }
    }

    private Path write(int frame) throws IOException {
        var random = new SplittableRandom(1000 + frame);
        ByteBuffer bytes = ByteBuffer.allocate((int) set.fileBytes());
        bytes.put(header(frame));
        var row = new short[set.width()];
        float drift = (float) (0.3 * random.nextGaussian());
        long state = random.nextLong() | 1;
        for (int y = 0; y < set.height(); y++) {
            state = row(y * set.width(), drift + (float) (0.4 * random.nextGaussian()), state, row);
            bytes.asShortBuffer().put(row);
            bytes.position(bytes.position() + 2 * row.length);
        }
        hits(random, bytes);
        Path file = set.files().get(frame);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            bytes.rewind();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false); // what is not on the disk yet cannot be dropped from the page cache
        }
        return file;
    }

    /// Fills a row as FITS stores it; four random words of 16 bits make the noise of two pixels.
    private long row(int first, float offset, long randomState, short[] row) {
        long state = randomState;
        for (int x = 0; x < row.length; x++) {
            if (x % 2 == 0) {
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
            }
            int words = (int) (state >>> (x % 2 * 32));
            float unit = deviate[words & 0xffff] + deviate[words >>> 16];
            float spread = noise[first + x];
            float adu = level[first + x] + offset + Math.abs(spread) * unit;
            if (spread < 0 && (state & 0xf00) < 0x300) {
                adu += JUMP_ADU;
            }
            row[x] = (short) (Math.clamp((int) (adu + 0.5f), 0, 65_535) - 32_768);
        }
        return state;
    }

    /// Tracks of cosmic rays, some 150 of them on a large sensor.
    private void hits(SplittableRandom random, ByteBuffer bytes) {
        double expected = 3 + set.pixels() / 26e6 * EXPOSURE_SECONDS * 0.5;
        int count = (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
        for (int hit = 0; hit < count; hit++) {
            double x = random.nextDouble(set.width());
            double y = random.nextDouble(set.height());
            double angle = random.nextDouble(2 * Math.PI);
            int length = 1 + (int) (24 * Math.pow(random.nextDouble(), 3));
            double energy = 80 * Math.pow(375, random.nextDouble());
            for (int step = 0; step < length; step++) {
                int px = (int) Math.floor(x + step * Math.cos(angle));
                int py = (int) Math.floor(y + step * Math.sin(angle));
                if (px < 0 || py < 0 || px >= set.width() || py >= set.height()) {
                    break;
                }
                int at = 2880 + 2 * (py * set.width() + px);
                double adu = bytes.getShort(at) + 32_768 + energy * random.nextDouble(0.6, 1.4);
                bytes.putShort(at, (short) (Math.min(65_535, (int) adu) - 32_768));
            }
        }
    }

    private byte[] header(int frame) {
        var header = new StringBuilder();
        int second = frame * 302;
        for (String card : List.of("SIMPLE  =                    T", "BITPIX  =                   16",
                "NAXIS   =                    2", "NAXIS1  = %20d".formatted(set.width()),
                "NAXIS2  = %20d".formatted(set.height()), "BZERO   =                32768",
                "BSCALE  =                    1", "IMAGETYP= 'Dark Frame'", "EXPTIME =                300.0",
                "CCD-TEMP=                -10.0", "GAIN    =                  100",
                "OFFSET  =                   50",
                "DATE-OBS= '2026-01-%02dT%02d:%02d:%02d'".formatted(10 + second / 86_400, second / 3600 % 24,
                        second / 60 % 60, second % 60),
                "END")) {
            header.append("%-80s".formatted(card));
        }
        return "%-2880s".formatted(header).getBytes(StandardCharsets.ISO_8859_1);
    }
}
