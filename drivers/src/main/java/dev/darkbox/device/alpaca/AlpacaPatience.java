package dev.darkbox.device.alpaca;

import java.time.Duration;

/// How long what may take.
///
/// @param question until a server has answered what something is
/// @param order until it has answered an order; simple drivers answer when it was carried out
/// @param connecting until a device is connected
/// @param settling until a lamp is steady, or a switch shows what it was told; a lamp may wait for its cover
/// @param pause between two looks, and before the one retry
record AlpacaPatience(
        Duration question, Duration order, Duration connecting, Duration settling, Duration pause) {

    static final AlpacaPatience USUAL = new AlpacaPatience(Duration.ofSeconds(5), Duration.ofSeconds(20),
            Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMillis(500));
}
