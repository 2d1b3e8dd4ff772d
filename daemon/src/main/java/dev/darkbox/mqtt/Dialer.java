package dev.darkbox.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Opens the wire to a broker: name, TCP, TLS.
final class Dialer {

    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int ADDRESSES_TRIED = 4;

    private Dialer() {}

    /// Blocks for at most [#LIMIT] for TCP and once more for TLS (and as long as the system needs to look up the name).
    static Wire dial(BrokerAddress address) throws LinkException {
        Optional<BrokerAddress.Tls> tls = address.tls();
        Optional<SSLContext> context = tls.isPresent()
                ? Optional.of(Trust.context(tls.get()))
                : Optional.empty();
        Socket tcp = tcp(address.host(), address.port());
        return context.isPresent() ? tls(tcp, address, context.get()) : new Wire(tcp, tcp, tls);
    }

    private static Socket tcp(String host, int port) throws LinkException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw Reasons.ofTcp(e);
        }
        int tried = Math.min(found.length, ADDRESSES_TRIED);
        LinkException failure = null;
        for (int i = 0; i < tried; i++) {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(found[i], port), (int) LIMIT.toMillis() / tried);
                return socket;
            } catch (IOException e) {
                Wire.drop(socket);
                failure = failure == null ? Reasons.ofTcp(e) : failure;
            }
        }
        throw failure == null ? Reasons.ofTcp(new UnknownHostException(host)) : failure;
    }

    private static Wire tls(Socket tcp, BrokerAddress address, SSLContext context) throws LinkException {
        try (var _ = new Alarm(LIMIT, () -> Wire.drop(tcp))) {
            tcp.setSoTimeout((int) LIMIT.toMillis());
            var socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(tcp, address.host(), address.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            tcp.setSoTimeout(0);
            return new Wire(tcp, socket, address.tls());
        } catch (IOException e) {
            Wire.drop(tcp);
            throw Reasons.ofTls(e, address.tls());
        }
    }
}
