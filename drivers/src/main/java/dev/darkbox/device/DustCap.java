package dev.darkbox.device;

import java.time.Instant;

/// A motorised cover over the telescope's aperture. `SHUT`, because `close()` means something else in Java.
public interface DustCap extends AutoCloseable {

    /// Where the cover is. `UNKNOWN` after power-up and after a stall; it counts as open.
    enum Position { OPEN, SHUT, MOVING, UNKNOWN }

    /// One look at the cover.
    ///
    /// @param said what the device said, for people: its own words, or finer than `position`; may be empty
    record Reading(Instant at, Position position, Evidence evidence, String said) {

        /// Where the device said no more than that.
        public Reading(Instant at, Position position, Evidence evidence) {
            this(at, position, evidence, "");
        }
    }

    /// Name for log lines, as in the configuration.
    String name();

    /// A fresh reading.
    Reading read() throws DeviceException, InterruptedException;

    /// Moves the cover and returns when the device says it has arrived.
    ///
    /// @param goal `OPEN` or `SHUT`
    /// @throws DeviceException.TimedOut it did not arrive in the driver's travel time
    void moveTo(Position goal) throws DeviceException, InterruptedException;

    @Override
    void close();
}
