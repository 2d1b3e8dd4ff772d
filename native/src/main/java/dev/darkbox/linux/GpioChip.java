package dev.darkbox.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A GPIO chip as the kernel's character device shows it (`linux/gpio.h`, second version, kernel 5.10 and newer): what
/// it is called, and who holds its lines. Lines are taken by [GpioLines#request].
///
/// @param device `/dev/gpiochip0`; the number means nothing and changes from kernel to kernel
/// @param name the kernel's own, `gpiochip0`
/// @param label of the hardware, `pinctrl-rp1`: what to find a chip by
/// @param lines how many it has
public record GpioChip(Path device, String name, String label, int lines) {

    static final int CHIP_INFO_BYTES = 68;
    static final int LINE_INFO_BYTES = 256;

    private static final long GET_CHIPINFO = 0x8044b401L;
    private static final long GET_LINEINFO = 0xc100b405L;
    private static final int TEXT_BYTES = 32;
    /// `O_RDWR | O_CLOEXEC`, open(2).
    private static final int READ_WRITE = 2 | 0x80000;
    private static final int ENOTTY = 25;

    private static final MethodHandle OPEN = Libc.variadicWithErrno("open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
    private static final MethodHandle IOCTL = Libc.variadicWithErrno("ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private static final MethodHandle CLOSE = Libc.plain("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /// A line of a chip.
    ///
    /// @param name as the device tree has it, `GPIO17`; may be empty
    /// @param consumer who holds it; empty when nobody does, or does not say
    /// @param flags as `linux/gpio.h` numbers them, see [GpioLines]
    public record Line(int offset, String name, String consumer, long flags) {

        /// Whether it is held: by a program, by the kernel, or by another function of the pin.
        public boolean isUsed() {
            return (flags & GpioLines.USED) != 0;
        }

        public boolean isOutput() {
            return (flags & GpioLines.OUTPUT) != 0;
        }
    }

    /// All chips that can be looked at, by device; those that cannot are left out.
    public static List<GpioChip> all() {
        return all(Path.of("/dev"));
    }

    static List<GpioChip> all(Path folder) {
        return look(folder, new ArrayList<>());
    }

    private static List<GpioChip> look(Path folder, List<String> failures) {
        var devices = new TreeSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "gpiochip*")) {
            for (Path device : found) {
                devices.add(device.toRealPath()); // some kernels keep an old number as a link
            }
        } catch (IOException _) {
            return List.of();
        }
        var chips = new ArrayList<GpioChip>();
        for (Path device : devices) {
            try {
                chips.add(of(device));
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(chips);
    }

    /// The one chip with one of several labels, of which the first that is there counts.
    ///
    /// @param labels at least one
    /// @throws IOException there is none, or more than one; the message names those that are there, and why others
    /// could not be looked at
    public static GpioChip labelled(String... labels) throws IOException {
        return labelled(Path.of("/dev"), labels);
    }

    static GpioChip labelled(Path folder, String... labels) throws IOException {
        List<String> seen = new ArrayList<>();
        List<GpioChip> all = look(folder, seen);
        all.forEach(chip -> seen.add(chip.label()));
        for (String label : labels) {
            List<GpioChip> fitting = all.stream().filter(chip -> chip.label().equals(label)).toList();
            if (fitting.size() == 1) {
                return fitting.getFirst();
            }
            if (fitting.size() > 1) {
                throw new IOException("more than one GPIO chip labelled " + label);
            }
        }
        throw new IOException("no GPIO chip labelled %s; seen from here: %s".formatted(
                String.join(" or ", labels), seen.isEmpty() ? "none" : String.join(", ", seen)));
    }

    /// Looks at a chip.
    ///
    /// @throws IOException it cannot be opened, or is no GPIO chip; the message names it and the system's reason
    public static GpioChip of(Path device) throws IOException {
        int descriptor = open(device);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(CHIP_INFO_BYTES, 4);
            int errno = ioctl(descriptor, GET_CHIPINFO, info);
            if (errno == ENOTTY) {
                throw new IOException(device + ": not a GPIO chip");
            }
            if (errno != 0) {
                throw Libc.failure(device.toString(), errno);
            }
            return new GpioChip(device, text(info, 0), text(info, TEXT_BYTES), info.get(JAVA_INT, 64));
        } finally {
            close(descriptor);
        }
    }

    /// Looks at a line, whoever holds it.
    ///
    /// @param offset 0 .. [#lines] - 1
    public Line line(int offset) throws IOException {
        int descriptor = open(device);
        try {
            return line(device, descriptor, offset);
        } finally {
            close(descriptor);
        }
    }

    static Line line(Path device, int descriptor, int offset) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(LINE_INFO_BYTES, 8);
            info.set(JAVA_INT, 64, offset);
            int errno = ioctl(descriptor, GET_LINEINFO, info);
            if (errno != 0) {
                throw Libc.failure(device + " line " + offset, errno);
            }
            return new Line(offset, text(info, 0), text(info, TEXT_BYTES), info.get(JAVA_LONG, 72));
        }
    }

    static int open(Path device) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int descriptor = (int) OPEN.invokeExact(state, arena.allocateFrom(device.toString()), READ_WRITE,
                    0);
            if (descriptor < 0) {
                throw Libc.failure(device + " cannot be opened", Libc.errno(state));
            }
            return descriptor;
        } catch (IOException e) {
            throw e;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("open", t);
        }
    }

    /// Asks; the answer is 0, or what the kernel left in `errno`.
    static int ioctl(int descriptor, long request, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int done = (int) IOCTL.invokeExact(state, descriptor, request, argument);
            return done < 0 ? Libc.errno(state) : 0;
        } catch (Throwable t) { // C functions throw nothing: reaching here is a bug in this class
            throw new AssertionError("ioctl", t);
        }
    }

    static void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable t) {
            throw new AssertionError("close", t);
        }
    }

    private static String text(MemorySegment from, int at) {
        byte[] bytes = from.asSlice(at, TEXT_BYTES).toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
