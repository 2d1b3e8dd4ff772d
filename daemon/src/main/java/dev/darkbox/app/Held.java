package dev.darkbox.app;

import dev.darkbox.config.GpioConfig;
import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is wired to pins, held as long as the daemon lives: a line that nobody holds keeps no level by contract.
///
/// Threading: any.
final class Held implements AutoCloseable {

    private final Map<GpioConfig, CoverUnit> units = new LinkedHashMap<>();

    /// Takes hold of lines and makes them safe.
    @FunctionalInterface
    interface Taking {
        CoverUnit take(GpioConfig wiring) throws DeviceException, InterruptedException;
    }

    /// The unit behind these pins, taken hold of the first time.
    synchronized CoverUnit unit(GpioConfig wiring, Taking taking)
            throws DeviceException, InterruptedException {
        CoverUnit known = units.get(wiring);
        if (known == null) {
            known = taking.take(wiring);
            units.put(wiring, known);
        }
        return known;
    }

    /// Leaves lamps and motors off, and lets go.
    @Override
    public synchronized void close() {
        units.values().forEach(CoverUnit::close);
        units.clear();
    }
}
