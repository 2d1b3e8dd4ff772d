package dev.darkbox.device.serial;

import java.time.Duration;

/// How a port is opened for a protocol: 8 data bits, no parity, 1 stop bit and no flow control always.
///
/// @param baud bits per second
/// @param dtr line kept high; boards with USB of their own send nothing without
/// @param rts line kept high
/// @param boot silence after opening, in which a board that was reset by it starts
public record PortProfile(int baud, boolean dtr, boolean rts, Duration boot) {

    /// For most: DTR high, RTS low, two seconds for the boot loader.
    public static PortProfile of(int baud) {
        return new PortProfile(baud, true, false, Duration.ofSeconds(2));
    }
}
