package dev.darkbox.device.indi;

import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import dev.darkbox.linux.LocalSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a frame of 26 megapixels costs here, in a process with the daemon's own small heap, beside what it costs to
/// read the same bytes from a plain socket and to decode them, the file thrown away or kept.
///
/// `source PORT LOCAL ROUNDS`: frames of a [FrameSource], every way in turn.
/// `server PORT LOCAL FRAMES`: bias frames of a real server's camera, by TCP and by shared memory.
final class FrameBenchmark {

    static final FrameShape SHAPE = new FrameShape(6248, 4176);
    private static final int CHUNK = 64 << 10;
    private static final long LIMIT_S = 60;
    private static final long KEPT_BYTES = 53L << 20;
    private static final int BLOCKS = 3;
    private static final double LEAST_MS = 10;
    private static final String UNWANTED = "nobody wants";
    private static final String KEPT = "the same, file kept";
    private static final String PLAIN = "plain socket + Base64";

    private FrameBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[3]);
        int buffers = switch (arguments[0]) {
            case "source" -> source(port, arguments[2], count);
            case "server" -> server(port, arguments[2], count);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        double framesMb = 2.0 * buffers * SHAPE.pixels() / (1 << 20);
        System.out.printf(Locale.ROOT, "resident at most %.1f MB, %.1f MB beside the frames%n",
                statusKb("VmHWM:") / 1024.0, statusKb("VmHWM:") / 1024.0 - framesMb);
    }

    /// Returns how many buffers of a frame it has.
    private static int source(int port, String local, int rounds) throws Exception {
        try (Arena arena = Arena.ofShared();
                var plain = new Plain(port, Optional.empty());
                var kept = new Plain(port, Optional.of(arena.allocate(KEPT_BYTES)));
                var tcp = new Ours(arena, begun -> {
                    var transport = new TcpTransport("127.0.0.1", port);
                    begun.begin(transport);
                    transport.connect(Duration.ofSeconds(5));
                    return transport;
                });
                var shared = new Ours(arena, begun -> {
                    var transport = new LocalTransport(LocalSocket.connect(local), Duration.ofSeconds(5));
                    begun.begin(transport);
                    return transport;
                })) {
            Map<String, Way> ways = new LinkedHashMap<>();
            ways.put(PLAIN, plain);
            ways.put(KEPT, kept);
            ways.put("TCP", tcp);
            ways.put("shared memory", shared);
            Map<String, Figures> wall = new LinkedHashMap<>();
            Map<String, Figures> processor = new LinkedHashMap<>();
            for (int round = -rounds / 4; round < rounds; round++) {
                for (var way : ways.entrySet()) {
                    Cost took = way.getValue().frame();
                    if (round >= 0) {
                        wall.computeIfAbsent(way.getKey(), _ -> new Figures(rounds)).add(took.nanos());
                        processor.computeIfAbsent(way.getKey(), _ -> new Figures(rounds))
                                .add(took.onProcessor());
                    }
                }
            }
            print("wall", wall);
            print("processor", processor);
        }
        return 3;
    }

    private static void print(String what, Map<String, Figures> all) {
        all.forEach((name, figures) -> System.out.printf(Locale.ROOT,
                "%-9s %-21s median %6.1f ms, quarter %6.1f ms, best %6.1f ms%n", what, name, figures.at(0.5),
                figures.at(0.25), figures.at(0)));
        for (var pair : List.of(List.of("TCP", PLAIN), List.of("TCP", KEPT),
                List.of("TCP", "shared memory"))) {
            Figures over = all.getOrDefault(pair.get(0), new Figures(1));
            Figures under = all.getOrDefault(pair.get(1), new Figures(1));
            System.out.printf(Locale.ROOT, "%-9s %s / %s: median %.2f, quarter %.2f, best %.2f%n", what,
                    pair.get(0), pair.get(1), over.at(0.5) / under.at(0.5), over.at(0.25) / under.at(0.25),
                    over.at(0) / under.at(0));
        }
    }

    /// Measured times.
    private static final class Figures {

        private final double[] millis;
        private int count;

        Figures(int most) {
            millis = new double[most];
        }

        void add(long nanos) {
            millis[count++] = nanos / 1e6;
            Arrays.sort(millis, 0, count);
        }

        /// The one that this part of all is below, 0 to 1.
        double at(double part) {
            return millis[(int) (part * count)];
        }
    }

    /// A moment of one thread, or the time between two.
    ///
    /// @param nanos of the clock on the wall
    /// @param onProcessor of the thread's own work, nanoseconds: what other processes do hardly shows
    private record Cost(long nanos, long onProcessor) {

        static Cost now() {
            try {
                String statistics = Files.readString(Path.of("/proc/thread-self/schedstat"));
                return new Cost(System.nanoTime(),
                        Long.parseLong(statistics.substring(0, statistics.indexOf(' '))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Cost since(Cost before) {
            return new Cost(nanos - before.nanos, onProcessor - before.onProcessor);
        }
    }

    /// One way to get a frame.
    private interface Way extends AutoCloseable {

        /// Asks for one and takes it.
        ///
        /// @return from its first bytes to its last
        Cost frame() throws Exception;

        @Override
        void close() throws IOException;
    }

    /// What nobody can do without: all bytes read, and decoded by the JDK's decoder, in large pieces of clean text.
    private static final class Plain implements Way {

        private final Socket socket;
        private final Optional<MemorySegment> keep;
        private final byte[] text = new byte[CHUNK];
        private final byte[] decoded = new byte[CHUNK / 4 * 3];
        private final Base64.Decoder decoder = Base64.getDecoder();

        /// One more.
        ///
        /// @param keep where the decoded bytes go; empty to throw them away
        Plain(int port, Optional<MemorySegment> keep) throws IOException {
            this.keep = keep;
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public Cost frame() throws IOException {
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write('>');
            int head = 0;
            int tags = 0;
            int first = in.read();
            Cost begun = Cost.now();
            while (tags < 2) { // up to the text
                int b = head++ == 0 ? first : in.read();
                tags += b == '>' ? 1 : 0;
            }
            in.read();
            long size = (2880 + 2 * SHAPE.pixels() + 2879) / 2880 * 2880;
            long left = (size + 2) / 3 * 4;
            long done = 0;
            while (left >= CHUNK) {
                in.readNBytes(text, 0, CHUNK);
                int n = decoder.decode(text, decoded);
                if (keep.isPresent()) {
                    MemorySegment.copy(decoded, 0, keep.get(), ValueLayout.JAVA_BYTE, done, n);
                }
                done += n;
                left -= CHUNK;
            }
            in.readNBytes(text, 0, (int) left);
            decoder.decode(Arrays.copyOf(text, (int) left), decoded);
            Cost took = Cost.now().since(begun);
            for (int closing = 0; closing < 2;) {
                closing += in.read() == '>' ? 1 : 0;
            }
            in.read();
            return took;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// This room's: a link, its reader, and a catcher that pours into a buffer.
    private static final class Ours implements Way, Link.Owner {

        private final FrameBuffer buffer;
        private final BlockingQueue<Cost> ended = new LinkedBlockingQueue<>();
        private final FrameCatcher catcher = new FrameCatcher(() -> ended.add(Cost.now()));
        private final Link link;
        private volatile Cost begun = new Cost(0, 0);

        Ours(Arena arena, Link.Dialer dialer) throws InterruptedException {
            buffer = FrameBuffer.allocate(SHAPE, arena);
            link = new Link("indi-bench", "bench", dialer, this, Pace.USUAL, new SplittableRandom(1));
            link.start();
            ended.poll(LIMIT_S, TimeUnit.SECONDS);
        }

        @Override
        public Cost frame() throws IOException, InterruptedException {
            catcher.arm(SHAPE);
            catcher.offer(buffer);
            link.send(">");
            Cost end = ended.poll(LIMIT_S, TimeUnit.SECONDS);
            FrameCatcher.Caught caught = catcher.caught().orElseThrow();
            if (end == null || caught.problem().isPresent()
                    || buffer.adu(4000, 20) != (20 * SHAPE.widthPx() + 4000) % 65_536) {
                throw new IOException("no frame: " + caught);
            }
            return end.since(begun);
        }

        @Override
        public Sink begin(Head head) {
            begun = Cost.now();
            return catcher.begin(head);
        }

        @Override
        public String greeting() {
            return "";
        }

        @Override
        public void up() {
            ended.add(Cost.now());
        }

        @Override
        public void message(Message message) {
            // the announcement of the frame
        }

        @Override
        public void down(String reason) {
            // only at the end
        }

        @Override
        public void close() {
            link.close();
            catcher.close();
        }
    }

    /// Bias frames in blocks: without anybody who wants them, by TCP, through shared memory, and again. What a frame
    /// takes beyond one that nobody wants is its way from the driver into the buffer, the server's part included.
    private static int server(int port, String local, int frames) throws Exception {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        try (Arena arena = Arena.ofShared()) {
            List<FrameBuffer> two = List.of(FrameBuffer.allocate(SHAPE, arena),
                    FrameBuffer.allocate(SHAPE, arena));
            for (int block = 0; block < BLOCKS; block++) {
                unwanted(port, frames, millis);
                wanted(port, "", frames, two, millis);
                wanted(port, local, frames, two, millis);
            }
        }
        double base = median(millis, UNWANTED);
        millis.keySet().forEach(way -> System.out.printf(Locale.ROOT,
                "bias frame of the simulator, %-22s median %4.0f ms, %4.0f ms beyond one that nobody wants%n",
                way,
                median(millis, way), median(millis, way) - base));
        // the difference of two medians is no better than this
        double shared = Math.max(median(millis, "shared memory") - base, LEAST_MS);
        System.out.printf(Locale.ROOT,
                "way into the buffer: TCP takes at least %.1f times what shared memory takes%n",
                (median(millis, "TCP") - base) / shared);
        return 2;
    }

    private static double median(Map<String, List<Double>> millis, String way) {
        List<Double> sorted = millis.getOrDefault(way, List.of(Double.NaN)).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void unwanted(int port, int frames, Map<String, List<Double>> millis) throws Exception {
        try (IndiConnection connection = IndiConnection.to("127.0.0.1", port, Pace.USUAL)) {
            var camera = new IndiDevice(connection, IndiServerPeer.CAMERA);
            camera.connect(List.of("CCD_EXPOSURE", "CCD_FRAME_TYPE"), Duration.ofSeconds(20));
            camera.turnOn("CCD_FRAME_TYPE", "FRAME_BIAS").orThrow(camera.name());
            camera.set("POLLING_PERIOD", "PERIOD_MS", 10).orThrow(camera.name());
            for (int i = -2; i < frames; i++) {
                long start = System.nanoTime();
                camera.begin("CCD_EXPOSURE", Map.of("CCD_EXPOSURE_VALUE", "0.01"), _ -> true,
                        Duration.ofSeconds(20)).orThrow(camera.name());
                camera.await(() -> camera.find("CCD_EXPOSURE").map(v -> !v.isBusy()).orElse(true),
                        start + TimeUnit.SECONDS.toNanos(LIMIT_S));
                note(millis, UNWANTED, i, start);
            }
        }
    }

    private static void wanted(int port, String local, int frames, List<FrameBuffer> two,
            Map<String, List<Double>> millis) throws Exception {
        var readout = new Readout(50, 20, 1, "", Readout.NONE);
        var spec = new IndiSpec("bench", "127.0.0.1", port, local, IndiServerPeer.CAMERA, "", "", "",
                List.of(), Map.of(), IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(10), Duration.ofSeconds(20));
        try (IndiRig rig = IndiRig.open(spec, Time.system())) {
            rig.camera().configure(readout);
            var asked = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, readout);
            for (int i = -2; i < frames; i++) {
                long start = System.nanoTime();
                rig.camera().start(asked);
                rig.camera().finish(two.get(i & 1));
                note(millis, rig.frameRoute(), i, start);
            }
        }
    }

    /// The first two of a block do not count.
    private static void note(Map<String, List<Double>> millis, String way, int i, long start) {
        if (i >= 0) {
            millis.computeIfAbsent(way, _ -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
        }
    }

    private static long statusKb(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElse(0);
    }
}
