package dev.darkbox.device.alpaca;

import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks this machine and its networks who is an Alpaca server: one datagram to each, then a bounded time to answer. IPv4
/// only.
final class AlpacaDiscovery {

    /// Where servers listen.
    static final int PORT = 32_227;

    private static final byte[] QUESTION = "alpacadiscovery1".getBytes(StandardCharsets.US_ASCII);
    /// More answers than that come from something else.
    private static final int MOST_ANSWERS = 64;
    private static final int LONGEST_BYTES = 512;

    private AlpacaDiscovery() {}

    /// Who answers.
    ///
    /// @param to addresses asked, see [#everywhere]
    /// @param port [#PORT]
    /// @param limit for all answers together
    static List<AlpacaServer> ask(List<InetAddress> to, int port, Duration limit) {
        Set<AlpacaServer> servers = new LinkedHashSet<>();
        try (var socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            for (InetAddress address : to) {
                tell(socket, address, port);
            }
            long end = System.nanoTime() + limit.toNanos();
            for (int answers = 0; answers < MOST_ANSWERS; answers++) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left < 1) {
                    break;
                }
                socket.setSoTimeout((int) left);
                var packet = new DatagramPacket(new byte[LONGEST_BYTES], LONGEST_BYTES);
                socket.receive(packet);
                tcpPort(packet).ifPresent(found -> servers
                        .add(new AlpacaServer(packet.getAddress().getHostAddress(), found)));
            }
        } catch (SocketTimeoutException _) {
            // whoever is there has answered
        } catch (IOException _) {
            // no network, nobody there
        }
        return servers.stream().filter(server -> !isHereToo(server, servers)).toList();
    }

    /// Whether it answered on the loopback address as well, where it is listed.
    private static boolean isHereToo(AlpacaServer server, Set<AlpacaServer> all) {
        var here = new AlpacaServer(InetAddress.getLoopbackAddress().getHostAddress(), server.port());
        return !server.equals(here) && all.contains(here) && isOurs(server.host());
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.ofLiteral(address)) != null;
        } catch (IOException _) {
            return false;
        }
    }

    /// A network that cannot be reached has nobody to ask.
    private static void tell(DatagramSocket socket, InetAddress address, int port) {
        try {
            socket.send(new DatagramPacket(QUESTION, QUESTION.length, address, port));
        } catch (IOException _) {
            // the others may be reached
        }
    }

    private static Optional<Integer> tcpPort(DatagramPacket packet) {
        String said = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        try {
            Object port = JsonParser.object().from(said).get("AlpacaPort");
            return port instanceof Integer number && number >= 1 && number <= 65_535
                    ? Optional.of(number)
                    : Optional.empty();
        } catch (JsonParserException _) {
            return Optional.empty();
        }
    }

    /// This machine and the broadcast address of each network it is on.
    static List<InetAddress> everywhere() {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        addresses.add(InetAddress.getLoopbackAddress());
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (network.isUp() && !network.isLoopback()) {
                    network.getInterfaceAddresses().stream().map(InterfaceAddress::getBroadcast)
                            .filter(address -> address != null).forEach(addresses::add);
                }
            }
        } catch (SocketException _) {
            // then this machine only
        }
        return List.copyOf(addresses);
    }
}
