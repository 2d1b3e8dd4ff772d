package dev.darkbox.device;

import java.time.Instant;

/// A light source for flat frames.
public interface FlatPanel extends AutoCloseable {

    /// One look at the panel.
    ///
    /// @param percent 0 (dark) .. 100 of the panel's full brightness
    /// @param said what the device said, for people; may be empty
    record Reading(Instant at, int percent, Evidence evidence, String said) {

        /// Where the device said no more than that.
        public Reading(Instant at, int percent, Evidence evidence) {
            this(at, percent, evidence, "");
        }
    }

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
