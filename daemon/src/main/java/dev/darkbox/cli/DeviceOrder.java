package dev.darkbox.cli;

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
    record Light(int percent) implements DeviceOrder {}

    /// Switch a heater.
    record Turn(boolean on) implements DeviceOrder {}

    /// How it stands, again and again, with every byte on its wire, until interrupted.
    record Monitor() implements DeviceOrder {}
}
