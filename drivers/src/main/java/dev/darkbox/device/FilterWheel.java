package dev.darkbox.device;

import java.util.List;

/// A wheel of named filters.
public interface FilterWheel extends AutoCloseable {

    /// Name for log lines, as in the configuration.
    String name();

    /// Names in slot order, slot 1 first, e.g. `[L, R, G, B, Ha, OIII, SII]`.
    List<String> filters();

    /// The filter in the beam, as the wheel reports it.
    String selected() throws DeviceException, InterruptedException;

    /// Turns the wheel and returns when `filter` is in the beam.
    ///
    /// @throws DeviceException.Refused no slot holds `filter`
    /// @throws DeviceException.TimedOut it did not arrive in the driver's travel time
    void select(String filter) throws DeviceException, InterruptedException;

    @Override
    void close();
}
