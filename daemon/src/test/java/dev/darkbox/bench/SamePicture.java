package dev.darkbox.bench;

import dev.darkbox.frame.FitsImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Compares pictures of 32-bit floats bit for bit.
final class SamePicture {

    /// What Siril multiplies ADU with.
    private static final float SIRILS_UNIT = 1 / 65_535f;

    private SamePicture() {}

    /// Checks that ours, in ADU, is Siril's, in 0..1.
    ///
    /// @throws IOException it is not: says how many pixels differ and which is the first
    static void asSirils(Path ours, Path theirs, String what) throws IOException {
        check(floats(ours), SIRILS_UNIT, floats(theirs), what);
    }

    /// Checks that two of ours are equal.
    static void asOurs(Path one, Path other, String what) throws IOException {
        check(floats(one), 1, floats(other), what);
    }

    private static void check(FloatBuffer a, float unit, FloatBuffer b, String what) throws IOException {
        if (a.capacity() != b.capacity()) {
            throw new IOException("%s: %d pixels and %d".formatted(what, a.capacity(), b.capacity()));
        }
        int different = 0;
        int first = -1;
        for (int i = 0; i < a.capacity(); i++) {
            if (Float.floatToRawIntBits(a.get(i) * unit) != Float.floatToRawIntBits(b.get(i))) {
                different++;
                first = first < 0 ? i : first;
            }
        }
        if (different > 0) {
            throw new IOException(
                    "%s: %d of %d pixels differ, the first is %d: %s and %s ADU".formatted(what, different,
                            a.capacity(), first, a.get(first), b.get(first) / unit));
        }
    }

    private static FloatBuffer floats(Path file) throws IOException {
        FitsImage image = FitsImage.of(file);
        if (image.pixels() != FitsImage.Pixels.F32) {
            throw new IOException(file + " does not hold 32-bit floats");
        }
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return in.map(FileChannel.MapMode.READ_ONLY, image.dataOffset(), 4 * image.shape().pixels())
                    .asFloatBuffer();
        }
    }
}
