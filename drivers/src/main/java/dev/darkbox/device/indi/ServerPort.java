package dev.darkbox.device.indi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Who listens on a port of this machine.
final class ServerPort {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private ServerPort() {}

    enum Who { NOBODY, AN_INDISERVER, SOMETHING_ELSE }

    /// Asks. At most two seconds.
    static Who on(int port) {
        int millis = Math.toIntExact(LIMIT.toMillis());
        try (var socket = new Socket()) {
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            } catch (IOException _) {
                return Who.NOBODY;
            }
            socket.setSoTimeout(millis);
            socket.getOutputStream()
                    .write("<pingRequest uid='darkbox'/>\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readNBytes(10), StandardCharsets.ISO_8859_1);
            return answer.equals("<pingReply") ? Who.AN_INDISERVER : Who.SOMETHING_ELSE;
        } catch (SocketTimeoutException _) {
            return Who.SOMETHING_ELSE;
        } catch (IOException _) {
            return Who.SOMETHING_ELSE;
        }
    }
}
