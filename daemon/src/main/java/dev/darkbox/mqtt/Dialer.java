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

    private static final int ADDRESSES_TRIED = 4;

    private Dialer() {}

    /// Blocks as long as the system needs to look up the name, and then:
    ///
    /// @param limit for TCP, and once more for TLS
    static Wire dial(BrokerAddress address, Duration limit) throws LinkException {
        Optional<BrokerAddress.Tls> tls = address.tls();
        Optional<SSLContext> context = tls.isPresent()
                ? Optional.of(Trust.context(tls.get()))
                : Optional.empty();
        Socket tcp = tcp(address.host(), address.port(), limit);
        return context.isPresent() ? tls(tcp, address, context.get(), limit) : new Wire(tcp, tcp, tls);
    }

    private static Socket tcp(String host, int port, Duration limit) throws LinkException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw Reasons.ofTcp(e, limit);
        }
        int tried = Math.min(found.length, ADDRESSES_TRIED);
        LinkException failure = null;
        for (int i = 0; i < tried; i++) {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(found[i], port), (int) limit.toMillis() / tried);
                return socket;
            } catch (IOException e) {
                Wire.drop(socket);
                failure = failure == null ? Reasons.ofTcp(e, limit) : failure;
            }
        }
        throw failure == null ? Reasons.ofTcp(new UnknownHostException(host), limit) : failure;
    }

    private static Wire tls(Socket tcp, BrokerAddress address, SSLContext context, Duration limit)
            throws LinkException {
        var alarm = new Alarm(limit, () -> Wire.drop(tcp));
        try (alarm) {
            var socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(tcp, address.host(), address.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[]{"TLSv1.3", "TLSv1.2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Wire(tcp, socket, address.tls());
        } catch (IOException e) {
            Wire.drop(tcp);
            throw alarm.rang() ? Reasons.ofTlsTimeOut(e, limit) : Reasons.ofTls(e, address.tls());
        }
    }
}
