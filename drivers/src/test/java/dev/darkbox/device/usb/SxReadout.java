package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// A program that reads bias frames of the camera on its bus, in turn by `src/test/c/usb_plain.c` and by our driver, and
/// says what a frame took. Arguments: the emulator's control socket, bytes the bus moves in a second (0: as many as it can), the
/// compiled C program, bytes it reads at a time, rounds.
///
/// What is compared goes from an order's having been taken to its last byte: before that the emulator draws the frame.
final class SxReadout {

    private static final Time TIME = Time.system();
    private static final int FRAMES_A_ROUND = 4;
    /// Rounds that do not count: what runs often is compiled in them.
    private static final int WARM_ROUNDS = 3;
    private static final Readout READOUT = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);
    private static final SxSpec SPEC = new SxSpec("cam", new SxSpec.Which.TheOnly(),
            Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(5));

    private SxReadout() {}

    /// Nanoseconds by the clock on the wall and of this process's work, all its threads.
    private record Cost(long wall, long processor) {

        static final Cost NONE = new Cost(0, 0);

        Cost plus(Cost more) {
            return new Cost(wall + more.wall, processor + more.processor);
        }

        Cost since(Cost before) {
            return new Cost(wall - before.wall, processor - before.processor);
        }
    }

    /// The C library's clocks.
    private static final class Clocks {

        private static final int MONOTONIC = 1;
        private static final int PROCESS = 2;
        private static final MethodHandle GET = Linker.nativeLinker().downcallHandle(
                Linker.nativeLinker().defaultLookup().find("clock_gettime").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        private final MemorySegment time = Arena.global()
                .allocate(MemoryLayout.sequenceLayout(2, ValueLayout.JAVA_LONG));

        Cost now() {
            return new Cost(read(MONOTONIC), read(PROCESS));
        }

        private long read(int clock) {
            try {
                if ((int) GET.invokeExact(clock, time) != 0) {
                    throw new IllegalStateException("no clock " + clock);
                }
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            return 1_000_000_000 * time.get(ValueLayout.JAVA_LONG, 0) + time.get(ValueLayout.JAVA_LONG, 8);
        }
    }

    /// The real ports, with a watch on what is moved.
    private static final class Watched implements UsbPorts {

        private final Clocks clocks = new Clocks();
        private Cost ordered = Cost.NONE;
        private Cost pixels = Cost.NONE;
        private boolean reading;

        @Override
        public List<UsbPlace> seen(String asker) throws DeviceException {
            return new Usb4JavaPorts().seen(asker);
        }

        @Override
        public UsbLink open(String asker, UsbPlace place) throws DeviceException {
            UsbLink real = new Usb4JavaPorts().open(asker, place);
            return new UsbLink() {
                @Override
                public Moved write(byte[] bytes, Duration limit) {
                    endOrder();
                    Moved moved = real.write(bytes, limit);
                    reading = bytes.length > 8;
                    ordered = clocks.now();
                    return moved;
                }

                @Override
                public Moved read(MemorySegment into, Duration limit) {
                    return real.read(into, limit);
                }

                @Override
                public void clearHalts() {
                    real.clearHalts();
                }

                @Override
                public void reset() {
                    real.reset();
                }

                @Override
                public void close() {
                    real.close();
                }
            };
        }

        /// What the last order of pixels took counts.
        private void endOrder() {
            if (reading) {
                pixels = pixels.plus(clocks.now().since(ordered));
                reading = false;
            }
        }

        Cost frame() {
            endOrder();
            Cost frame = pixels;
            pixels = Cost.NONE;
            return frame;
        }
    }

    /// The program in C, on the same bus.
    private static final class Plain implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final BufferedWriter orders;

        Plain(String program, String piece, UsbPlace place, SxSensor sensor) throws IOException {
            List<SxRead> reads = sensor.reads(1);
            var command = new ArrayList<>(List.of(program, "%04x".formatted(place.product()), piece,
                    Integer.toString(reads.getFirst().widthPx()),
                    Integer.toString(reads.getFirst().heightPx())));
            reads.forEach(read -> command.add(Integer.toString(read.flags())));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            answers = process.inputReader(StandardCharsets.US_ASCII);
            orders = process.outputWriter(StandardCharsets.US_ASCII);
        }

        List<Cost> frames() throws IOException {
            orders.write(FRAMES_A_ROUND + "\n");
            orders.flush();
            Iterator<Long> numbers = Arrays.stream(String.valueOf(answers.readLine()).split(" "))
                    .map(Long::valueOf).iterator();
            var costs = new ArrayList<Cost>();
            while (numbers.hasNext()) {
                costs.add(new Cost(numbers.next(), numbers.next()));
            }
            return costs;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private static List<Cost> ours(Watched ports, Arena arena, List<FrameBuffer> buffer)
            throws DeviceException, InterruptedException {
        var costs = new ArrayList<Cost>();
        try (SxCamera camera = SxCamera.open(SPEC, ports, TIME)) {
            if (buffer.isEmpty()) {
                buffer.add(FrameBuffer.allocate(camera.shape(READOUT), arena));
            }
            camera.configure(READOUT);
            for (int frame = 0; frame < FRAMES_A_ROUND; frame++) {
                camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT));
                ports.frame();
                camera.finish(buffer.getFirst());
                // rows that were woven are part of it
                costs.add(ports.frame());
            }
        }
        return costs;
    }

    private static void pace(Path control, String bytesPerSecond) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(control));
            channel.write(StandardCharsets.UTF_8.encode("1 slow " + bytesPerSecond + "\n"));
            var answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
            if (!"ok".equals(answer)) {
                throw new IOException(answer);
            }
        }
    }

    private static double millis(List<Cost> costs, boolean wall, double part) {
        return costs.stream().mapToLong(cost -> wall ? cost.wall() : cost.processor()).sorted()
                .skip((long) (part * costs.size())).findFirst().orElseThrow() / 1e6;
    }

    private static void tell(PrintStream out, boolean wall, List<Cost> ours, List<Cost> plain) {
        out.printf(Locale.ROOT,
                "%-9s plain best %7.2f median %7.2f ms, ours best %7.2f median %7.2f ms: best %.2f, median %.2f times%n",
                wall ? "wall" : "processor", millis(plain, wall, 0), millis(plain, wall, 0.5),
                millis(ours, wall, 0), millis(ours, wall, 0.5),
                millis(ours, wall, 0) / millis(plain, wall, 0),
                millis(ours, wall, 0.5) / millis(plain, wall, 0.5));
    }

    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int rounds = Integer.parseInt(arguments[4]);
        pace(Path.of(arguments[0]), arguments[1]);
        var ports = new Watched();
        SxDoor.Opened first = new SxDoor(SPEC, ports, TIME).open();
        first.talk().close();
        SxSensor sensor = first.identity().sensor();
        var ours = new ArrayList<Cost>();
        var plain = new ArrayList<Cost>();
        try (var program = new Plain(arguments[2], arguments[3], first.place(), sensor);
                Arena arena = Arena.ofConfined()) {
            var buffer = new ArrayList<FrameBuffer>();
            for (int round = -WARM_ROUNDS; round < rounds; round++) {
                List<Cost> theirs = program.frames();
                List<Cost> mine = ours(ports, arena, buffer);
                if (round >= 0) {
                    plain.addAll(theirs);
                    ours.addAll(mine);
                }
            }
        }
        out.printf("%s %s, %s bytes/s, %d frames each%n", sensor.model().name(), sensor.shape(), arguments[1],
                ours.size());
        tell(out, true, ours, plain);
        tell(out, false, ours, plain);
    }
}
