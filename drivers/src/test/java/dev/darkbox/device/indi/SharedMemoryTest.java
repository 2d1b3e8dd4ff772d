package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import dev.darkbox.linux.SharingPeer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Frames by way of the server's local socket: when that way is taken, when it is left, and that nothing stays behind.
class SharedMemoryTest {

    private static final Readout READOUT = new Readout(50, 20, 1, "", Readout.NONE);
    private static final Readout SCRIPTED = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);
    private static final Exposure BIAS = new Exposure(Exposure.Kind.BIAS, Duration.ZERO, READOUT);
    private static final Exposure HALF = new Exposure(Exposure.Kind.DARK, Duration.ofMillis(500), SCRIPTED);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name = "/darkbox/shared-" + UUID.randomUUID();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        server.on("CCD_EXPOSURE", (s, _) -> {
            s.exposure("Busy", "0.5");
            s.frame(0.5, "Dark");
            s.exposure("Ok", "0");
        });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private IndiRig open(String local) throws Exception {
        return IndiRig.open(spec("127.0.0.1", server.port(), local, ScriptedServer.CAMERA), Time.system(),
                ScriptedServer.PACE.with(Wait.LOCAL_PROOF, Duration.ofSeconds(1)));
    }

    private static IndiSpec spec(String host, int port, String local, String camera) {
        return new IndiSpec("test", host, port, local, camera, "", "", "", List.of(), Map.of(),
                IndiSpec.Bias.BY_DRIVER, Duration.ofMillis(10), LIMIT);
    }

    private static void takeFrame(IndiRig rig) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(rig.camera().shape(SCRIPTED), arena);
            rig.camera().start(HALF);
            rig.camera().finish(frame);
            for (int i = 0; i < frame.shape().pixels(); i++) {
                assertEquals(i, frame.adu(i % ScriptedServer.WIDTH, i / ScriptedServer.WIDTH));
            }
        }
    }

    @Test
    void framesComeAsSharedMemoryFromTheServerThatIsProvenToBeTheSame() throws Exception {
        server.shareAs(name);
        try (IndiRig rig = open(name)) {
            assertEquals("shared memory", rig.frameRoute());
            takeFrame(rig);
            takeFrame(rig);
            rig.camera().recover(Rung.RECONNECT);
            assertEquals("shared memory", rig.frameRoute());
            takeFrame(rig);
        }
        assertTrue(server.orders().stream().noneMatch(order -> order.startsWith("PROOF")));
    }

    @Test
    void anotherServerAtThatNameIsNotTrusted() throws Exception {
        try (var other = new ScriptedServer()) {
            other.shareAs(name);
            try (IndiRig rig = open(name)) {
                assertEquals(
                        "TCP (local socket %s: not proven to be the server on TCP port %d)".formatted(name,
                                server.port()),
                        rig.frameRoute());
                takeFrame(rig);
            }
        }
    }

    @Test
    void somebodyWhoOnlyListensAtThatNameIsNotTrusted() throws Exception {
        try (var silent = new SharingPeer(name); IndiRig rig = open(name)) {
            assertTrue(rig.frameRoute().startsWith("TCP (local socket " + name + ": not proven"),
                    rig.frameRoute());
            takeFrame(rig);
            silent.accept().close();
        }
    }

    @Test
    void withoutALocalSocketFramesComeByTcp() throws Exception {
        try (IndiRig rig = open(name)) {
            assertEquals("TCP (local socket " + name + ": Connection refused)", rig.frameRoute());
            takeFrame(rig);
        }
        try (IndiRig rig = open("")) {
            assertEquals("TCP", rig.frameRoute());
            takeFrame(rig);
        }
    }

    @Test
    void aServerOnAnotherMachineIsNotLookedForHere() throws Exception {
        var route = new FrameRoute("192.0.2.1", 7624, name,
                Pace.USUAL.with(Wait.TCP_CONNECT, Duration.ofMillis(50)),
                new FrameRoute.Control() {
                    @Override
                    public boolean awaitUp(Duration limit) {
                        throw new AssertionError("not asked");
                    }

                    @Override
                    public boolean send(String elements) {
                        throw new AssertionError("not asked");
                    }
                });
        server.shareAs(name);
        assertThrows(IOException.class, () -> route.dial(transport -> {
            assertTrue(transport instanceof TcpTransport);
            throw new IOException("enough");
        }));
        assertEquals("TCP", route.description());
    }

    @Test
    void aRouteThatKeepsFailingIsLeftForTcp() throws Exception {
        server.shareAs(name);
        try (IndiRig rig = open(name)) {
            server.on("CCD_EXPOSURE", (s, _) -> {
                s.exposure("Busy", "0.5");
                s.sendFrames(ScriptedServer.attached("CCD1", ".fits", 5760)); // and no memory with it
                s.exposure("Ok", "0");
            });
            for (int i = 0; i < 2; i++) {
                String failure = String.valueOf(
                        assertThrows(DeviceException.Garbled.class, () -> takeFrame(rig)).getMessage());
                assertTrue(failure.contains("a frame whose shared memory did not come, or is too small"),
                        failure);
                assertEquals("shared memory", rig.frameRoute());
            }
            assertThrows(DeviceException.class, () -> takeFrame(rig));
            rig.camera().recover(Rung.RECONNECT);
            assertEquals("TCP (local socket " + name + ": a frame could not be read, 3 times)",
                    rig.frameRoute());
            server.on("CCD_EXPOSURE", (s, _) -> {
                s.exposure("Busy", "0.5");
                s.sendFrames(ScriptedServer.blob(ScriptedServer.fits(0.5, "Dark", 8, 4), ".fits"));
                s.exposure("Ok", "0");
            });
            takeFrame(rig);
        }
    }

    @Test
    void aThousandFramesAndTheEndOfTheServerLeaveNothingBehind() throws Exception {
        server.shareAs(name);
        try (IndiRig rig = open(name)) {
            takeFrame(rig);
        }
        server.hangUp();
        var before = Leftovers.settled();
        try (IndiRig rig = open(name)) {
            takeFrame(rig);
            var running = Leftovers.settled();
            byte[] file = ScriptedServer.fits(0.5, "Dark", 8, 4);
            for (int i = 0; i < 1000; i++) {
                server.shareFrame(file); // nobody asked for these
            }
            var camera = (IndiCamera) rig.camera();
            for (int i = 0; i < 2000 && camera.orphans() < 1000; i++) {
                LockSupport.parkNanos(5_000_000);
            }
            assertEquals(1000, camera.orphans());
            takeFrame(rig);
            running.assertBack();
            for (int i = 0; i < 5; i++) {
                server.hangUp();
                rig.camera().recover(Rung.WAIT);
                takeFrame(rig);
            }
            running.assertBack();
        }
        server.hangUp();
        before.assertBack();
    }

    @Test
    void theMachinesOwnServerSharesItsFramesAndNothingStaysBehind(@TempDir Path home) throws Exception {
        try (IndiServerPeer peer = IndiServerPeer.with(home, "indi_simulator_ccd")) {
            var before = Leftovers.settled();
            try (IndiRig rig = IndiRig.open(
                    spec(peer.host(), peer.port(), peer.localSocket(), IndiServerPeer.CAMERA), Time.system());
                    Arena arena = Arena.ofShared()) {
                assertEquals("shared memory", rig.frameRoute());
                rig.camera().configure(READOUT);
                var frame = FrameBuffer.allocate(rig.camera().shape(READOUT), arena);
                takeRealFrame(rig, frame);
                var running = Leftovers.settled();
                for (int i = 0; i < 20; i++) {
                    takeRealFrame(rig, frame);
                }
                running.assertBack();

                rig.camera().start(new Exposure(Exposure.Kind.DARK, Duration.ofSeconds(60), READOUT));
                peer.killDriver("indi_simulator_ccd");
                assertThrows(DeviceException.class, () -> rig.camera().finish(frame));
                rig.camera().recover(Rung.WAIT);
                rig.camera().configure(READOUT);
                takeRealFrame(rig, frame);
                assertEquals("shared memory", rig.frameRoute());
                running.assertBack();

                peer.kill();
                peer.restart();
                rig.camera().recover(Rung.WAIT);
                rig.camera().configure(READOUT);
                takeRealFrame(rig, frame);
                assertEquals("shared memory", rig.frameRoute());
                running.assertBack();
            }
            before.assertBack();
        }
    }

    private static void takeRealFrame(IndiRig rig, FrameBuffer frame) throws Exception {
        frame.pixels().fill((byte) 0);
        rig.camera().start(BIAS);
        assertEquals(Duration.ofMillis(10), rig.camera().finish(frame).exposure());
        long lit = 0;
        for (int y = 0; y < frame.shape().heightPx(); y++) {
            lit += frame.adu(y, y) > 0 ? 1 : 0;
        }
        assertTrue(lit > frame.shape().heightPx() / 2, lit + " pixels of the diagonal are not 0");
    }
}
