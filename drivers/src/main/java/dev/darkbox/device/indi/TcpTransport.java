package dev.darkbox.device.indi;

import dev.darkbox.linux.SharedMemory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/// A TCP connection. Frames come as text.
final class TcpTransport implements Transport {

    private final String host;
    private final int port;
    private final Socket socket = new Socket();
    private long limitMillis;

    TcpTransport(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /// Connects; once.
    void connect(Duration limit) throws IOException {
        // by name each time: the address may have changed since
        socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
    }

    @Override
    public int read(byte[] into, Duration limit) throws IOException {
        long millis = Math.max(1, limit.toMillis());
        if (millis != limitMillis) {
            socket.setSoTimeout(Math.toIntExact(millis));
            limitMillis = millis;
        }
        return socket.getInputStream().read(into);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
        }
    }

    @Override
    public Optional<SharedMemory> takeMemory() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed all the same
        }
    }
}
