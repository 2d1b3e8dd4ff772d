package dev.darkbox.device.asi;

import java.time.Duration;

/// How long a camera may take.
///
/// @param call most calls
/// @param opening to be opened and initialised
/// @param readout from the end of an exposure until its frame is there, and once more until it is handed over
/// @param comeback to be plugged in again
public record AsiPatience(Duration call, Duration opening, Duration readout, Duration comeback) {

    /// The largest sensor over USB 2 at the least bandwidth takes about 15 s.
    public static AsiPatience usual() {
        return new AsiPatience(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60),
                Duration.ofMinutes(10));
    }
}
