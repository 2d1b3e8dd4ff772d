package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// Lines of a GPIO chip, held: nobody else gets them until [#close]. What level they have afterwards is up to the chip;
/// the kernel promises nothing.
///
/// Values are logical: 1 is active, whatever level that is. Bit i of a value belongs to the i-th line asked for.
///
/// Threading: safe from any thread.
public final class GpioLines implements AutoCloseable {

    /// `linux/gpio.h`: `GPIO_V2_LINE_FLAG_…`.
    public static final long USED = 1;
    public static final long ACTIVE_LOW = 2;
    public static final long INPUT = 4;
    public static final long OUTPUT = 8;
    public static final long PULL_UP = 0x100;
    public static final long PULL_DOWN = 0x200;
    public static final long NO_PULL = 0x400;

    /// As many lines as one request takes.
    public static final int MOST = 64;

    static final int REQUEST_BYTES = 592;
    static final int CONSUMER = 256;
    static final int FLAGS = 288;
    static final int ATTRIBUTE_COUNT = 296;
    static final int ATTRIBUTES = 320;
    static final int LINE_COUNT = 560;
    static final int DESCRIPTOR = 588;
    static final int VALUES_BYTES = 16;

    private static final int CONSUMER_BYTES = 32;
    private static final int OUTPUT_VALUES = 2;
    private static final int DEBOUNCE = 3;
    private static final long GET_LINE = 0xc250b407L;
    private static final long GET_VALUES = 0xc010b40eL;
    private static final long SET_VALUES = 0xc010b40fL;
    private static final int EBUSY = 16;

    private final String name;
    private final long all;
    private final int descriptor;
    private boolean closed;

    private GpioLines(String name, int count, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
        all = mask(count);
    }

    private static long mask(int count) {
        return count == MOST ? -1 : (1L << count) - 1;
    }

    /// How lines are asked for.
    ///
    /// @param flags of those above: [#INPUT] or [#OUTPUT], and what else is wanted
    /// @param initial values of outputs from the very first moment, so that no line shows another level in between
    /// @param debounce of inputs, by the kernel; zero for none
    public record Setting(long flags, long initial, Duration debounce) {

        /// Outputs.
        ///
        /// @param flags 0 or [#ACTIVE_LOW]
        public static Setting output(long flags, long initial) {
            return new Setting(OUTPUT | flags, initial, Duration.ZERO);
        }

        /// Inputs.
        ///
        /// @param flags [#ACTIVE_LOW] and one of the pulls, or 0
        public static Setting input(long flags) {
            return new Setting(INPUT | flags, 0, Duration.ZERO);
        }
    }

    /// Takes lines.
    ///
    /// @param consumer who we are, for others that ask; 31 bytes of it are kept
    /// @param offsets at most [#MOST], each 0 .. [GpioChip#lines] - 1
    /// @throws IOException the message names the line and the system's reason; of a line that is held, its holder
    public static GpioLines request(GpioChip chip, String consumer, Setting setting, int... offsets)
            throws IOException {
        if (offsets.length < 1 || offsets.length > MOST) {
            throw new IllegalArgumentException(offsets.length + " lines");
        }
        String name = chip.label() + (offsets.length == 1
                ? " line " + offsets[0]
                : " lines " + Arrays.toString(offsets));
        int device = GpioChip.open(chip.device());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
            fill(request, consumer, setting, offsets);
            int errno = GpioChip.ioctl(device, GET_LINE, request);
            if (errno == EBUSY) {
                throw new IOException(name + ": held by " + holder(chip.device(), device, offsets));
            }
            if (errno != 0) {
                throw Libc.failure(name, errno);
            }
            return new GpioLines(name, offsets.length, request.get(JAVA_INT, DESCRIPTOR));
        } finally {
            GpioChip.close(device);
        }
    }

    static void fill(MemorySegment request, String consumer, Setting setting, int... offsets) {
        for (int i = 0; i < offsets.length; i++) {
            request.setAtIndex(JAVA_INT, i, offsets[i]);
        }
        byte[] text = consumer.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(text, 0, request, JAVA_BYTE, CONSUMER, Math.min(text.length, CONSUMER_BYTES - 1));
        request.set(JAVA_LONG, FLAGS, setting.flags());
        request.set(JAVA_INT, LINE_COUNT, offsets.length);
        if ((setting.flags() & OUTPUT) != 0) {
            attribute(request, OUTPUT_VALUES, setting.initial(), offsets.length);
        }
        if (!setting.debounce().isZero()) {
            attribute(request, DEBOUNCE, setting.debounce().toNanos() / 1000, offsets.length);
        }
    }

    /// One for all lines: a number, padding, a value, and a mask in which bit i is the i-th line of the request.
    private static void attribute(MemorySegment request, int id, long value, int lines) {
        int count = request.get(JAVA_INT, ATTRIBUTE_COUNT);
        long at = ATTRIBUTES + 24L * count;
        request.set(JAVA_INT, at, id);
        request.set(JAVA_LONG, at + 8, value);
        request.set(JAVA_LONG, at + 16, mask(lines));
        request.set(JAVA_INT, ATTRIBUTE_COUNT, count + 1);
    }

    private static String holder(Path path, int device, int... offsets) throws IOException {
        for (int offset : offsets) {
            GpioChip.Line line = GpioChip.line(path, device, offset);
            if (line.isUsed()) {
                return line.consumer().isEmpty() ? "somebody without a name" : "\"" + line.consumer() + "\"";
            }
        }
        return "somebody who has just let go";
    }

    /// The values of all lines, outputs as well.
    public long get() throws IOException {
        return values(GET_VALUES, 0, all);
    }

    /// Sets the values of all lines.
    public void set(long values) throws IOException {
        values(SET_VALUES, values, all);
    }

    /// Sets the values of the lines in `mask`.
    public void set(long values, long mask) throws IOException {
        values(SET_VALUES, values, mask);
    }

    private synchronized long values(long request, long bits, long mask) throws IOException {
        if (closed) {
            throw new IOException(name + ": closed");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(VALUES_BYTES, 8);
            values.set(JAVA_LONG, 0, bits);
            values.set(JAVA_LONG, 8, mask);
            int errno = GpioChip.ioctl(descriptor, request, values);
            if (errno != 0) {
                throw Libc.failure(name, errno);
            }
            return values.get(JAVA_LONG, 0) & mask;
        }
    }

    /// Lets go of them as they are: whoever wants a level to stay must wire it so.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            GpioChip.close(descriptor);
        }
    }

    /// `pinctrl-rp1 line 17`.
    @Override
    public String toString() {
        return name;
    }
}
