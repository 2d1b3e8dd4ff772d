package dev.darkbox.mqtt;

import java.nio.file.Path;
import java.util.Optional;

/// Where the broker is and how we are let in. Files are read at each connection, so that renewed ones are taken.
///
/// @param host name or address
/// @param port 1..65,535
/// @param tls empty for plain TCP
/// @param user empty for none
/// @param passwordFile its first line is the password
/// @param clientId of this installation, 1..64 characters; the same after each restart, and nobody else's
public record BrokerAddress(String host, int port, Optional<Tls> tls, String user,
        Optional<Path> passwordFile,
        String clientId) {

    /// TLS 1.2 or newer; the host name is always checked.
    ///
    /// @param ca PEM with the authorities that are trusted; empty for those of the system
    /// @param certificate PEM of the client, with its chain
    /// @param key PEM (PKCS 8, not encrypted) to it
    public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
