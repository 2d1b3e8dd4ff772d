package dev.darkbox.cli;

import java.time.Duration;

/// What may be asked of one cap, panel, heater, contact or light sensor by hand.
public sealed interface DeviceOrder {

    /// How it stands.
    record State() implements DeviceOrder {}

    /// Open the cap.
    record Open() implements DeviceOrder {}

    /// Shut the cap.
    record Shut() implements DeviceOrder {}

    /// Light the panel, or put it out.
    ///
    /// @param percent 0..100
    /// @param hold how long it stays lit; then it is put out
    record Light(int percent, Duration hold) implements DeviceOrder {}

    /// Switch a heater.
    ///
    /// @param hold how long it stays on; then it is as the device is left by its driver
    record Turn(boolean on, Duration hold) implements DeviceOrder {}

    /// How it stands, again and again, with every byte on its wire, until interrupted.
    record Monitor() implements DeviceOrder {}
}
