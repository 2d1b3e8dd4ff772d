package dev.darkbox.device;

import java.time.Instant;

/// Something that is on or off: a dew heater, a relay, a box-closed contact.
public interface Switch extends AutoCloseable {

    /// One look at the switch.
    record Reading(Instant at, boolean on, Evidence evidence) {}

    /// Name for log lines, as in the configuration.
    String name();

    /// A fresh reading.
    Reading read() throws DeviceException, InterruptedException;

    /// Sets it and reads it back.
    ///
    /// @throws DeviceException.Refused an input cannot be set
    void set(boolean on) throws DeviceException, InterruptedException;

    @Override
    void close();
}
