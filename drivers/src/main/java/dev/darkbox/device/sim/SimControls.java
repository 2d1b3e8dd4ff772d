package dev.darkbox.device.sim;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import java.util.Optional;

/// The camera's settings: what it takes, and what it has now.
final class SimControls {

    private static final int LEAST_USB_LIMIT = 40;
    private static final int MOST_USB_LIMIT = 100;

    private final String device;
    private final SimSensor sensor;
    private Readout present;

    /// The settings after power-up.
    SimControls(String device, SimSensor sensor) {
        this.device = device;
        this.sensor = sensor;
        present = powerUp(sensor);
    }

    private static Readout powerUp(SimSensor sensor) {
        return new Readout(0, 0, 1, sensor.modes().getFirst().name(), 80);
    }

    /// Back to the settings after power-up.
    void forget() {
        present = powerUp(sensor);
    }

    Readout present() {
        return present;
    }

    /// The present readout mode.
    SimMode mode() throws DeviceException {
        return mode(present.mode());
    }

    FrameShape shape(Readout readout) throws DeviceException {
        require("binning", readout.binning(), 1, sensor.maxBinning());
        return new FrameShape(
                sensor.shape().widthPx() / readout.binning(), sensor.shape().heightPx() / readout.binning());
    }

    /// Takes settings and reads them back.
    ///
    /// @param ignored a setting that does not take
    void configure(Readout asked, Optional<SimFault.SettingIgnored> ignored) throws DeviceException {
        require("gain", asked.gain(), 0, sensor.maxGain());
        require("offset", asked.offset(), 0, sensor.maxOffset());
        require("binning", asked.binning(), 1, sensor.maxBinning());
        require("usbLimit", asked.usbLimit(), LEAST_USB_LIMIT, MOST_USB_LIMIT);
        Readout wanted = settled(asked);
        if (ignored.isPresent()) {
            SimFault.Setting setting = ignored.get().setting();
            throw new DeviceException.Refused(device, "%s: set to %s, reads back %s"
                    .formatted(setting, setting.of(asked), setting.of(present)));
        }
        present = wanted;
    }

    void requireConfigured(Readout asked) throws DeviceException {
        if (!settled(asked).equals(present)) {
            throw new DeviceException.Refused(
                    device, "exposure with " + asked + ", configured is " + present);
        }
    }

    /// What is asked, with what it leaves alone filled in.
    private Readout settled(Readout asked) throws DeviceException {
        return new Readout(
                kept(asked.gain(), present.gain()), kept(asked.offset(), present.offset()), asked.binning(),
                mode(asked.mode()).name(), kept(asked.usbLimit(), present.usbLimit()));
    }

    /// A mode by name; the first one where the name is empty.
    private SimMode mode(String name) throws DeviceException {
        for (SimMode mode : sensor.modes()) {
            if (name.isEmpty() || mode.name().equals(name)) {
                return mode;
            }
        }
        throw new DeviceException.Refused(device, "mode \"%s\", the camera has %s"
                .formatted(name, sensor.modes().stream().map(SimMode::name).toList()));
    }

    private void require(String setting, int asked, int least, int most) throws DeviceException {
        if (asked != Readout.NONE && (asked < least || asked > most)) {
            throw new DeviceException.Refused(
                    device, "%s %d, the camera takes %d to %d".formatted(setting, asked, least, most));
        }
    }

    private static int kept(int asked, int before) {
        return asked == Readout.NONE ? before : asked;
    }
}
