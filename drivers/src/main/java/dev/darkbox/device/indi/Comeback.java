package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Rung;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a device that hangs or is gone is got back, rung by rung. Each ends with the device connected and what is needed
/// of it defined, or throws.
///
/// Threading: as the device's.
final class Comeback {

    private final IndiDevice device;
    private final List<String> needed;
    private final Duration connectLimit;
    private final Optional<DriverStarter> starter;

    Comeback(IndiDevice device, List<String> needed, Duration connectLimit, Optional<DriverStarter> starter) {
        this.device = device;
        this.needed = List.copyOf(needed);
        this.connectLimit = connectLimit;
        this.starter = starter;
    }

    /// What can be done here.
    Set<Rung> rungs() {
        return starter.isPresent()
                ? EnumSet.allOf(Rung.class)
                : EnumSet.complementOf(EnumSet.of(Rung.RESTART_DRIVER));
    }

    /// The device is disconnected and connected, over new connections to the server.
    void reconnect() throws DeviceException, InterruptedException {
        device.disconnect();
        device.connection().reconnect();
        device.connect(needed, device.limit(Wait.PROMPT));
    }

    /// @param program the driver's executable, as it said when it was last there
    void restartDriver(String program) throws DeviceException, InterruptedException {
        requireServer();
        DriverStarter driver = starter.orElseThrow(
                () -> new DeviceException.Refused(device.name(), "nobody here can restart its driver"));
        PropertyStore store = device.connection().store();
        long before = store.revision();
        boolean known = device.has("CONNECTION");
        driver.stop(device.name(), program);
        if (known) {
            device.await(() -> store.lastAway(device.name()) > before,
                    System.nanoTime() + device.limit(Wait.DRIVER_END).toNanos());
        }
        driver.start(device.name(), program);
        device.connect(needed, connectLimit);
    }

    /// @throws DeviceException.Lost the server is away, and does not come back at once
    void requireServer() throws DeviceException, InterruptedException {
        IndiConnection connection = device.connection();
        if (!connection.awaitUp(device.limit(Wait.BACK_SOON))) {
            throw new DeviceException.Lost(device.name(), connection.lastLoss(), true);
        }
    }

    /// Tries to connect until it works or [Wait#BACK_AT_ALL] is over.
    void await() throws DeviceException, InterruptedException {
        long deadline = System.nanoTime() + device.limit(Wait.BACK_AT_ALL).toNanos();
        for (;;) {
            long losses = device.connection().losses();
            try {
                device.connect(needed, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
                return;
            } catch (DeviceException.Lost | DeviceException.TimedOut e) {
                // a server that went away meanwhile is waited for by the connection itself
                Wait pause = device.connection().losses() == losses ? Wait.RETRY : Wait.FIRST_BACK_OFF;
                long next = System.nanoTime() + device.limit(pause).toNanos();
                if (next >= deadline) {
                    throw e;
                }
                device.await(() -> false, next);
            }
        }
    }
}
