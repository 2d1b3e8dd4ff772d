package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Exposure;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.device.Time;
import dev.darkbox.linux.LocalSocket;
import dev.darkbox.linux.SharedMemory;
import dev.darkbox.linux.SharingPeer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Conformance cases 40 to 53: what may happen to a frame on its way.
class BlobConformanceTest {

    private static final FrameShape SHAPE = new FrameShape(ScriptedServer.WIDTH, ScriptedServer.HEIGHT);
    private static final byte[] FILE = ScriptedServer.fits(0.5, "Dark", 8, 4);
    private static final String TEXT = Base64.getEncoder().encodeToString(FILE);
    private static final String WHOLE = IntStream.range(0, 32).boxed().toList().toString();
    private static final Readout READOUT = new Readout(Readout.NONE, Readout.NONE, 1, "", Readout.NONE);
    private static final Exposure HALF = new Exposure(Exposure.Kind.DARK, Duration.ofMillis(500), READOUT);
    private static final Pace PACE = ScriptedServer.PACE.with(Wait.FIRST_READOUT, Duration.ofMillis(600))
            .with(Wait.LEAST_READOUT, Duration.ofMillis(600));

    private ScriptedServer server;
    private IndiConnection connection;
    private IndiCamera camera;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedServer();
        connection = IndiConnection.to("127.0.0.1", server.port(), PACE);
        camera = IndiCamera.connect(IndiSpec.of("test", "127.0.0.1", server.port(), ScriptedServer.CAMERA),
                connection, Time.system(), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        camera.close();
        server.close();
    }

    private static String member(String attributes, String text) {
        return "<oneBLOB name='CCD1' format='.fits' " + attributes + ">" + text + "</oneBLOB>";
    }

    private static String blob(String attributes, String text) {
        return "<setBLOBVector device='Cam' name='CCD1' state='Ok'>" + member(attributes, text)
                + "</setBLOBVector>\n";
    }

    /// What becomes of the first frame in a stream: its pixels, what is wrong with it, or `nothing`. Whatever it is,
    /// the message behind it is understood.
    private static String caught(String stream) {
        List<String> results = new ArrayList<>();
        for (int slice : new int[]{1, 3, 1021, Integer.MAX_VALUE}) {
            results.add(caught(stream, slice));
        }
        assertEquals(1, results.stream().distinct().count(), results.toString());
        return results.getFirst();
    }

