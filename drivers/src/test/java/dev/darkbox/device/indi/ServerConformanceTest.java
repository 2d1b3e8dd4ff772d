package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import dev.darkbox.linux.Fifo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What servers and drivers do to their clients: refuse, vanish, hang, come back as somebody else.
@Timeout(180)
class ServerConformanceTest {

    private static final String DRIVER = "indi_simulator_ccd";
    private static final String WHEEL_DRIVER = "indi_simulator_wheel";
    private static final Readout READOUT = new Readout(50, 20, 2, "", Readout.NONE);
    private static final Readout SCRIPTED = new Readout(100, Readout.NONE, 1, "", Readout.NONE);
    private static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT);
    private static final Exposure HALF = new Exposure(Exposure.Kind.DARK, Duration.ofMillis(500), SCRIPTED);
    private static final Pace PACE = Pace.USUAL.with(Wait.PROMPT, Duration.ofSeconds(4))
            .with(Wait.COOLER_READ, Duration.ofSeconds(4)).with(Wait.ABORT, Duration.ofSeconds(2))
            .with(Wait.RETRY, Duration.ofMillis(300)).with(Wait.BACK_SOON, Duration.ofSeconds(2))
            .with(Wait.BACK_AT_ALL, Duration.ofSeconds(20)).with(Wait.LATE_DEVICE, Duration.ofSeconds(3));

    @TempDir
    private Path home;

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.sleep(20);
        }
    }

    private static FrameFacts take(Rig rig) throws DeviceException, InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            rig.camera().configure(READOUT);
            rig.camera().start(BIAS);
            return rig.camera().finish(FrameBuffer.allocate(rig.camera().shape(READOUT), arena));
        }
    }

    private static Rig open(IndiServerPeer server, Optional<DriverStarter> starter) throws Exception {
        return open(server, starter, PACE);
    }

    private static Rig open(IndiServerPeer server, Optional<DriverStarter> starter, Pace pace)
            throws Exception {
        return IndiRig.open(IndiSpec.of("test", server.host(), server.port(), IndiServerPeer.CAMERA),
                Time.system(),
                starter, pace);
    }

    private static String loss(String host, int port, Pace pace) throws InterruptedException {
        try (IndiConnection connection = IndiConnection.to(host, port, pace)) {
            await(host, () -> !connection.lastLoss().equals("never connected"));
            assertFalse(connection.isUp());
            return connection.lastLoss();
        }
    }

    @Test
    void case54RefusedUnreachableUnknownHalfOpenAndResetAreToldApart() throws Exception {
        Pace hasty = Pace.USUAL.with(Wait.TCP_CONNECT, Duration.ofMillis(400))
                .with(Wait.SILENCE, Duration.ofMillis(400));
        int port;
        try (var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }
        assertEquals("127.0.0.1:" + port + ": Connection refused", loss("127.0.0.1", port, hasty));
        String unreachable = loss("192.0.2.1", 7624, hasty);
        assertTrue(unreachable
                .matches("192.0.2.1:7624: (Connect timed out|Network is unreachable|No route to host"
                        + "|Permission denied|Connection refused).*"),
                unreachable);
        assertEquals("no-such-host.invalid:7624: no address is known for this name",
                loss("no-such-host.invalid", 7624, hasty));
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            assertEquals("127.0.0.1:" + silent.getLocalPort() + " said nothing for 0.4 s",
                    loss("127.0.0.1", silent.getLocalPort(), hasty));
        }
        try (var rude = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket guest = rude.accept();
                        guest.getInputStream().read();
                        guest.setSoLinger(true, 0);
                        guest.close();
                    }
                } catch (IOException _) {
                    // the test is over
                }
            });
            assertEquals("127.0.0.1:" + rude.getLocalPort() + ": Connection reset",
                    loss("127.0.0.1", rude.getLocalPort(), hasty));
        }
    }

    @Test
    void case55AServerThatRestartsDuringAnExposureIsLostAndTheNextFrameIsWhole() throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, DRIVER);
                Rig rig = open(server, Optional.empty());
                Arena arena = Arena.ofShared()) {
            rig.camera().configure(READOUT);
            rig.camera().start(new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(60), READOUT));
            server.restart();
            var frame = FrameBuffer.allocate(rig.camera().shape(READOUT), arena);
            assertTrue(
                    assertThrows(DeviceException.Lost.class, () -> rig.camera().finish(frame)).serverToo());
            rig.camera().recover(Rung.WAIT);
            assertEquals(Duration.ofMillis(10), take(rig).exposure());
        }
    }

    @Test
    void case56ADriverThatCrashesDuringExposureCoolingAndMovingIsLostAndUsableAgain() throws Exception {
        try (IndiServerPeer server = IndiServerPeer.withArguments(home, List.of("-r", "10"), DRIVER,
                WHEEL_DRIVER,
                "indi_flipflat")) {
            server.simulate(IndiServerPeer.COVER);
            try (Rig rig = IndiRig.open(IndiRigTest.spec(server), Time.system(), PACE);
                    Arena arena = Arena.ofShared()) {
                rig.camera().configure(READOUT);
                rig.camera().start(new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(60), READOUT));
                server.killDriver(DRIVER);
                var frame = FrameBuffer.allocate(rig.camera().shape(READOUT), arena);
                assertThrows(DeviceException.Lost.class, () -> rig.camera().finish(frame));
                rig.camera().recover(Rung.RECONNECT);
                take(rig);

                var cooler = rig.camera().cooler().orElseThrow();
                cooler.target(Celsius.of(-10));
                server.killDriver(DRIVER);
                await("driver gone", () -> {
                    try {
                        cooler.read();
                        return false;
                    } catch (DeviceException _) {
                        return true;
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                rig.camera().recover(Rung.RECONNECT);
                cooler.target(Celsius.of(-10));
                assertTrue(cooler.read().sensor().isKnown());

                var wheel = rig.wheel().orElseThrow();
                killSoon(server, WHEEL_DRIVER);
                assertThrows(DeviceException.class, () -> {
                    for (int turn = 0; turn < 40; turn++) {
                        wheel.select(wheel.filters().get(turn % 2 * 7));
                    }
                });
                wheel.select(wheel.filters().get(3));
                assertEquals(wheel.filters().get(3), wheel.selected());

                DustCap cap = rig.cap().orElseThrow();
                killSoon(server, "indi_flipflat");
                assertThrows(DeviceException.class, () -> cap.moveTo(DustCap.Position.OPEN));
                server.simulate(IndiServerPeer.COVER);
                await("usable again", () -> shuts(cap));
                assertEquals(DustCap.Position.SHUT, cap.read().position());
            }
        }
    }

    /// The driver may still be busy with the connection it was asked for before it was told to simulate one.
    private static boolean shuts(DustCap cap) {
        try {
            cap.moveTo(DustCap.Position.SHUT);
            return true;
        } catch (DeviceException.Lost _) {
            return false;
        } catch (DeviceException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void killSoon(IndiServerPeer server, String program) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(700);
                server.killDriver(program);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void crash(IndiServerPeer server, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ProcessHandle driver = server.driver(DRIVER);
            driver.destroyForcibly();
            boolean last = i == times - 1;
            await("restarted " + i, () -> {
                try {
                    return server.driver(DRIVER).pid() != driver.pid();
                } catch (IOException _) {
                    return last;
                }
            });
        }
    }

    @Test
    void case57ADriverThatReachedItsRestartLimitIsGoneUntilTheFifoStartsIt() throws Exception {
        Pace brief = PACE.with(Wait.PROMPT, Duration.ofSeconds(2)); // how long a device that is gone is waited for
        Files.createDirectories(home.resolve("plain"));
        try (IndiServerPeer server = IndiServerPeer.withArguments(home.resolve("plain"), List.of("-r", "1"),
                DRIVER,
                WHEEL_DRIVER); Rig rig = open(server, Optional.empty(), brief)) {
            take(rig);
            crash(server, 2);
            assertThrows(DeviceException.Lost.class, () -> rig.camera().recover(Rung.ABORT));
            String message = String.valueOf(assertThrows(DeviceException.Lost.class,
                    () -> rig.camera().recover(Rung.RECONNECT)).getMessage());
            assertTrue(message.endsWith("which has [Filter Simulator]"), message);
            assertTrue(server.isAlive());
            // with its last driver the server goes too
            server.driver(WHEEL_DRIVER).destroyForcibly();
            await("driver restarted", () -> {
                try {
                    return server.driver(WHEEL_DRIVER).isAlive();
                } catch (IOException _) {
                    return false;
                }
            });
            server.driver(WHEEL_DRIVER).destroyForcibly();
            await("server gone", () -> !server.isAlive());
            assertTrue(assertThrows(DeviceException.Lost.class, () -> rig.camera().recover(Rung.RECONNECT))
                    .serverToo());
        }
        Files.createDirectories(home.resolve("fifo"));
        Fifo.make(home.resolve("fifo/fifo"));
        try (IndiServerPeer server = IndiServerPeer.withArguments(home.resolve("fifo"),
                List.of("-f", home.resolve("fifo/fifo").toString(), "-r", "1"), DRIVER);
                Rig rig = open(server, Optional.of(new FifoStarter(server.fifo(), false)), brief)) {
            crash(server, 2);
            assertThrows(DeviceException.Lost.class, () -> rig.camera().recover(Rung.RECONNECT));
            rig.camera().recover(Rung.RESTART_DRIVER);
            take(rig);
        }
    }

    @Test
    void case58ADeviceThatAppearsLaterIsWaitedForAtTheBeginningAndInTheMiddle() throws Exception {
        try (IndiServerPeer server = IndiServerPeer.withFifo(home, WHEEL_DRIVER)) {
            var starter = new FifoStarter(server.fifo(), false);
            later(() -> starter.start("Cam", DRIVER));
            try (Rig rig = open(server, Optional.empty())) {
                take(rig);
                starter.stop("Cam", DRIVER);
                await("gone", () -> {
                    try {
                        rig.camera().facts();
                        return false;
                    } catch (DeviceException _) {
                        return true;
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
                later(() -> starter.start("Cam", DRIVER));
                rig.camera().recover(Rung.WAIT);
                take(rig);
            }
        }
    }

    private interface Step {
        void take() throws DeviceException;
    }

    private static void later(Step step) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(1000); // longer than anybody needs to look
                step.take();
            } catch (DeviceException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void case59ADeviceThatNeverConnectsIsLostWithItsDriversWordsAndSoIsOneThatSaysNothing() throws Exception {
        try (var server = new ScriptedServer()) {
            server.on("CONNECTION", (s, _) -> {
                s.sendControl("<message device='Cam' message='[ERROR] Failed to open the camera'/>");
                s.set("CONNECTION", "Switch", "Alert", Map.of("CONNECT", "Off", "DISCONNECT", "On"));
            });
            var spec = IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA);
            Pace pace = ScriptedServer.PACE.with(Wait.DRIVER_CONNECT, Duration.ofMillis(800));
            assertEquals("Cam: connection lost: its driver cannot connect: [ERROR] Failed to open the camera",
                    assertThrows(DeviceException.Lost.class, () -> IndiRig.open(spec, Time.system(), pace))
                            .getMessage());
            server.on("CONNECTION", (_, _) -> {
                // not a word
            });
            assertEquals("Cam: setting CONNECTION took longer than 800 ms",
                    assertThrows(DeviceException.TimedOut.class,
                            () -> IndiRig.open(spec, Time.system(), pace))
                            .getMessage());
        }
    }

    @Test
    void case60AClientThatIsThrownOutAsSlowSaysWhyAndComesBack() throws Exception {
        var goOn = new CountDownLatch(1);
        try (IndiServerPeer server = IndiServerPeer.withArguments(home, List.of("-m", "1"), DRIVER);
                IndiConnection connection = IndiConnection.to(server.host(), server.port(), PACE)) {
            var camera = new IndiDevice(connection, IndiServerPeer.CAMERA);
            camera.connect(List.of("CCD_EXPOSURE", "CCD1"), Duration.ofSeconds(20));
            camera.set("POLLING_PERIOD", "PERIOD_MS", 10).orThrow("camera");
            connection.receive(IndiServerPeer.CAMERA, "CCD1", _ -> new Slow(goOn));
            long losses = connection.losses();
            for (int frame = 0; frame < 8; frame++) {
                camera.begin("CCD_EXPOSURE", Map.of("CCD_EXPOSURE_VALUE", "0.01"), _ -> true,
                        Duration.ofSeconds(5));
                await("exposed", () -> !camera.find("CCD_EXPOSURE").orElseThrow().isBusy());
            }
            goOn.countDown();
            await("thrown out", () -> connection.losses() > losses);
            assertTrue(
                    connection.lastLoss()
                            .endsWith("closed the connection in the middle of a frame, as it does "
                                    + "when a client is further behind than its -m allows"),
                    connection.lastLoss());
            assertTrue(connection.awaitUp(Duration.ofSeconds(20)));
        }
    }

    /// Takes nothing until it may.
    private record Slow(CountDownLatch goOn) implements BlobReceiver.Sink {
        @Override
        public void bytes(byte[] bytes, int from, int to) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void memory(MemorySegment bytes) {
            throw new AssertionError("TCP only");
        }

        @Override
        public void end(BlobReceiver.End how) {
            // whole or not
        }
    }

    @Test
    void case61AnExposureFoundRunningAtConnectIsAbortedAndNotAdopted() throws Exception {
        try (var server = new ScriptedServer();
                var connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE)) {
            server.on("CCD_ABORT_EXPOSURE", (s, _) -> s.exposure("Idle", "0"));
            server.exposure("Busy", "100");
            try (IndiCamera camera = camera(server, connection, Time.system())) {
                assertTrue(server.orders().contains("CCD_ABORT_EXPOSURE{ABORT=On}"),
                        server.orders().toString());
                assertFalse(camera.hasFrame());
            }
        }
    }

    private static IndiCamera camera(ScriptedServer server, IndiConnection connection, Time time)
            throws Exception {
        return IndiCamera.connect(IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA),
                connection,
                time, Duration.ofSeconds(5));
    }

    private static String order(String property) {
        return "<newNumberVector device='Cam' name='%s'><oneNumber name='X'>3</oneNumber></newNumberVector>"
                .formatted(property);
    }

    private static FrameFacts finish(IndiCamera camera) throws DeviceException, InterruptedException {
        try (Arena arena = Arena.ofShared()) {
            return camera.finish(FrameBuffer.allocate(camera.shape(SCRIPTED), arena));
        }
    }

    @Test
    void case62AnyOrderOfAnotherClientSpoilsTheFrameAndTheSettingsUntilTheyAreMadeAgain() throws Exception {
        try (var server = new ScriptedServer()) {
            for (String more : List.of("TC_LOW_NOISE", "CONFIG_PROCESS", "FITS_HEADER", "DEBUG_LEVEL",
                    "LOGGING_LEVEL")) {
                server.define(more, "Switch", "Ok", "rw", Map.of("X", "On"));
            }
            spoiled(server);
        }
    }

    private static void spoiled(ScriptedServer server) throws Exception {
        try (var connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE);
                IndiCamera camera = camera(server, connection, Time.system())) {
            for (String property : List.of("CCD_EXPOSURE", "CCD_GAIN", "TC_LOW_NOISE", "CONNECTION",
                    "CONFIG_PROCESS")) {
                String expected = "Cam: another program commands the camera: " + property;
                // while it exposes: the echo before the frame, after it, and after the end
                for (int at = 0; at < 3; at++) {
                    int when = at;
                    server.on("CCD_EXPOSURE", (s, _) -> {
                        s.exposure("Busy", "0.5");
                        s.sendControl(when == 0 ? order(property) : "");
                        s.frame(0.5, "Dark");
                        s.sendControl(when == 1 ? order(property) : "");
                        s.exposure("Ok", "0");
                        s.sendControl(when == 2 ? order(property) : "");
                    });
                    camera.configure(SCRIPTED);
                    camera.start(HALF);
                    assertEquals(expected,
                            assertThrows(DeviceException.Disturbed.class, () -> finish(camera)).getMessage());
                    assertEquals(expected,
                            assertThrows(DeviceException.Disturbed.class, () -> camera.start(HALF))
                                    .getMessage(),
                            "settings are not known");
                }
                // between the settings and the exposure
                camera.configure(SCRIPTED);
                long before = connection.store().revision();
                server.sendControl(order(property));
                await("heard",
                        () -> !connection.store().ordersByOthersSince(before, "Cam").isEmpty());
                assertEquals(expected, assertThrows(DeviceException.Disturbed.class, () -> camera.start(HALF))
                        .getMessage());
            }
            // a value that changes without an order is seen too
            server.on("CCD_EXPOSURE", (s, _) -> {
                s.exposure("Busy", "0.5");
                s.set("CCD_GAIN", "Number", "Ok", Map.of("GAIN", "3"));
                s.frame(0.5, "Dark");
                s.exposure("Ok", "0");
            });
            camera.configure(SCRIPTED);
            camera.start(HALF);
            String changed = String.valueOf(
                    assertThrows(DeviceException.Disturbed.class, () -> finish(camera)).getMessage());
            assertTrue(changed.startsWith("Cam: gain: asked 100, CCD_GAIN now reads [GAIN=3"), changed);
            // and what changes nothing about a frame spoils none
            server.on("CCD_EXPOSURE", (s, _) -> {
                s.exposure("Busy", "0.5");
                s.sendControl(order("FITS_HEADER") + order("DEBUG_LEVEL") + order("LOGGING_LEVEL"));
                s.sendControl(order("CCD_GAIN").replace("'Cam'", "'Other'"));
                s.frame(0.5, "Dark");
                s.exposure("Ok", "0");
            });
            camera.configure(SCRIPTED);
            camera.start(HALF);
            assertEquals(Duration.ofMillis(500), finish(camera).exposure());
        }
    }

    @Test
    void case63AFrozenDriverIsNoticedByAQuestionThoughItsServerAnswers() throws Exception {
        try (IndiServerPeer server = IndiServerPeer.with(home, DRIVER);
                Rig rig = open(server, Optional.empty(), PACE.with(Wait.COOLER_READ, Duration.ofSeconds(1))
                        .with(Wait.ABORT, Duration.ofSeconds(1)))) {
            take(rig);
            server.freezeDriver(DRIVER, true);
            try {
                var hung = assertThrows(DeviceException.TimedOut.class,
                        () -> rig.camera().cooler().orElseThrow().read());
                assertEquals("CCD Simulator: reading CCD_TEMPERATURE took longer than 1 s",
                        hung.getMessage());
                assertEquals(ServerPort.Who.AN_INDISERVER, ServerPort.on(server.port()));
                assertThrows(DeviceException.TimedOut.class, () -> rig.camera().recover(Rung.ABORT));
            } finally {
                server.freezeDriver(DRIVER, false);
            }
            rig.camera().recover(Rung.RECONNECT);
            take(rig);
        }
    }

    @Test
    void case64AClockThatJumpsByHoursEndsNoWaitEarlyAndNoneNever() throws Exception {
        for (Duration jump : List.of(Duration.ofHours(5), Duration.ofHours(-5))) {
            var time = new JumpingTime();
            Pace pace = ScriptedServer.PACE.with(Wait.FIRST_READOUT, Duration.ofMillis(900))
                    .with(Wait.LEAST_READOUT, Duration.ofMillis(900));
            try (var server = new ScriptedServer();
                    var connection = IndiConnection.to("127.0.0.1", server.port(), pace);
                    IndiCamera camera = camera(server, connection, time)) {
                server.on("CCD_EXPOSURE", (s, _) -> {
                    s.exposure("Busy", "0.5");
                    time.jump(jump);
                    LateFrame.after(Duration.ofMillis(500), s);
                });
                camera.configure(SCRIPTED);
                camera.start(HALF);
                time.jump(jump);
                assertEquals(Duration.ofMillis(500), finish(camera).exposure(), "not early, " + jump);
                server.on("CCD_EXPOSURE", (s, _) -> s.exposure("Busy", "0.5"));
                camera.start(HALF);
                time.jump(jump);
                long begun = System.nanoTime();
                assertThrows(DeviceException.TimedOut.class, () -> finish(camera), "not never, " + jump);
                assertTrue(System.nanoTime() - begun >= Duration.ofMillis(500).toNanos());
            }
        }
    }

    /// A frame that comes when its exposure is over.
    private static final class LateFrame {

        private LateFrame() {}

        static void after(Duration wait, ScriptedServer server) {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(wait);
                    server.frame(0.5, "Dark");
                    server.exposure("Ok", "0");
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    /// The wall clock of a machine without one: NTP sets it after the start.
    private static final class JumpingTime implements Time {

        private final Time real = Time.system();
        private volatile Duration off = Duration.ZERO;

        void jump(Duration by) {
            off = off.plus(by);
        }

        @Override
        public Instant now() {
            return real.now().plus(off);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            real.sleep(duration);
        }
    }
}
