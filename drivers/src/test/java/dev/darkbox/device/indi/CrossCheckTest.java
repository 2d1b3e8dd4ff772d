package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.sim.wire.Boxes;
import dev.darkbox.device.sim.wire.PtyServer;
import dev.darkbox.device.sim.wire.WireBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Drivers that others wrote for real caps and panels hold a conversation with ours that are not there: through a real
/// server, on real pseudo-terminals. That they agree shows that the boxes speak as the hardware is believed to; it shows
/// nothing about hardware.
///
/// What the drivers of INDI 1.9.9 are known to do otherwise stands in the table, by its name.
@Tag("indiserver")
@Tag("slow")
class CrossCheckTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration TRAVEL = Duration.ofMillis(1500);
    private static final Pace PACE = Pace.USUAL.with(Wait.SETTLED, Duration.ofMillis(250));

    /// Where a driver is known to differ.
    enum Quirk {
        /// There is no cover to move.
        NO_COVER,
        /// It says that the cover has arrived while it still moves.
        ARRIVES_EARLY,
        /// It says `Ok` and a moment later `Idle`, which proves nothing, and stays with that.
        TAKES_BACK,
        /// It knows where the cover is only from its own orders: an order that it believes done is not sent.
        GUESSES_COVER,
        /// What it sends is another brightness to the box: digits get lost on the way, or the two disagree on the dimmest.
        WRONG_BRIGHTNESS
    }

    /// One driver and the box it is made for.
    ///
    /// @param box of [Boxes]
    /// @param device as the driver calls it
    record Peer(String box, String driver, String device, Set<Quirk> quirks) {

        static Peer of(String box, String driver, String device, Quirk... quirks) {
            var all = EnumSet.noneOf(Quirk.class);
            all.addAll(Set.of(quirks));
            return new Peer(box, driver, device, all);
        }

        boolean has(Quirk quirk) {
            return quirks.contains(quirk);
        }

        @Override
        public String toString() {
            return driver + " and " + box;
        }
    }

    static Stream<Peer> peers() {
        return Stream.of(
                Peer.of("flip-flat", "indi_flipflat", "Flip Flat"),
                Peer.of("snapcap", "indi_snapcap", "SnapCap"),
                Peer.of("wanderer-v3", "indi_wanderer_cover", "Wanderer Cover v3", Quirk.ARRIVES_EARLY,
                        Quirk.GUESSES_COVER, Quirk.WRONG_BRIGHTNESS),
                Peer.of("flatmaster", "indi_pegasus_flatmaster", "Pegasus FlatMaster", Quirk.NO_COVER,
                        Quirk.WRONG_BRIGHTNESS),
                Peer.of("deepskydad-fp1", "indi_deepskydad_fp1", "Deep Sky Dad FP1"),
                Peer.of("excalibur", "indi_Excalibur", "RBF Excalibur", Quirk.ARRIVES_EARLY,
                        Quirk.TAKES_BACK));
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("peers")
    void aDriverOfOthersConnectsMovesAndLights(Peer peer) throws Exception {
        Time time = Time.system();
        Optional<WireBox> box = Boxes.find(peer.box, TRAVEL, peer.has(Quirk.NO_COVER) ? 0 : 1, time.now());
        Assumptions.assumeTrue(box.isPresent(), () -> "no box " + peer.box + ", only " + Boxes.names());
        Path home = Files.createDirectory(folder.resolve("home"));
        try (var port = PtyServer.serve(box.get(), Optional.of(folder.resolve("port")), time);
                var server = IndiServerPeer.withPreloaded(home, modemLines(), peer.driver);
                var connection = IndiConnection.to(server.host(), server.port(), PACE)) {
            try {
                var device = new IndiDevice(connection, peer.device);
                choosePort(device, server, port.port());
                converse(peer, device, port);
            } catch (Exception | AssertionError e) {
                e.addSuppressed(new AssertionError(story(port, server)));
                throw e;
            }
        }
    }

    /// An order that comes while the driver still begins is lost, and the next is not.
    private static void choosePort(IndiDevice device, IndiServerPeer server, Path port) throws Exception {
        boolean chosen = false;
        for (int attempt = 0; attempt < 5 && !chosen; attempt++) {
            server.set(device.name() + ".DEVICE_PORT.PORT=" + port);
            chosen = device.await(() -> device.find("DEVICE_PORT")
                    .map(property -> property.text("PORT").equals(port.toString())).orElse(false),
                    System.nanoTime() + LIMIT.toNanos() / 5);
        }
        assertTrue(chosen, "the driver takes the port");
    }

    private static void converse(Peer peer, IndiDevice device, PtyServer port) throws Exception {
        IndiPanel panel = IndiPanel.connect(device, Time.system(), LIMIT);
        assertTrue(port.hasClient(), "the driver has opened the port");
        if (!peer.has(Quirk.NO_COVER)) {
            IndiCap cap = IndiCap.connect(device, Time.system(), LIMIT);
            if (peer.has(Quirk.GUESSES_COVER)) {
                cap.moveTo(Position.OPEN);
            }
            move(peer, cap, Position.SHUT, port);
            light(peer, panel, port);
            move(peer, cap, Position.OPEN, port);
            move(peer, cap, Position.SHUT, port);
        } else {
            light(peer, panel, port);
        }
        device.disconnect().orThrow(device.name());
        await("the driver lets go of the port", () -> !port.hasClient());
    }

    private static void move(Peer peer, IndiCap cap, Position goal, PtyServer port) throws Exception {
        cap.moveTo(goal);
        if (peer.has(Quirk.ARRIVES_EARLY)) {
            await("really " + goal, () -> port.truth().position() == goal);
        }
        assertEquals(goal, port.truth().position());
        if (!peer.has(Quirk.TAKES_BACK)) {
            assertEquals(goal, cap.read().position());
        }
    }

    private static void light(Peer peer, IndiPanel panel, PtyServer port) throws Exception {
        for (int percent : new int[]{100, 40, 70}) {
            panel.light(percent);
            await("lit at " + percent + " %, not " + port.truth().lampPercent(),
                    () -> peer.has(Quirk.WRONG_BRIGHTNESS)
                            ? port.truth().lampPercent() > 0
                            : Math.abs(port.truth().lampPercent() - percent) <= 1);
        }
        panel.light(0);
        await("put out", () -> port.truth().lampPercent() == 0);
        assertEquals(0, panel.read().percent());
    }

    private static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!happened.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in vain: " + what);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// The library that makes pseudo-terminals look as if they had modem lines.
    private Path modemLines() throws IOException, InterruptedException {
        Path library = folder.resolve("modem.so");
        Process compiler;
        try {
            compiler = new ProcessBuilder("gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o",
                    library.toString(), "src/test/c/modem.c", "-ldl").redirectErrorStream(true).start();
        } catch (IOException _) {
            return Assumptions.abort("gcc is not installed");
        }
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(compiler.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && compiler.exitValue() == 0, said);
        return library;
    }

    private static String story(PtyServer port, IndiServerPeer server) throws IOException {
        var story = new StringBuilder("the wire, as the box saw it:\n");
        for (WireLog.Entry entry : port.wire().entries()) {
            story.append(entry).append('\n');
        }
        return story.append("the server:\n").append(server.log()).toString();
    }
}
