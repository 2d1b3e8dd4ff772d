package dev.darkbox.device.alpaca;

import java.net.URI;

/// Where an Alpaca server listens.
///
/// @param host name or address
/// @param port TCP, 1..65,535
public record AlpacaServer(String host, int port) {

    /// For people, and the beginning of every address: `http://192.168.1.20:11111`.
    @Override
    public String toString() {
        return "http://%s:%d".formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", port);
    }

    /// @param path with its slash in front, encoded
    URI at(String path) {
        return URI.create(this + path);
    }
}
