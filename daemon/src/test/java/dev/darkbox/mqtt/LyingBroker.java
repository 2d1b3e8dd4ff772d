package dev.darkbox.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A server that answers whatever it gets first, and whatever it gets next, with the same bytes, and then reads on without a word.
final class LyingBroker implements AutoCloseable {

    /// CONNACK: come in.
    static final String WELCOME = "20 03 00 00 00 ";

    private final ServerSocket listener = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final byte[] answer;
    private final byte[] next;

    LyingBroker(byte[] answer) throws IOException {
        this(answer, new byte[0]);
    }

    /// @param next the second answer
    LyingBroker(byte[] answer, byte[] next) throws IOException {
        this.answer = answer;
        this.next = next;
        Thread.ofVirtual().start(this::accept);
    }

    /// From hexadecimal, with spaces.
    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> answer(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void answer(Socket client) {
        try (client) {
            var in = client.getInputStream();
            var some = new byte[4096];
            if (in.read(some) > 0) {
                client.getOutputStream().write(answer);
            }
            if (in.read(some) > 0) {
                client.getOutputStream().write(next);
            }
            while (in.read(some) > 0) {
                // it does not listen
            }
        } catch (IOException _) {
            // the other end is gone
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
