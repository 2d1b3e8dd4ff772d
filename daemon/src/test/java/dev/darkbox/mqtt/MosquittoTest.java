package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The broker of the other tests, and the line to it.
class MosquittoTest {

    @TempDir
    private Path folder;

    @Test
    void whatOnePublishesAnotherHears() throws Exception {
        try (var broker = Mosquitto.open(folder)) {
            broker.publish("box/old", "kept", true);
            try (Ear ear = broker.listen("box/#")) {
                broker.publish("box/new", "told", false);
                assertEquals(List.of("1 box/old kept", "0 box/new told"), ear.await(2));
            }
        }
    }

    @Test
    void aRestartedBrokerHasForgottenWhatItKept() throws Exception {
        try (var broker = Mosquitto.open(folder)) {
            broker.publish("box/old", "kept", true);
            broker.restart();
            try (Ear ear = broker.listen("box/#")) {
                broker.publish("box/new", "told", false);
                assertEquals(List.of("0 box/new told"), ear.await(1));
            }
        }
    }

    @Test
    void theLineIsCutRefusedSlammedAndSwallowed() throws Exception {
        try (var broker = Mosquitto.open(folder); var line = new TcpCut(broker.port())) {
            assertEquals(32, firstByte(line, 3000));

            line.mode(TcpCut.Mode.REFUSE);
            assertThrows(ConnectException.class, () -> firstByte(line, 3000));

            line.mode(TcpCut.Mode.SLAM);
            assertEquals(-1, firstByte(line, 3000));

            line.mode(TcpCut.Mode.SWALLOW);
            assertThrows(SocketTimeoutException.class, () -> firstByte(line, 100));

            line.mode(TcpCut.Mode.PASS);
            assertEquals(32, firstByte(line, 3000));
        }
    }

    /// What the broker answers to a CONNECT of MQTT 3.1.1: a CONNACK, which begins with 32.
    private static int firstByte(TcpCut line, int limitMs) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), line.port())) {
            socket.setSoTimeout(limitMs);
            try {
                socket.getOutputStream()
                        .write(new byte[]{16, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'x'});
                return socket.getInputStream().read();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException _) {
                return -1;
            }
        }
    }
}
