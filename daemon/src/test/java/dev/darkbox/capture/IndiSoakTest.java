package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.capture.SoakWitness.Seen;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiRig;
import dev.darkbox.device.indi.IndiServerPeer;
import dev.darkbox.device.indi.IndiSpec;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Provenance;
import dev.darkbox.frame.RunFolder;
import dev.darkbox.frame.Runs;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Bias frames from a real server while server, driver, line and reader fail at random, taken by whole runs.
///
/// A witness with a line and a reader of its own sees every frame the server gives away. An accepted frame is whole
/// when its pixels are, to the bit, those the witness saw under that `DATE-OBS`; it belongs to its request when that
/// time lies between the request and its end; it has the gain asked for, where a driver that starts, and
/// everybody else at the camera, has another. No frame is accepted twice.
///
/// `-Ddarkbox.soak.seed=N` makes other troubles, `-Ddarkbox.soak.frames=N` more or fewer.
class IndiSoakTest {

    private static final int GAIN = 50;
    private static final int FRAMES_PER_RUN = 40;
    private static final Readout READOUT = new Readout(GAIN, 20, 1, "", Readout.NONE);
    /// The clock of a header has milliseconds.
    private static final Duration ROUNDING = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("darkbox.soak.seed", 20_261_123L));
    private final List<Trouble> ahead = new ArrayList<>();
    private final Map<Trouble, Integer> made = new EnumMap<>(Trouble.class);
    private final Map<String, Integer> routes = new TreeMap<>();
    private final Map<String, Integer> rungs = new TreeMap<>();
    private final Map<Instant, Window> windows = new ConcurrentHashMap<>();
    private final Set<Instant> accepted = new HashSet<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private int unwitnessed;

    /// What goes wrong.
    private enum Trouble {
        SERVER_KILLED, DRIVER_KILLED, DRIVER_CRASHED, DRIVER_FROZEN, LINE_CUT_IN_A_FRAME, READER_PAUSED, LINES_CUT, ANOTHER_CLIENT
    }

    /// How frames come.
    private enum Way { TCP, SHARED_MEMORY }

    /// Between when a frame was asked for and when it was there.
    private record Window(Instant from, Instant to) {}

    @Test
    @Timeout(240)
    void aFewFramesSurviveAFewTroubles() throws Exception {
        soak(20, 10, List.of(Way.TCP, Way.SHARED_MEMORY));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void twoThousandFramesOverTcp() throws Exception {
        soak(Integer.getInteger("darkbox.soak.frames", 2000), 20, List.of(Way.TCP));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void twoThousandFramesThroughSharedMemory() throws Exception {
        soak(Integer.getInteger("darkbox.soak.frames", 2000), 20, List.of(Way.SHARED_MEMORY));
    }

    /// @param oneIn chance of a trouble with each exposure
    /// @param ways taken in turn, a run each
    private void soak(int frames, int oneIn, List<Way> ways) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var server = new SoakServer(home);
                var proxy = new SoakProxy(server.port());
                var witness = new SoakWitness(server.port(), IndiServerPeer.CAMERA);
                ExecutorService makers = Executors.newSingleThreadExecutor()) {
            var resources = new ArrayList<Resources>();
            int runs = 0;
            while (accepted.size() < frames && runs < 10 + frames / 10) {
                runs++;
                Way way = ways.get(runs % ways.size());
                String local = way == Way.SHARED_MEMORY ? server.localSocket() : "";
                RunEvent last = run("run-" + runs, proxy.port(), local, witness, event -> {
                    if (event instanceof RunEvent.Recovered e) {
                        rungs.merge(e.rung() + (e.held() ? " held" : " broke"), 1, Integer::sum);
                    }
                    if (event instanceof RunEvent.Exposing && random.nextInt(oneIn) == 0) {
                        makers.execute(() -> tryMake(server, proxy));
                    }
                });
                resources.add(Resources.now());
                System.out.printf(Locale.ROOT, "soak: run %d: %d frames so far, troubles %s, %s%n      %s%n",
                        runs,
                        accepted.size(), made, resources.getLast(), last);
            }
            assertEquals(List.of(), wrong);
            assertTrue(accepted.size() >= frames, accepted.size() + " frames in " + runs + " runs");
            // the server died between our copy and the witness's, or threw the witness out as slow
            assertTrue(unwitnessed <= frames / 10, unwitnessed + " frames without a witness");
            System.out.printf(Locale.ROOT,
                    "soak: %d frames in %d runs, %d unwitnessed, %d given away; %s; %s; %s%n",
                    accepted.size(), runs, unwitnessed, witness.frames(), made, rungs, routes);
            Resources.assertSteady(resources);
        }
    }

    private void tryMake(SoakServer server, SoakProxy proxy) {
        try {
            make(server, proxy);
        } catch (IOException e) {
            wrong.add("trouble that could not be made: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Every kind as often as every other, in no order.
    private Trouble next() {
        if (ahead.isEmpty()) {
            ahead.addAll(List.of(Trouble.values()));
            Collections.shuffle(ahead, random);
        }
        return ahead.removeFirst();
    }

    private void make(SoakServer server, SoakProxy proxy) throws IOException, InterruptedException {
        Trouble trouble = next();
        made.merge(trouble, 1, Integer::sum);
        int bytes = random.nextInt(3_500_000);
        Thread.sleep(random.nextInt(80));
        switch (trouble) {
            case SERVER_KILLED -> server.killServer(random.nextInt(3000));
            case DRIVER_KILLED -> server.killDriver();
            case DRIVER_CRASHED -> server.crashDriver();
            case DRIVER_FROZEN -> server.freezeDriver(random.nextInt(4000));
            case LINE_CUT_IN_A_FRAME -> proxy.cutInNextFrame(bytes);
            case READER_PAUSED -> proxy.holdInNextFrame(bytes, Duration.ofMillis(random.nextInt(4000)));
            case LINES_CUT -> proxy.cut();
            case ANOTHER_CLIENT -> server.gain(random.nextInt(100));
        }
    }

    private RunEvent run(String id, int port, String local, SoakWitness witness, EventSink events)
            throws Exception {
        var set = new PlannedSet(new FrameSet.Bias(2, FRAMES_PER_RUN), "standard", READOUT, Celsius.UNKNOWN,
                true);
        var plan = new RefreshPlan("main", LocalDate.of(2026, 9, 23), RefreshPlan.Profile.STAGING,
                List.of(new CapturePlan("standard", READOUT, Celsius.UNKNOWN, Duration.ZERO, List.of(set))));
        var options = new RunOptions(id, Provenance.of("Darkbox test"), CoolingRules.defaults(),
                new ProbeRule(Duration.ofSeconds(1), 60_000, 60_000));
        Time time = Time.system();
        var spec = new IndiSpec("main", "127.0.0.1", port, local, IndiServerPeer.CAMERA, "", "", "",
                List.of(),
                Map.of(),
                IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(20), Duration.ofSeconds(60));
        try (Rig rig = open(spec, time);
                RunFolder vault = new Runs(folder, Disk.real(), time).begin(plan, id)) {
            RunEvent last = new CaptureRun(time, RigAround.camera(rig, new Timed(rig, time)), vault,
                    Archive.empty(),
                    exposed -> new Darkroom.Developed.Failed("not wanted"), events, options)
                    .run(plan, Set.of());
            routes.merge(((IndiRig) rig).frameRoute(), 1, Integer::sum);
            for (AcceptedFrame frame : vault.accepted(set)) {
                check(frame, witness);
                Files.delete(frame.file());
            }
            return last;
        }
    }

    /// The server may be away just then.
    private static Rig open(IndiSpec spec, Time time) throws DeviceException, InterruptedException {
        DeviceException last = null;
        for (int i = 0; i < 5; i++) {
            try {
                return IndiRig.open(spec, time);
            } catch (DeviceException e) {
                last = e;
            }
        }
        throw new IllegalStateException(last);
    }

    private void check(AcceptedFrame accepted, SoakWitness witness) throws IOException {
        SoakWitness.Frame file = SoakWitness.Frame.of(Files.readAllBytes(accepted.file()));
        String dateObs = file.cards().getOrDefault("DATE-OBS", "");
        Instant start = accepted.start();
        if (!this.accepted.add(start)) {
            wrong.add(dateObs + " accepted twice");
        }
        Window window = windows.get(start);
        if (window == null || start.isBefore(window.from().minus(ROUNDING)) || start.isAfter(window.to())) {
            wrong.add("%s asked for in %s".formatted(start, window));
        }
        Optional<Seen> seen = witness.at(dateObs.substring(0, Math.min(23, dateObs.length())));
        if (seen.isEmpty()) {
            unwitnessed++;
            return;
        }
        if (!seen.get().sha256().equals(file.sha256())) {
            wrong.add(dateObs + " has other pixels than were sent");
        }
        double gain = Double.parseDouble(seen.get().cards().get("GAIN"));
        if (gain != GAIN) {
            wrong.add("%s taken at gain %s".formatted(dateObs, gain));
        }
    }

    /// Notes when what was asked for and delivered.
    private final class Timed extends RigAround.OtherCamera {

        private final Time time;
        private Instant from = Instant.MIN;

        Timed(Rig rig, Time time) {
            super(rig);
            this.time = time;
        }

        @Override
        public void start(Exposure asked) throws DeviceException, InterruptedException {
            from = time.now();
            super.start(asked);
        }

        @Override
        public FrameFacts finish(FrameBuffer into) throws DeviceException, InterruptedException {
            FrameFacts facts = super.finish(into);
            windows.put(facts.start(), new Window(from, time.now()));
            return facts;
        }
    }

    /// What a process holds.
    private record Resources(long descriptors, long mappings, long threads, long residentKb) {

        private static final long SLACK = 8;

        static Resources now() throws IOException {
            System.gc();
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                return new Resources(open.count(), Files.readAllLines(Path.of("/proc/self/maps")).size(),
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line -> line.startsWith("Threads:")).mapToLong(Resources::number)
                                .sum(),
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line -> line.startsWith("VmRSS:")).mapToLong(Resources::number)
                                .sum());
            }
        }

        private static long number(String line) {
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }

        /// The last of many is like the one after a quarter of them.
        static void assertSteady(List<Resources> all) {
            Resources early = all.get(all.size() / 4);
            Resources late = all.getLast();
            assertTrue(late.descriptors <= early.descriptors + SLACK, () -> "descriptors: " + all);
            assertTrue(late.threads <= early.threads + SLACK, () -> "threads: " + all);
            assertTrue(late.mappings <= early.mappings + 64, () -> "mappings: " + all);
            assertTrue(late.residentKb <= early.residentKb + (64 << 10), () -> "resident: " + all);
        }
    }
}