    private static String caught(String stream, int slice) {
        byte[] bytes = (stream + "<message message='still here'/>").getBytes(StandardCharsets.ISO_8859_1);
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(SHAPE, arena);
            var catcher = new FrameCatcher(() -> {});
            catcher.arm(SHAPE);
            catcher.offer(frame);
            List<Message> messages = new ArrayList<>();
            var tokenizer = new Tokenizer(new MessageReader(messages::add, catcher));
            for (int from = 0; from < bytes.length;) {
                int to = (int) Math.min(bytes.length, (long) from + slice);
                tokenizer.feed(bytes, from, to);
                from = to;
            }
            assertTrue(messages.getLast() instanceof Message.Note note && note.text().equals("still here"),
                    messages.toString());
            return catcher.caught().map(c -> c.problem().orElseGet(() -> pixels(frame))).orElse("nothing");
        }
    }

    private static String pixels(FrameBuffer frame) {
        return IntStream.range(0, 32).map(i -> frame.adu(i % 8, i / 8)).boxed().toList().toString();
    }

    /// What becomes of an exposure: its pixels or the kind of failure and its words.
    private String exposed() throws Exception {
        camera.start(HALF);
        return finished();
    }

    private String finished() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            var frame = FrameBuffer.allocate(SHAPE, arena);
            camera.finish(frame);
            return pixels(frame);
        } catch (DeviceException e) {
            return e.getClass().getSimpleName() + ": " + e.what();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void script(Step... steps) {
        server.on("CCD_EXPOSURE", (_, _) -> {
            for (Step step : steps) {
                step.run();
                pause();
            }
        });
    }

    /// For the other connection's thread to be quicker.
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void busy() throws IOException {
        server.exposure("Busy", "0.5");
    }

    private void ok() throws IOException {
        server.exposure("Ok", "0");
    }

    private void frame() throws IOException {
        server.frame(0.5, "Dark");
    }

    @Test
    void case40OneLineOfSeventyMegabytesIsRead() {
        assertEquals("whole, 69584640 characters", LargeFrame.read(6248, 4176, true));
    }

    @Test
    void case41LinesOf72ColumnsAndWhiteSpaceAnywhereAreRead() {
        String size = "size='%d' len='%d'".formatted(FILE.length, FILE.length);
        String lines = TEXT.replaceAll("(.{72})", "$1\n");
        assertEquals(WHOLE, caught(blob(size, "\n" + lines + "\n")));
        assertEquals(WHOLE, caught(blob(size, "\r\n" + lines.replace("\n", "\r\n") + "\r\n")));
        assertEquals(WHOLE, caught(blob(size, lines.replace("\n", " \t\n  "))));
        assertEquals(WHOLE, caught(blob(size, TEXT.replaceAll("(.)", "$1 "))));
        assertEquals(WHOLE, caught(blob(size, TEXT)));
    }

    @Test
    void case42LengthsDecideWhatBelongsToAFrame() {
        String zeros = Base64.getEncoder().encodeToString(Arrays.copyOf(FILE, FILE.length + 30_000));
        String size = "size='%d' ".formatted(FILE.length);
        String len = "len='%d' ".formatted(FILE.length);
        assertEquals(WHOLE, caught(blob(size + len, zeros)), "longer than len");
        assertEquals(WHOLE, caught(blob("size='99999' " + len, TEXT)), "len counts, not size");
        assertEquals("a frame cut short", caught(blob("size='9000' len='9000'", TEXT)), "shorter than len");
        assertEquals(WHOLE, caught(blob(size, zeros)), "no len: size");
        assertEquals("a frame cut short", caught(blob("size='9000'", TEXT)), "no len: shorter than size");
        assertEquals(WHOLE, caught(blob("", TEXT)), "no len, no size");
        assertEquals(WHOLE, caught(blob("", zeros)), "no len, no size, longer");
        assertEquals("a frame cut short", caught(blob("", TEXT.substring(0, 3900))),
                "no len, no size, shorter");
        for (String enclen : List.of("0", "1", "99999999", "-5", "many")) {
            assertEquals(WHOLE, caught(blob(size + len + "enclen='" + enclen + "'", TEXT)), enclen);
        }
        assertEquals(WHOLE, caught(blob("size='x' len='-1'", TEXT)), "lengths that are none");
    }

    @Test
    void case43SizeZeroIsAChangeOfStateNotAFrame() throws Exception {
        assertEquals("nothing", caught(blob("size='0'", "")));
        assertEquals("nothing", caught(blob("size='0' len='0'", "")));
        assertEquals(WHOLE, caught(blob("size='0'", "\n") + blob("size='%d'".formatted(FILE.length), TEXT)));
        script(this::busy, () -> server.sendFrames(blob("size='0'", "")), this::frame, this::ok);
        assertEquals(WHOLE, exposed());
        assertEquals(0, camera.orphans());
    }

    @Test
    void case44TextThatIsNoBase64SpoilsTheFrameNotTheConnection() throws Exception {
        String size = "size='%d'".formatted(FILE.length);
        String half = TEXT.substring(0, 2000);
        String rest = TEXT.substring(2000);
        for (String illegal : List.of("*", "\0", "é", "-", "< ")) {
            assertEquals("a frame that is no base64", caught(blob(size, half + illegal + rest)), illegal);
        }
        assertEquals("a frame that is no base64", caught(blob(size, half + "==" + rest)));
        assertEquals("a frame that is no base64", caught(blob(size, half + "QQ==" + rest)));
        long losses = connection.losses();
        script(this::busy, () -> server.sendFrames(blob(size, half + "*" + rest)), this::ok);
        assertEquals("Garbled: expected a frame of 8x4, DARK, got \"a frame that is no base64\"", exposed());
        script(this::busy, this::frame, this::ok);
        assertEquals(WHOLE, exposed());
        assertEquals(losses, connection.losses());
    }

    @Test
    void case45TheEndOfTheStreamInTheMiddleOfAFrameLeavesNothing() throws Exception {
        var before = Leftovers.settled();
        script(this::busy, () -> server.sendFrames(blob("size='5760'", TEXT).substring(0, 5000)),
                server::hangUp);
        assertTrue(exposed().startsWith("Lost: "));
        camera.recover(Rung.WAIT);
        script(this::busy, this::frame, this::ok);
        assertEquals(WHOLE, exposed(), "the next frame is not made of two halves");
        before.assertBack();
    }

    @Test
    void case46TwoMembersInOneVectorAreTwoFrames() throws Exception {
        List<BlobReceiver.Head> heads = new ArrayList<>();
        byte[] stream = ("<setBLOBVector device='Cam' name='CCD1'>" + member("size='3'", "QUJD")
                + "<oneBLOB name='EXTRA' format='.txt' size='6'>QUJDREVG</oneBLOB></setBLOBVector>")
                .getBytes(StandardCharsets.US_ASCII);
        new Tokenizer(new MessageReader(_ -> {}, head -> {
            heads.add(head);
            return BlobReceiver.NOWHERE;
        })).feed(stream, 0, stream.length);
        assertEquals(List.of(new BlobReceiver.Head("Cam", "CCD1", "CCD1", ".fits", 3),
                new BlobReceiver.Head("Cam", "CCD1", "EXTRA", ".txt", 6)), heads);
        String size = "size='%d'".formatted(FILE.length);
        script(this::busy,
                () -> server.sendFrames("<setBLOBVector device='Cam' name='CCD1'>" + member(size, TEXT)
                        + member(size, TEXT) + "</setBLOBVector>"),
                this::ok);
        assertEquals(WHOLE, exposed());
        assertEquals(1, camera.orphans());
    }

    @Test
    void case47FrameAndStateComeInAnyOrderAndBothMustCome() throws Exception {
        script(this::busy, this::frame, this::ok);
        assertEquals(WHOLE, exposed());
        script(this::busy, this::ok, this::frame);
        assertEquals(WHOLE, exposed());
        script(this::busy, this::frame);
        assertTrue(exposed().startsWith("TimedOut: an exposure whose frame has come took longer than"));
        script(this::busy, this::ok);
        server.exposure("Ok", "0");
        assertTrue(exposed().startsWith("TimedOut: an exposure and its readout took longer than"));
        script(this::busy, this::frame, this::ok);
        assertEquals(WHOLE, exposed());
    }

    @Test
    void case48FramesNobodyAskedForAndLateOnesAreLetGo() throws Exception {
        server.frame(0.5, "Dark");
        awaitOrphans(1);
        script(this::busy);
        server.on("CCD_ABORT_EXPOSURE", (s, _) -> s.exposure("Idle", "0"));
        camera.start(HALF);
        camera.abort();
        server.frame(3, "Dark");
        awaitOrphans(2);
        script(this::busy, () -> server.frame(3, "Dark"), this::frame, this::ok);
        assertEquals(WHOLE, exposed(), "a late one in the middle of the next exposure");
        assertEquals(3, camera.orphans());
    }

    private void awaitOrphans(long count) throws InterruptedException {
        for (int i = 0; i < 200 && camera.orphans() < count; i++) {
            Thread.sleep(10);
        }
        assertEquals(count, camera.orphans());
    }

    @Test
    void case49AFormatThatIsNotFitsIsNamedAndACompressedOneSaysWhatToSwitchOff() throws Exception {
        Map<String, String> refusals = new LinkedHashMap<>();
        for (String format : List.of(".bin", ".bin.z", ".xisf", ".stream", ".stream.z", ".cr2", ".nef", "",
                ".FIT")) {
            refusals.put(format, "a frame in format " + format);
        }
        for (String format : List.of(".fits.fz", ".fits.z")) {
            refusals.put(format, "a compressed frame (" + format + "); switch CCD_COMPRESSION off");
        }
        for (var refusal : refusals.entrySet()) {
            assertEquals(refusal.getValue(), caught(ScriptedServer.blob(FILE, refusal.getKey())));
        }
        script(this::busy, () -> server.sendFrames(ScriptedServer.blob(FILE, ".fits.fz")), this::ok);
        assertEquals("Garbled: expected a frame of 8x4, DARK, got \"a compressed frame (.fits.fz); "
                + "switch CCD_COMPRESSION off\"", exposed());
    }

    /// Frames are not written to disk here but poured into a buffer: the like of a full disk is a buffer that is not
    /// there yet, or not any more. The disk itself is in the daemon's `FrameStoreTest` and `RunFolderTest`.
    @Test
    void case50AFrameWithoutAPlaceToGoSpoilsNothingElse() throws Exception {
        script(this::busy, this::frame, this::ok);
        camera.start(HALF);
        Thread.sleep(400); // the frame is here, and nobody has offered a buffer
        assertEquals(WHOLE, finished());

        var catcher = new FrameCatcher(() -> {});
        catcher.arm(SHAPE);
        byte[] stream = ScriptedServer.blob(FILE, ".fits").getBytes(StandardCharsets.US_ASCII);
        var tokenizer = new Tokenizer(new MessageReader(_ -> {}, catcher));
        try (Arena arena = Arena.ofConfined()) {
            catcher.offer(FrameBuffer.allocate(SHAPE, arena));
            tokenizer.feed(stream, 0, 3000);
        }
        tokenizer.feed(stream, 3000, stream.length);
        assertEquals(Optional.of("a frame whose buffer was taken away"),
                catcher.caught().orElseThrow().problem());
        try (Arena arena = Arena.ofConfined()) {
            var frame = FrameBuffer.allocate(SHAPE, arena);
            catcher.arm(SHAPE);
            catcher.offer(frame);
            tokenizer.feed(stream, 0, stream.length);
            assertEquals(Optional.empty(), catcher.caught().orElseThrow().problem());
            assertEquals(WHOLE, pixels(frame));
        }
    }

    @Test
    void case51AFrameOf120MegabytesIsReadWithAHeapOf48() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx48m", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                LargeFrame.class.getName(), "7750", "7750").redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
        assertEquals("whole, 160174080 characters\n".repeat(2), said);
    }

    @Test
    void case52AWholeFrameThatIsNotTheOneAskedForIsGarbled() throws Exception {
        Map<String, byte[]> wrong = new LinkedHashMap<>();
        wrong.put("no FITS file", new byte[9000]);
        wrong.put("a frame of 4x8", ScriptedServer.fits(0.5, "Dark", 4, 8));
        wrong.put("EXPTIME 3.0", ScriptedServer.fits(3, "Dark", 8, 4));
        wrong.put("frame type Light", ScriptedServer.fits(0.5, "Light", 8, 4));
        wrong.put("a frame cut short", Arrays.copyOf(FILE, 2900));
        for (var each : wrong.entrySet()) {
            script(this::busy, this::ok,
                    () -> server.sendFrames(ScriptedServer.blob(each.getValue(), ".fits")));
            assertEquals("Garbled: expected a frame of 8x4, DARK, got \"" + each.getKey() + "\"", exposed());
        }
    }

    /// Both ends of a local socket, ours with the reader that a connection has.
    private static final class Shared implements AutoCloseable {

        private final SharingPeer peer;
        private final LocalTransport transport;
        private final SharingPeer.Connection other;
        private final List<String> caught = new ArrayList<>();
        private final Tokenizer tokenizer;
        private final byte[] buffer = new byte[LocalSocket.MOST_BYTES];

        Shared() throws IOException {
            String name = "/darkbox/blob-" + UUID.randomUUID();
            peer = new SharingPeer(name);
            transport = new LocalTransport(LocalSocket.connect(name), Duration.ofSeconds(5));
            other = peer.accept();
            tokenizer = new Tokenizer(new MessageReader(_ -> {}, head -> new Transcript() {
                @Override
                public void end(End how) {
                    super.end(how);
                    caught.add(head.bytes() + " " + text().strip());
                }
            }, transport::takeMemory));
        }

        /// Sends memory of these contents with a text, and reads it.
        void send(String text, String... contents) throws IOException {
            int[] memory = new int[contents.length];
            for (int i = 0; i < memory.length; i++) {
                memory[i] = SharingPeer.memory(contents[i].getBytes(StandardCharsets.US_ASCII));
            }
            other.send(text.getBytes(StandardCharsets.US_ASCII), memory);
            Arrays.stream(memory).forEach(SharingPeer::close);
            tokenizer.feed(buffer, 0, transport.read(buffer, Duration.ofSeconds(5)));
        }

        @Override
        public void close() {
            transport.close();
            other.close();
            peer.close();
        }
    }

    private static String crc(String content) {
        var crc = new CRC32();
        crc.update(content.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue());
    }

    private static String vector(int... lengths) {
        var text = new StringBuilder("<setBLOBVector device='Cam' name='CCD1'>");
        for (int length : lengths) {
            text.append(ScriptedServer.member(".fits", length));
        }
        return text.append("</setBLOBVector>").toString();
    }

    @Test
    void case53AttachedFramesGetTheirOwnMemoryHoweverTheyArrive() throws Exception {
        var before = Leftovers.settled();
        try (var shared = new Shared()) {
            shared.send(vector(5, 6), "first", "second");
            shared.send(vector(3) + vector(4), "one", "more");
            assertEquals(List.of("5 COMPLETE " + crc("first"), "6 COMPLETE " + crc("second"),
                    "3 COMPLETE " + crc("one"), "4 COMPLETE " + crc("more")), shared.caught,
                    "two in one read");
            shared.caught.clear();
            String split = vector(5);
            for (int at : new int[]{1, 20, split.indexOf("attached") + 3, split.length() - 18}) {
                shared.send(split.substring(0, at), "later");
                shared.send(split.substring(at));
            }
            shared.send(vector(4));
            assertEquals(List.of("5 COMPLETE " + crc("later"), "5 COMPLETE " + crc("later"),
                    "5 COMPLETE " + crc("later"), "5 COMPLETE " + crc("later"), "4 ELSEWHERE 0"),
                    shared.caught,
                    "split behind the descriptor; none at all");
            shared.caught.clear();
            shared.send(vector(9), "too short");
            shared.send(vector(10), "too short");
            shared.send(vector(3), "longer than that");
            shared.send(
                    "<setBLOBVector device='Cam' name='CCD1'><oneBLOB name='CCD1' size='4' attached='true'/>"
                            + "<oneBLOB name='CCD1' attached='true'/></setBLOBVector>",
                    "size", "none");
            assertEquals(
                    List.of("9 COMPLETE " + crc("too short"), "10 ELSEWHERE 0", "3 COMPLETE " + crc("lon"),
                            "4 COMPLETE " + crc("size"), Long.MAX_VALUE + " ELSEWHERE 0"),
                    shared.caught);
            shared.caught.clear();
            shared.send("<newBLOBVector device='Cam' name='X'>" + ScriptedServer.member(".fits", 5)
                    + "</newBLOBVector>" + vector(4), "echo!", "mine");
            assertEquals(List.of("4 COMPLETE " + crc("mine")), shared.caught, "somebody else's took its own");
            shared.send("<setBLOBVector device='Cam'/>", "left", "over");
        }
        before.assertBack();
    }

    @Test
    void case53DescriptorsThatWereCutOffEndTheConnection() throws Exception {
        var before = Leftovers.settled();
        try (var shared = new Shared()) {
            String[] seventeen = new String[LocalSocket.MOST_DESCRIPTORS + 1];
            Arrays.fill(seventeen, "x");
            assertTrue(String.valueOf(
                    assertThrows(IOException.class, () -> shared.send(vector(1), seventeen)).getMessage())
                    .contains("MSG_CTRUNC"));
            assertFalse(shared.transport.takeMemory().isPresent());
        }
        before.assertBack();
    }

    @Test
    void case53AThousandFramesLeaveNoDescriptorAndNoMapping() throws Exception {
        try (var shared = new Shared()) {
            shared.send(vector(5), "first");
            var before = Leftovers.settled();
            for (int i = 0; i < 1000; i++) {
                shared.send(vector(5), "frame");
            }
            before.assertBack();
            assertEquals(1001, shared.caught.size());
            for (int i = 0; i < LocalTransport.MOST_WAITING + 50; i++) {
                shared.send("<message/>", "nobody takes this");
            }
            Optional<SharedMemory> oldest = shared.transport.takeMemory();
            oldest.ifPresent(SharedMemory::close);
            assertTrue(oldest.isPresent());
        }
    }
}
