package dev.darkbox.device.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every failure a camera or its library can have on order, and the way back from it.
@Timeout(60)
class AsiFailureTest {

    private static final Readout READOUT = AsiCameraTest.READOUT;
    private static final Duration COMEBACK = Duration.ofSeconds(30);
    private static final AsiPatience LONG = patience(Duration.ofSeconds(10));
    /// For calls that hang; ten times what a frame takes here.
    private static final AsiPatience SHORT = patience(Duration.ofMillis(500));

    @TempDir
    private Path folder;
    private StandInAsi standIn;
    private StandInAsi.Clock time;
    private AsiCamera camera;
    private final Arena arena = Arena.ofShared();
    private final FrameBuffer frame = FrameBuffer
            .allocate(new FrameShape(StandInAsi.WIDTH, StandInAsi.HEIGHT), arena);

    @BeforeAll
    static void needsACompiler() throws InterruptedException {
        StandInAsi.needsACompiler();
    }

    @BeforeEach
    void connect() throws Exception {
        standIn = StandInAsi.in(folder);
        time = standIn.clock();
        connect(standIn.hub(LONG));
    }

    private static AsiPatience patience(Duration call) {
        return new AsiPatience(call, call, call, COMEBACK);
    }

    private void connect(AsiHub hub) throws DeviceException, InterruptedException {
        camera = hub.connect(AsiSpec.any(), time, StandInAsi.noBus());
        camera.configure(READOUT);
    }

    @AfterEach
    void noTwoCallsWereMadeAtOnce() throws IOException {
        camera.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
        assertFalse(standIn.calls().contains("OVERLAP"));
    }

