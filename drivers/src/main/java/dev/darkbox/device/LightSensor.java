package dev.darkbox.device;

import java.time.Instant;

/// A sensor that sees whether it is dark where the camera looks.
public interface LightSensor extends AutoCloseable {

    /// What it sees. A sensor that does not answer is no evidence, never dark.
    enum Sight { DARK, LIGHT, NO_EVIDENCE }

    /// One look.
    ///
    /// @param said for people: `0.3 lx, dark is below 1 lx`, `/sys/…: Input/output error`
    record Reading(Instant at, Sight sight, String said) {}

    /// Name for log lines, as in the configuration.
    String name();

    /// A fresh look; what goes wrong is `NO_EVIDENCE`.
    Reading read() throws InterruptedException;

    @Override
    void close();
}
