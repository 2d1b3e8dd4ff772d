package dev.darkbox.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Time;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real socket, real connections, askers that behave and askers that do not.
@Timeout(60)
class ControlSocketTest {

    private static final String STATUS = "{\"do\":\"status\"}\n";
    private static final String IDLE = "{\"reply\":\"idle\",\"rig\":\"main\"}\n";
    private static final ControlSocket.Limits LIMITS = new ControlSocket.Limits(4, 256,
            Duration.ofMillis(400));

    @TempDir
    private Path folder;
    private Path path;
    private ControlSocket control;
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void listen() throws IOException {
        path = folder.resolve("control.sock");
        control = ControlSocket.open(path, "", LIMITS, this::serve, Time.system());
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        control.close();
    }

    /// Status is answered at once, follow when released, library-list with more than a socket holds.
    private void serve(Command command, Desk.Answer answer) throws IOException, InterruptedException {
        switch (command) {
            case Command.Follow _ -> {
                release.await();
                answer.say(new Reply.Idle("main"));
            }
            case Command.LibraryList _ -> {
                for (int i = 0; i < 5000; i++) {
                    answer.say(new Reply.Problem(1, "x".repeat(1000)));
                }
            }
            case Command _ -> answer.say(new Reply.Idle("main"));
        }
    }

    @Test
    void aRequestIsAnsweredHoweverItIsCutIntoPieces() throws Exception {
        for (int cut = 0; cut <= STATUS.length(); cut++) {
            try (SocketChannel asker = connect()) {
                write(asker, STATUS.substring(0, cut));
                write(asker, STATUS.substring(cut));
                assertEquals(IDLE, readAll(asker), "cut at " + cut);
            }
        }
    }

    @Test
    void garbageGetsOneLineBackAndNoHarmIsDone() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            var random = new SplittableRandom(seed);
            byte[] garbage = new byte[random.nextInt(1, 200)];
            random.nextBytes(garbage);
            garbage[garbage.length - 1] = '\n';
            try (SocketChannel asker = connect()) {
                asker.write(ByteBuffer.wrap(garbage));
                String answer = readAll(asker);
                assertTrue(answer.startsWith("{\"reply\":\"problem\",\"exit\":2,"),
                        "seed " + seed + ": " + answer);
                assertEquals(answer.length() - 1, answer.indexOf('\n'), "seed " + seed);
            }
        }
        assertEquals(IDLE, ask(STATUS));
    }

    @Test
    void anOversizedLineIsRefusedBeforeItsEnd() throws Exception {
        assertEquals(
                """
                        {"reply":"problem","exit":2,"message":"a line of more than 256 bytes; allowed: one JSON object of at \
                        most 256 bytes, e.g. {\\"do\\":\\"status\\"}"}
                        """,
                ask("x".repeat(300)));
        String longest = "{\"do\":\"follow\",\"rig\":\"" + "x".repeat(256 - 24) + "\"}\n";
        assertEquals(257, longest.length());
        release.countDown();
        assertEquals(IDLE, ask(longest));
    }

    @Test
    void halfALineIsHungUpOnWhenThePatienceIsOver() throws Exception {
        assertEquals("", ask("{\"do\":\"sta"));
        assertEquals("", ask(""));
        assertEquals(IDLE, ask(STATUS));
    }

    @Test
    void anAskerWhoStopsSendingStillHearsTheAnswer() throws Exception {
        try (SocketChannel asker = connect()) {
            write(asker, STATUS);
            asker.shutdownOutput();
            assertEquals(IDLE, readAll(asker));
        }
    }

    @Test
    void anAskerWhoDoesNotReadIsHungUpOn() throws Exception {
        try (SocketChannel lazy = connect()) {
            write(lazy, "{\"do\":\"library-list\"}\n");
            Thread.sleep(Duration.ofMillis(1200));
            assertTrue(readAll(lazy).length() < 5_000_000, "the daemon waited for ever");
        }
        assertEquals(IDLE, ask(STATUS));
    }

    @Test
    void oneConnectionTooManyIsToldSoAndTheOthersAreServed() throws Exception {
        List<SocketChannel> followers = new ArrayList<>();
        for (int i = 0; i < LIMITS.connections(); i++) {
            followers.add(connect());
            write(followers.getLast(), "{\"do\":\"follow\"}\n");
        }
        Thread.sleep(Duration.ofMillis(100));
        assertEquals(
                "{\"reply\":\"problem\",\"exit\":1,\"message\":\"busy: 4 connections are open already\"}\n",
                ask(STATUS));
        release.countDown();
        for (SocketChannel follower : followers) {
            assertEquals(IDLE, readAll(follower));
            follower.close();
        }
        String answer = ask(STATUS);
        for (int tries = 0; tries < 50 && !answer.equals(IDLE); tries++) {
            Thread.sleep(Duration.ofMillis(20));
            answer = ask(STATUS);
        }
        assertEquals(IDLE, answer, "the places of those who left are free again");
    }

    @Test
    void onlyTheUserAndTheGroupMayConnect() throws Exception {
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void aGroupThatDoesNotExistIsRemarkedOn() throws Exception {
        try (var other = ControlSocket.open(folder.resolve("other.sock"), "no-such-group", LIMITS,
                this::serve,
                Time.system())) {
            assertEquals(Optional.of("group \"no-such-group\" does not exist: only this user may connect"),
                    other.remark());
        }
    }

    @Test
    void aLiveSocketIsLeftAloneAndAStaleOneIsReplaced() throws Exception {
        var thrown = assertThrows(AlreadyRunning.class,
                () -> ControlSocket.open(path, "", LIMITS, this::serve, Time.system()));
        assertEquals("already running: another darkboxd listens on " + path, thrown.getMessage());
        assertEquals(IDLE, ask(STATUS));

        control.close();
        assertFalse(Files.exists(path));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)).close();
        assertTrue(Files.exists(path), "a closed socket leaves its file, as a killed daemon does");
        control = ControlSocket.open(path, "", LIMITS, this::serve, Time.system());
        assertEquals(IDLE, ask(STATUS));
    }

    @Test
    void aFileThatIsNoSocketIsNotReplaced() throws Exception {
        Path diary = Files.writeString(folder.resolve("diary"), "dear diary");
        var thrown = assertThrows(IOException.class,
                () -> ControlSocket.open(diary, "", LIMITS, this::serve, Time.system()));
        assertEquals(diary + " is there and is no socket; move it away", thrown.getMessage());
        assertEquals("dear diary", Files.readString(diary));
    }

    @Test
    void theClientSaysWhereItLookedWhenNobodyListens() throws Exception {
        Path nowhere = folder.resolve("nowhere.sock");
        var thrown = assertThrows(Unreachable.class, () -> ControlClient.ask(nowhere, new Command.Status()));
        assertEquals("the daemon is not running: no socket at " + nowhere
                + " (start it: systemctl start darkboxd, or darkboxd --config FILE)", thrown.getMessage());
        try (var client = ControlClient.ask(path, new Command.Status())) {
            assertEquals(Optional.of(IDLE.strip()), client.line());
            assertEquals(Optional.empty(), client.line());
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        return channel;
    }

    private String ask(String request) throws IOException {
        try (SocketChannel asker = connect()) {
            write(asker, request);
            return readAll(asker);
        }
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException _) {
            // the daemon answered and closed before it read everything
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        var text = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (channel.read(buffer.clear()) >= 0) {
            text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return text.toString();
    }
}
