package dev.darkbox.app;

import dev.darkbox.config.ServerConfig;
import dev.darkbox.device.indi.IndiServer;
import dev.darkbox.device.indi.ServerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.tinylog.Logger;

/// The `indiserver` that the configuration asks for: what it says goes to the log at debug, what happens to it at warn.
final class OwnServer {

    private OwnServer() {}

    /// Starts it, if it is asked for.
    ///
    /// @throws IOException it cannot be started; one line
    static Optional<IndiServer> start(Optional<ServerConfig> config)
            throws IOException, InterruptedException {
        if (config.isEmpty()) {
            return Optional.empty();
        }
        ServerConfig c = config.get();
        var spec = new ServerSpec(c.program(), c.drivers(), c.port(), c.localSocket(), c.memoryLimitMb(),
                c.home(), c.runtime());
        IndiServer server = IndiServer.start(spec, new IndiServer.Listener() {
            @Override
            public void said(String line) {
                Logger.debug("indiserver: {}", line);
            }

            @Override
            public void remarked(String what) {
                Logger.warn("{}", what);
            }
        }, new Random());
        Logger.info("indiserver started on port {} with {}", c.port(), String.join(", ", c.drivers()));
        List<String> open = addresses();
        if (!open.isEmpty()) {
            Logger.warn(
                    "indiserver can be reached from outside, on port {} of {}, and asks nobody who he is: "
                            + "close the port in the firewall",
                    c.port(), String.join(", ", open));
        }
        return Optional.of(server);
    }

    /// Addresses of this machine that others can reach.
    private static List<String> addresses() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress).sorted().toList();
        } catch (SocketException _) {
            return List.of();
        }
    }
}