    private static Exposure dark(int seconds) {
        return new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(seconds), READOUT);
    }

    private FrameFacts take(Exposure exposure) throws DeviceException, InterruptedException {
        camera.start(exposure);
        return camera.finish(frame);
    }

    private void works() throws DeviceException, InterruptedException {
        frame.pixels().fill((byte) 0);
        take(dark(1));
        assertEquals(2000, frame.adu(300, 200), 100);
    }

    private long starts() throws IOException {
        return standIn.calls().stream().filter(call -> call.startsWith("start")).count();
    }

    @Test
    void aShortExposureThatFailsIsBegunAgainTwice() throws Exception {
        standIn.order("fail 1 2");
        FrameFacts facts = take(dark(5));
        assertEquals(3, starts());
        assertEquals(StandInAsi.DUSK.plusSeconds(10), facts.start());
        assertEquals(StandInAsi.DUSK.plusSeconds(15), time.now());
    }

    @Test
    void oneThatFailsThreeTimesIsGivenUp() throws Exception {
        standIn.order("fail 1 3");
        var garbled = assertThrows(DeviceException.Garbled.class, () -> take(dark(5)));
        assertEquals("expected a frame, got \"exposure failed\"", garbled.what());
        assertEquals(3, starts());
        works();
    }

    @Test
    void aLongExposureThatFailsIsLeftToWhoAskedForIt() throws Exception {
        standIn.order("fail 1 1");
        assertThrows(DeviceException.Garbled.class, () -> take(dark(60)));
        assertEquals(1, starts());
        camera.recover(Rung.ABORT);
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(dark(60)));
        camera.configure(READOUT);
        works();
    }

    @Test
    void aFrameThatCannotBeFetchedIsTakenAgain() throws Exception {
        standIn.order("spoil 1 1");
        take(dark(5));
        assertEquals(2, starts());
        standIn.order("spoil 1 99");
        var garbled = assertThrows(DeviceException.Garbled.class, () -> take(dark(5)));
        assertEquals("expected success, got \"ASIGetDataAfterExp: time-out (11)\"", garbled.what());
    }

    @Test
    void anExposureThatNeverEndsIsStopped() throws Exception {
        standIn.order("endless 1 1");
        camera.start(dark(60));
        assertThrows(DeviceException.TimedOut.class, () -> camera.finish(frame));
        assertEquals("stop", standIn.calls().getLast());
        assertEquals(StandInAsi.DUSK.plusSeconds(60 + 10), time.now().truncatedTo(ChronoUnit.SECONDS));
        works();
    }

    @Test
    void aDownloadThatFreezesEndsTheWaitAndKeepsTheBufferUntilItIsBack() throws Exception {
        camera.close();
        connect(standIn.hub(SHORT));
        standIn.order("hang 1 1");
        camera.start(dark(1));
        var frozen = assertThrows(DeviceException.TimedOut.class, () -> camera.finish(frame));
        assertEquals("ASIGetDataAfterExp took longer than 500 ms", frozen.what());

        // the library may still write: nothing else is asked of it, and nobody can free the memory
        var out = assertThrows(DeviceException.TimedOut.class, () -> camera.recover(Rung.ABORT));
        assertEquals(
                "waiting for ASIGetDataAfterExp to come back (if it never does: plug the camera in again,"
                        + " or restart this program) took longer than 500 ms",
                out.what());
        assertThrows(DeviceException.TimedOut.class, () -> camera.recover(Rung.RECONNECT));
        assertThrows(IllegalStateException.class, arena::close);

        standIn.order();
        recovers(Rung.ABORT);
        camera.configure(READOUT);
        works();
    }

    /// The call comes back soon after its order is gone.
    private void recovers(Rung rung) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            try {
                camera.recover(rung);
                return;
            } catch (DeviceException e) {
                assertInstanceOf(DeviceException.TimedOut.class, e); // waited for its 500 ms
            }
        }
        fail("the frozen call never came back");
    }

    @Test
    void aCameraThatIsClosedWhileACallIsOutIsClosedAndFreeAsSoonAsThatIsBack() throws Exception {
        AsiHub hub = standIn.hub(SHORT);
        camera.close();
        connect(hub);
        standIn.order("hang 1 1");
        camera.start(dark(1));
        assertThrows(DeviceException.TimedOut.class, () -> camera.finish(frame));
        camera.close();
        assertEquals("start 1 dark 1 us 1000000", standIn.calls().getLast());
        var taken = assertThrows(DeviceException.Lost.class,
                () -> hub.connect(AsiSpec.any(), time, StandInAsi.noBus()));
        assertTrue(taken.what().endsWith("ZWO ASI294MM Pro (a call of the maker's library has not come back:"
                + " plug the camera in again, or restart this program)"), taken.what());
        assertThrows(DeviceException.Lost.class, () -> camera.start(dark(1)));
        assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT));
        standIn.order();
        awaitFree();
        camera = again(hub);
        assertEquals(List.of("stop", "close 0"), standIn.calls().subList(lastStart() + 1, lastStart() + 3));
        camera.configure(READOUT);
        try (Arena own = Arena.ofShared()) {
            camera.start(dark(1));
            camera.finish(FrameBuffer.allocate(frame.shape(), own));
        }
    }

    private int lastStart() throws IOException {
        return standIn.calls().lastIndexOf("start 1 dark 1 us 1000000");
    }

    private AsiCamera again(AsiHub hub) throws DeviceException, InterruptedException {
        for (int i = 0;; i++) {
            try {
                return hub.connect(AsiSpec.any(), time, StandInAsi.noBus());
            } catch (DeviceException.Lost e) {
                assertTrue(i < 1000, e.what()); // it is closed a moment after the frozen call is back
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /// The buffer can be freed as soon as the call is back.
    private void awaitFree() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (arena.scope().isAlive()) {
            assertTrue(System.nanoTime() < deadline, "the frozen call never came back");
            try {
                arena.close();
            } catch (IllegalStateException _) {
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    @Test
    void aCameraThatVanishesDuringAnExposureIsLostAndComesBackByItsSerialNumber() throws Exception {
        camera.cooler().orElseThrow().target(Celsius.of(-10));
        standIn.order("removed-from 1");
        camera.start(dark(60));
        var lost = assertThrows(DeviceException.Lost.class, () -> camera.finish(frame));
        assertFalse(lost.serverToo());
        assertEquals("connection lost: ASIGetExpStatus: camera removed (5)", lost.what());
        assertEquals(30.0, Duration.between(StandInAsi.DUSK, time.now()).toMillis() / 1000.0, 1.0);
        assertThrows(DeviceException.Lost.class, () -> camera.start(dark(1)));
        var away = assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.RECONNECT));
        assertEquals("connection lost: no ZWO camera is connected", away.what());
        assertThrows(DeviceException.Lost.class, () -> camera.cooler().orElseThrow().read());

        // plugged in again, beside another one, and numbered otherwise
        standIn.order("cameras 2");
        camera.recover(Rung.WAIT);
        assertEquals("ZWO ASI294MM Pro", camera.name());
        assertEquals("0a0b0c0d00000000", camera.facts().serial());
        assertThrows(DeviceException.Disturbed.class, () -> camera.start(dark(1)));
        camera.configure(READOUT);
        works();
        assertEquals(0, camera.cooler().orElseThrow().read().loadPercent());
    }

    @Test
    void waitingForACameraEndsWhenItIsThereAndWhenPatienceEnds() throws Exception {
        standIn.order("removed");
        var before = time.now();
        assertThrows(DeviceException.Lost.class, () -> camera.recover(Rung.WAIT));
        assertEquals(Duration.ofSeconds(30), Duration.between(before, time.now()));
        var sleeps = new AtomicInteger();
        time.whileAsleep(() -> {
            if (sleeps.incrementAndGet() == 5) {
                order();
            }
        });
        camera.recover(Rung.WAIT);
        assertEquals(5, sleeps.get());
        camera.configure(READOUT);
        works();
    }

    private void order(String... orders) {
        try {
            standIn.order(orders);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCancelledRunLeavesTheCameraIdle() throws Exception {
        camera.start(dark(600));
        time.whileAsleep(() -> {
            if (time.now().isAfter(StandInAsi.DUSK.plusSeconds(10))) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(InterruptedException.class, () -> camera.finish(frame));
        time.whileAsleep(() -> {});
        camera.abort();
        assertEquals("stop", standIn.calls().getLast());
        works();
    }

    @Test
    void anInterruptionDuringACallWaitsForItsEnd() throws Exception {
        var thread = new AsiThread("test");
        var goOn = new CompletableFuture<String>();
        Thread caller = Thread.currentThread();
        try (thread) {
            assertThrows(InterruptedException.class,
                    () -> thread.call("camera", "ASISomething", Duration.ofSeconds(20), () -> {
                        caller.interrupt();
                        goOn.completeOnTimeout("on", 50, TimeUnit.MILLISECONDS);
                        return goOn.get();
                    }));
        }
        assertTrue(goOn.isDone());
        assertFalse(thread.isOut());
    }

    @Test
    void anExposureThatRunsAlreadyIsStoppedFirst() throws Exception {
        camera.start(dark(600));
        camera.start(dark(1));
        camera.finish(frame);
        assertEquals("start 1 dark 1 us 600000000|stop|start 2 dark 1 us 1000000",
                String.join("|",
                        standIn.calls().subList(standIn.calls().size() - 3, standIn.calls().size())));
    }

    @Test
    void anExposureOtherThanConfiguredOrTooLongIsRefused() {
        var other = new Readout(0, 0, 1, "", 60);
        assertThrows(DeviceException.Refused.class,
                () -> camera.start(new Exposure(Exposure.Kind.BIAS, Duration.ZERO, other)));
        var tooLong = assertThrows(DeviceException.Refused.class, () -> camera.start(dark(2001)));
        assertEquals("Exposure 2001000000, allowed: 32..2000000000", tooLong.what());
    }
}
