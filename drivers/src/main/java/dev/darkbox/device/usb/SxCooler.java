package dev.darkbox.device.usb;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.util.Optional;

/// The cooler of a Starlight Xpress camera. Every look repeats the set point, as the maker's program does: a camera that
/// lost it has it again.
///
/// It does not tell its load. While a frame is on its way nothing may be asked: a look waits for the frame.
final class SxCooler implements Cooler {

    /// Asks the camera something between frames.
    interface Question {
        byte[] ask(SxCommand command) throws DeviceException, InterruptedException;
    }

    private final String device;
    private final Time time;
    /// The camera's: whoever has it may talk.
    private final Object lock;
    private final Question camera;
    private Optional<SxCommand> order = Optional.empty();
    /// Whether its firmware can be asked without an order.
    private boolean looks = true;

    SxCooler(String device, Time time, Object lock, Question camera) {
        this.device = device;
        this.time = time;
        this.lock = lock;
        this.camera = camera;
    }

    @Override
    public void target(Celsius target) throws DeviceException, InterruptedException {
        if (!target.isKnown() || target.milliC() < SxReply.COLDEST.milliC()
                || target.milliC() > SxReply.WARMEST.milliC()) {
            throw new DeviceException.Refused(device, "set point %s, allowed %s..%s".formatted(target,
                    SxReply.COLDEST, SxReply.WARMEST));
        }
        give(SxCommand.cooler(SxReply.deciKelvin(target), true));
    }

    @Override
    public void off() throws DeviceException, InterruptedException {
        give(offOrder());
    }

    private static SxCommand offOrder() {
        return SxCommand.cooler(SxReply.deciKelvin(SxReply.WARMEST), false);
    }

    private void give(SxCommand command) throws DeviceException, InterruptedException {
        synchronized (lock) {
            order = Optional.empty();
            camera.ask(command);
            order = Optional.of(command);
        }
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        synchronized (lock) {
            byte[] answer = look();
            return new Reading(time.now(), SxReply.temperature(answer), Double.NaN);
        }
    }

    private byte[] look() throws DeviceException, InterruptedException {
        if (order.isPresent()) {
            return camera.ask(order.get());
        }
        if (looks) {
            try {
                return camera.ask(SxCommand.coolerLook());
            } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
                looks = false; // asked next in the way every firmware knows
            }
        }
        // nobody has asked for cold
        return camera.ask(offOrder());
    }

    /// The camera may have been switched off and on.
    void forget() {
        synchronized (lock) {
            order = Optional.empty();
            looks = true;
        }
    }
}
