package dev.darkbox.device.alpaca;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.Optional;

/// Cover and lamp of an ASCOM Alpaca covercalibrator, of version 1 or 2 of its interface.
///
/// Threading: safe from any thread, one call at a time.
public final class AlpacaUnit implements CoverUnit {

    /// Nobody can tell what kind of cover hangs behind a server: as long as the slowest known takes.
    private static final Duration TRAVEL = Duration.ofSeconds(120);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    /// Version 2 of the interface came with connecting that does not keep one waiting.
    private static final int ASYNCHRONOUS_SINCE = 2;

    private final AlpacaDevice device;
    private final AlpacaCover cover;
    private final Optional<AlpacaLamp> lamp;
    private final Traits traits;
    private boolean closed;

    private AlpacaUnit(AlpacaDevice device) throws DeviceException, InterruptedException {
        this.device = device;
        cover = new AlpacaCover(device);
        lamp = AlpacaLamp.of(device, cover);
        if (!cover.isThere() && lamp.isEmpty()) {
            throw new DeviceException.Refused(device.place(), "has neither a cover nor a calibrator");
        }
        traits = new Traits(device.place(), device.identity(), cover.isThere(), lamp.isPresent(), false,
                TRAVEL,
                AFTERGLOW);
    }

    /// Connects the device if it is not connected, and asks what it has.
    ///
    /// @param number of the device, 0..
    /// @throws DeviceException.Lost no server there
    /// @throws DeviceException no such device, or one that does not connect; the message names server and device
    public static AlpacaUnit open(String host, int port, int number, Time time)
            throws DeviceException, InterruptedException {
        return open(new AlpacaServer(host, port), number, time, AlpacaPatience.USUAL);
    }

    static AlpacaUnit open(AlpacaServer server, int number, Time time, AlpacaPatience patience)
            throws DeviceException, InterruptedException {
        return new AlpacaUnit(
                AlpacaDevice.connect(server, "covercalibrator", number, ASYNCHRONOUS_SINCE, time,
                        patience));
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public synchronized Cover cover() throws DeviceException, InterruptedException {
        return usableCover().read();
    }

    @Override
    public synchronized void move(Position goal) throws DeviceException, InterruptedException {
        usableCover().move(goal);
    }

    @Override
    public synchronized void halt() throws DeviceException, InterruptedException {
        usableCover().halt();
    }

    private AlpacaCover usableCover() throws DeviceException {
        refuseClosed();
        if (!cover.isThere()) {
            throw new DeviceException.Refused(device.place(), "has no cover");
        }
        return cover;
    }

    @Override
    public synchronized Lamp lamp() throws DeviceException, InterruptedException {
        return usableLamp().read();
    }

    /// @throws DeviceException.Disturbed lighting the lamp moved the cover, as some devices do
    /// @throws DeviceException.TimedOut the lamp does not become steady
    @Override
    public synchronized void light(int percent) throws DeviceException, InterruptedException {
        usableLamp().light(percent);
    }

    private AlpacaLamp usableLamp() throws DeviceException {
        refuseClosed();
        return lamp.orElseThrow(() -> new DeviceException.Refused(device.place(), "has no calibrator"));
    }

    private void refuseClosed() throws DeviceException {
        if (closed) {
            throw new DeviceException.Lost(device.place(), "closed");
        }
    }

    @Override
    public Heater heater() throws DeviceException {
        throw noHeater();
    }

    @Override
    public void heat(boolean on) throws DeviceException {
        throw noHeater();
    }

    private DeviceException noHeater() {
        return new DeviceException.Refused(device.place(),
                "a covercalibrator has no heater; one behind Alpaca is a switch");
    }

    @Override
    public WireLog wire() {
        return device.wire();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            if (lamp.isPresent()) {
                lamp.get().light(0);
            }
        } catch (DeviceException e) {
            wire().note(device.time().now(), "lamp not put out: " + e.what());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
        }
    }
}
