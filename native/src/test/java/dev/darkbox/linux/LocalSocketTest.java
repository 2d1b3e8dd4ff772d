package dev.darkbox.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalSocketTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name = "/darkbox/test-" + UUID.randomUUID();
    private SharingPeer peer;
    private LocalSocket socket;
    private SharingPeer.Connection other;

    @BeforeEach
    void connect() throws IOException {
        peer = new SharingPeer(name);
        socket = LocalSocket.connect(name);
        other = peer.accept();
    }

    @AfterEach
    void close() {
        socket.close();
        other.close();
        peer.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String receive(List<SharedMemory> memory) throws IOException {
        var into = new byte[LocalSocket.MOST_BYTES];
        int n = socket.receive(into, LIMIT, memory::add);
        return new String(into, 0, n, StandardCharsets.US_ASCII);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @Test
    void bytesGoBothWays() throws Exception {
        socket.send(ascii("hello"), LIMIT);
        var into = new byte[9];
        assertEquals(5, other.read(into));
        other.send(ascii("good day"));
        assertEquals("good day", receive(new ArrayList<>()));
        assertEquals(Long.parseLong(Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString()),
                socket.peerUserId());
    }

    @Test
    void aStreamLargerThanAnyBufferArrivesWhole() throws Exception {
        byte[] much = new byte[3_000_001];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) ((i * 31) >> 3);
        }
        var sent = new FutureTask<>(() -> {
            socket.send(much, LIMIT);
            return 0;
        });
        Thread.ofPlatform().start(sent);
        var piece = new byte[10_000];
        int done = 0;
        while (done < much.length) {
            int n = other.read(piece);
            for (int i = 0; i < n; i++) {
                assertEquals(much[done + i], piece[i]);
            }
            done += n;
        }
        sent.get();
    }

    @Test
    void memoryComesAlongInOrderAndIsReadThroughWindows() throws Exception {
        byte[] large = new byte[200_000];
        large[131_072 + 5] = 7;
        int first = SharingPeer.memory(large);
        int second = SharingPeer.memory(ascii("second"));
        long before = descriptors();
        other.send(ascii("two"), first, second);
        List<SharedMemory> memory = new ArrayList<>();
        assertEquals("two", receive(memory));
        assertEquals(2, memory.size());
        assertEquals(before + 2, descriptors());
        assertEquals(200_000, memory.get(0).bytes());
        MemorySegment window = memory.get(0).window(131_072, 200_000 - 131_072);
        assertEquals(7, window.get(ValueLayout.JAVA_BYTE, 5));
        assertTrue(window.isReadOnly());
        memory.get(0).window(0, 1);
        assertThrows(IllegalStateException.class, () -> window.get(ValueLayout.JAVA_BYTE, 5));
        assertEquals('s', memory.get(1).window(0, 6).get(ValueLayout.JAVA_BYTE, 0));
        memory.forEach(SharedMemory::close);
        memory.forEach(SharedMemory::close);
        assertEquals(before, descriptors());
        SharingPeer.close(first);
        SharingPeer.close(second);
    }

    @Test
    void memoryThatShrinksWhileItIsReadIsAnErrorNotTheEnd() throws Exception {
        int fd = SharingPeer.memory(new byte[1 << 20]);
        other.send(ascii("x"), fd);
        List<SharedMemory> memory = new ArrayList<>();
        receive(memory);
        try (SharedMemory shrinking = memory.get(0)) {
            MemorySegment window = shrinking.window(0, 1 << 20);
            SharingPeer.resize(fd, 0);
            assertThrows(InternalError.class, () -> {
                long sum = 0;
                for (long at = 0; at < window.byteSize(); at += 4096) {
                    sum += window.get(ValueLayout.JAVA_BYTE, at);
                }
                shrinking.window(0, 1);
                throw new IllegalStateException("read " + sum);
            });
            assertEquals(0, shrinking.bytes());
        }
        SharingPeer.close(fd);
    }

    @Test
    void moreDescriptorsThanThereIsRoomForAreAnErrorAndNoneIsLeft() throws Exception {
        int fd = SharingPeer.memory(ascii("x"));
        long before = descriptors();
        int[] seventeen = new int[LocalSocket.MOST_DESCRIPTORS + 1];
        Arrays.fill(seventeen, fd);
        other.send(ascii("x"), seventeen);
        List<SharedMemory> memory = new ArrayList<>();
        var cut = assertThrows(IOException.class, () -> receive(memory));
        assertTrue(String.valueOf(cut.getMessage()).contains("MSG_CTRUNC"), cut.toString());
        assertEquals(List.of(), memory);
        assertEquals(before, descriptors());
        SharingPeer.close(fd);
    }

    @Test
    void silenceEndsAtItsLimit() {
        assertThrows(SocketTimeoutException.class,
                () -> socket.receive(new byte[9], Duration.ofMillis(50), _ -> {}));
        assertThrows(SocketTimeoutException.class, () -> socket.receive(new byte[9], Duration.ZERO, _ -> {}));
        assertThrows(SocketTimeoutException.class,
                () -> socket.send(new byte[10_000_000], Duration.ofMillis(50)));
    }

    @Test
    void theOthersEndAndOurOwnEndTheStream() throws Exception {
        other.close();
        assertEquals(-1, socket.receive(new byte[9], LIMIT, _ -> {}));
        assertThrows(IOException.class, () -> socket.send(new byte[9], LIMIT));
        socket.close();
        assertEquals(-1, socket.receive(new byte[9], LIMIT, _ -> {}));
        assertThrows(IOException.class, () -> socket.send(new byte[9], LIMIT));
        assertThrows(IOException.class, () -> socket.peerUserId());
    }

    @Test
    void closingEndsACallInProgressAndFreesTheDescriptor() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            LocalSocket waiting = LocalSocket.connect(name);
            SharingPeer.Connection silent = peer.accept();
            var received = new FutureTask<>(() -> waiting.receive(new byte[9], LIMIT, _ -> {}));
            Thread reader = Thread.ofPlatform().start(received);
            if (i % 2 == 0) {
                LockSupport.parkNanos(1_000_000); // so that both a call not yet made and one in progress are met
            }
            waiting.close();
            assertEquals(-1, received.get());
            reader.join();
            silent.close();
        }
        assertEquals(before, descriptors());
    }

    @Test
    void aNameNobodyListensAtIsRefused() {
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> LocalSocket.connect(name + "-not"))
                .getMessage()).endsWith("-not: Connection refused"));
        assertThrows(IOException.class, () -> LocalSocket.connect(""));
        assertThrows(IOException.class, () -> LocalSocket.connect("x".repeat(108)));
    }
}
