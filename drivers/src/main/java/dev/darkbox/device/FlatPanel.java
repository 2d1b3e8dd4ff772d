package dev.darkbox.device;

import java.time.Instant;

/// A light source for flat frames.
public interface FlatPanel extends AutoCloseable {

    /// One look at the panel.
    ///
    /// @param percent 0 (dark) .. 100 of the panel's full brightness
    record Reading(Instant at, int percent, Evidence evidence) {}

    /// Name for log lines, as in the configuration.
    String name();

    /// A fresh reading.
    Reading read() throws DeviceException, InterruptedException;

    /// Sets the brightness and reads it back.
    ///
    /// @param percent 0 (dark) .. 100 of the panel's full brightness
    /// @throws DeviceException.Refused the panel cannot dim to `percent`
    void light(int percent) throws DeviceException, InterruptedException;

    @Override
    void close();
}
