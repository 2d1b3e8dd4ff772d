package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client of INDI must say to hear what it needs and no more, case by case: the bytes on the wire.
class SubscriptionConformanceTest {

    private static final String ALL = "<getProperties version='1.7'/>\n";
    private static final String FRAMES = """
            <getProperties version='1.7' device='Cam' name='CCD1'/>
            <enableBLOB device='Cam' name='CCD1'>Only</enableBLOB>
            """;

    private final ScriptedServer server;
    private final IndiConnection connection;
    private final AtomicInteger frames = new AtomicInteger();

    SubscriptionConformanceTest() throws IOException {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE);
    }

    @BeforeEach
    void connect() throws Exception {
        connection.receive("Cam", "CCD1", _ -> {
            frames.incrementAndGet();
            return BlobReceiver.NOWHERE;
        });
        new IndiDevice(connection, "Cam").connect(List.of("CCD1"), Duration.ofSeconds(5));
        await(() -> saysFrames() >= 1);
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in 10 s");
            Thread.sleep(5);
        }
    }

    /// How often the frames were asked for on all connections together.
    private int saysFrames() {
        return String.join("", server.heard()).split("<enableBLOB", -1).length - 1;
    }

    private List<String> controls() {
        return server.heard().stream().filter(h -> h.startsWith(ALL)).toList();
    }

    private void again() throws Exception {
        long losses = connection.losses();
        server.hangUp();
        await(() -> connection.losses() > losses);
        assertTrue(connection.awaitUp(Duration.ofSeconds(5)));
    }

    @Test
    void case23ABareGetPropertiesIsTheFirstThingSaidOnEveryControlConnection() throws Exception {
        for (int connections = 1; connections <= 3; connections++) {
            int made = connections;
            await(() -> controls().size() == made && server.heard().size() == 2 * made);
            for (String heard : server.heard()) {
                assertTrue(heard.startsWith(ALL) || heard.isEmpty() || heard.startsWith(FRAMES), heard);
            }
            again();
        }
    }

    @Test
    void case24FramesAreAskedForAgainAfterEachReconnectAndWhenTheDeviceAppearsAgain() throws Exception {
        int before = saysFrames();
        again();
        await(() -> saysFrames() > before);
        assertTrue(server.heard().stream().filter(h -> h.startsWith(FRAMES)).count() >= 2,
                server.heard().toString());

        var camera = new IndiDevice(connection, "Cam");
        camera.connect(List.of("CCD1"), Duration.ofSeconds(5));
        await(() -> saysFrames() > before + 1);
        // a driver that crashes and is started again: its properties go, and come
        int crashed = saysFrames();
        server.sendControl("<delProperty device='Cam'/>\n");
        await(() -> !camera.has("CCD1"));
        server.tellAll();
        await(() -> saysFrames() == crashed + 1);
        // definitions that somebody else asked for are no reason
        server.tellAll();
        server.sendControl("<message device='Cam' message='told'/>");
        await(() -> connection.store().notesSince(0, "Cam").contains("told"));
        assertEquals(crashed + 1, saysFrames());
        server.frame(1, "Dark");
        await(() -> frames.get() == 1);
    }

    @Test
    void case25AFrameInFlightAndADiskThatIsStuckNeverDelayAnAnswer() throws Exception {
        long bytes = 52_500_000; // 70 MB of text
        var stuck = new CountDownLatch(1);
        var seen = new AtomicLong();
        var ended = new CompletableFuture<BlobReceiver.End>();
        connection.receive("Cam", "CCD1", _ -> new BlobReceiver.Sink() {
            @Override
            public void bytes(byte[] piece, int from, int to) {
                seen.addAndGet(to - from);
                try {
                    assertTrue(stuck.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void memory(MemorySegment piece) {
                throw new AssertionError("this frame comes over TCP");
            }

            @Override
            public void end(BlobReceiver.End how) {
                ended.complete(how);
            }
        });
        await(() -> saysFrames() >= 2);
        var sender = CompletableFuture.runAsync(() -> {
            try {
                server.sendFrames(
                        "<setBLOBVector device='Cam' name='CCD1' state='Ok'><oneBLOB name='CCD1' format='.fits' "
                                + "size='" + bytes + "'>");
                String piece = "QUJD".repeat(17_500);
                for (int i = 0; i < 1000; i++) {
                    server.sendFrames(piece);
                }
                server.sendFrames("</oneBLOB></setBLOBVector>");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await(() -> seen.get() > 0);
        for (int gain = 1; gain <= 5; gain++) {
            String uid = "during" + gain;
            server.sendControl("<pingRequest uid='" + uid + "'/>");
            await(() -> controls().stream().anyMatch(h -> h.contains("<pingReply uid='" + uid + "'/>")));
            Outcome outcome = new IndiDevice(connection, "Cam").set("CCD_GAIN", "GAIN", gain);
            assertTrue(outcome instanceof Outcome.Done, outcome.toString());
        }
        assertTrue(!ended.isDone() && !sender.isDone(), "the frame is still on its way");
        stuck.countDown();
        assertEquals(BlobReceiver.End.COMPLETE, ended.get(60, TimeUnit.SECONDS));
        assertEquals(bytes, seen.get());
        sender.join();
    }

    @Test
    void case26TheControlConnectionIsLeftAtNeverAndTheOtherIsSetToOnly() throws Exception {
        for (String control : controls()) {
            assertTrue(!control.contains("enableBLOB"), control);
        }
        assertTrue(server.heard().stream().anyMatch(h -> h.startsWith(FRAMES)), server.heard().toString());
        // a server that sends both on both, as if all were set to Also
        String frame = ScriptedServer.blob(ScriptedServer.fits(1, "Dark", 8, 4), ".fits");
        server.sendControl(frame);
        server.sendFrames(
                "<setNumberVector device='Cam' name='CCD_GAIN' state='Alert'><oneNumber name='GAIN'>99</oneNumber>"
                        + "</setNumberVector><delProperty device='Cam'/><message device='Cam' message='twice'/>");
        server.sendFrames(frame);
        await(() -> frames.get() == 1);
        server.sendControl("<message device='Cam' message='after'/>");
        await(() -> connection.store().notesSince(0, "Cam").contains("after"));
        assertEquals(1, frames.get(), "the one on the frames' connection");
        assertEquals("7", connection.store().find("Cam", "CCD_GAIN").orElseThrow().text("GAIN"));
        assertTrue(!connection.store().notesSince(0, "Cam").contains("twice"));
        assertEquals(0, connection.losses());
    }
}
