package dev.darkbox.device.indi;

import dev.darkbox.linux.SharingPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// A process of its own that sends one frame again and again, as fast as it is taken: for each `>` it reads. Over TCP
/// as one line of text, over a local socket as shared memory. Prints its port and its local socket's name, and ends
/// with its standard input.
final class FrameSource {

    private static final int WIDTH = 6248;
    private static final int HEIGHT = 4176;

    private final ByteBuffer text;
    private final int memory;
    private final byte[] announcement;

    private FrameSource(byte[] file) throws IOException {
        byte[] begin = """
                <setBLOBVector device="Cam" name="CCD1" state="Ok" timestamp="2026-11-22T20:00:00">
                    <oneBLOB name="CCD1" size="%1$d" format=".fits" len="%1$d">
                """.formatted(file.length).getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\n    </oneBLOB>\n</setBLOBVector>\n".getBytes(StandardCharsets.US_ASCII);
        byte[] base64 = Base64.getEncoder().encode(file);
        text = ByteBuffer.allocateDirect(begin.length + base64.length + end.length);
        text.put(begin).put(base64).put(end).flip();
        memory = SharingPeer.memory(file);
        announcement = ScriptedServer.attached("CCD1", ".fits", file.length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws IOException {
        var source = new FrameSource(ScriptedServer.fits(1, "Dark", WIDTH, HEIGHT));
        String local = "/darkbox-source-" + UUID.randomUUID();
        var listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        var sharing = new SharingPeer(local);
        start(() -> {
            while (true) {
                SocketChannel client = listener.accept();
                start(() -> source.serve(client));
            }
        });
        start(() -> {
            while (true) {
                SharingPeer.Connection client = sharing.accept();
                start(() -> source.serve(client));
            }
        });
        System.out.println(listener.socket().getLocalPort() + " " + local);
        while (System.in.read() >= 0) {
            // until whoever started this ends
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
            } catch (IOException _) {
                // the other side has gone
            }
        });
    }

    private void serve(SocketChannel client) throws IOException {
        var asked = ByteBuffer.allocate(4096);
        while (client.read(asked.clear()) >= 0) {
            for (int i = 0; i < asked.position(); i++) {
                if (asked.get(i) == '>') {
                    for (int at = 0; at < text.limit();) {
                        at += client.write(text.slice(at, Math.min(text.limit() - at, 1 << 20)));
                    }
                }
            }
        }
    }

    private void serve(SharingPeer.Connection client) throws IOException {
        var asked = new byte[4096];
        for (int n = client.read(asked); n >= 0; n = client.read(asked)) {
            for (int i = 0; i < n; i++) {
                if (asked[i] == '>') {
                    client.send(announcement, memory);
                }
            }
        }
    }
}
