package dev.darkbox.config;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a rig is made of: the sections `[rig.camera]`, `[rig.wheel]`, `[rig.cap]`, `[rig.panel]` and
/// `[[rig.heater]]` together, as far as they come with
/// the camera's driver; [PartsConfig] has the others.
public sealed interface EquipmentConfig {

    /// Names in slot order that take the place of the wheel's own; empty to use those, or without a wheel.
    default List<String> filters() {
        return List.of();
    }

    /// Whether a cap comes with the camera's driver.
    default boolean hasCap() {
        return false;
    }

    /// Whether a panel does.
    default boolean hasPanel() {
        return false;
    }

    /// Names of the heaters that do, as the configuration has them.
    default List<String> heaterNames() {
        return List.of();
    }

    /// Size of the whole sensor where it is known without asking the camera.
    default Optional<FrameShape> knownSensor() {
        return Optional.empty();
    }

    /// Devices behind one indiserver.
    ///
    /// @param host name or address of the machine it runs on
    /// @param port TCP, 1..65,535
    /// @param local name of its local socket; empty for TCP only
    /// @param camera the driver's name for it, e.g. `ZWO CCD ASI2600MM Pro`, 1..63 bytes like all device names
    /// @param wheel empty for none; may be the camera itself
    /// @param cap empty for none
    /// @param panel empty for none; often the same as `cap`
    /// @param biasAsDark whether a bias frame is taken as the shortest dark; empty for what the driver needs
    /// @param polling how often drivers look at their hardware; zero leaves them alone
    /// @param connectLimit until the server is reached and every device is connected
    /// @param restart how its driver is restarted when it hangs; empty when Darkbox cannot
    record Indi(
            String host,
            int port,
            String local,
            String camera,
            String wheel,
            String cap,
            String panel,
            List<Heater> heaters,
            List<String> filters,
            Controls controls,
            Optional<Boolean> biasAsDark,
            Duration polling,
            Duration connectLimit,
            Optional<Restart> restart)
            implements
                EquipmentConfig {

        public Indi {
            heaters = List.copyOf(heaters);
            filters = List.copyOf(filters);
        }

        @Override
        public boolean hasCap() {
            return !cap.isEmpty();
        }

        @Override
        public boolean hasPanel() {
            return !panel.isEmpty();
        }

        @Override
        public List<String> heaterNames() {
            return heaters.stream().map(Heater::name).toList();
        }
    }

    /// A Starlight Xpress camera on this machine's USB.
    ///
    /// @param position bus and ports, e.g. `1-1.4`; empty when that does not matter
    /// @param serial what the camera says; empty when that does not matter. Not both
    /// @param comeback how long it is waited for when it was unplugged
    record Sx(String position, String serial, Duration comeback) implements EquipmentConfig {}

    /// A ZWO camera on this machine's USB, by its maker's library.
    ///
    /// @param model as the library names it, e.g. `ZWO ASI2600MM Pro`; empty for whichever there is
    /// @param serial sixteen hex digits; empty when there is one of the model
    /// @param library its file; empty for the usual places
    /// @param comeback how long it is waited for when it was unplugged
    record Asi(String model, String serial, Optional<Path> library, Duration comeback)
            implements
                EquipmentConfig {}

    /// How a camera's driver is ended and started anew.
    ///
    /// @param fifo the one its `indiserver` was given with `-f`; absolute
    /// @param named whether the driver was started with `-n` and the device's name
    record Restart(Path fifo, boolean named) {}

    /// Something warm that can be switched off.
    ///
    /// @param name for log lines
    /// @param device the driver's name for what switches it
    /// @param control switch member that turns it on, or number that is its power: `PROPERTY.MEMBER`
    record Heater(String name, String device, String control) {}

    /// Where the camera's driver keeps its settings: `PROPERTY` or `PROPERTY.MEMBER` each; empty where drivers
    /// usually do.
    ///
    /// @param gain e.g. `CCD_CONTROLS.Gain`
    /// @param offset e.g. `CCD_CONTROLS.Offset`
    /// @param mode readout mode, e.g. `READ_MODE.MODE`
    /// @param usbLimit e.g. `CCD_CONTROLS.BandWidth`
    /// @param captureFormat switch member that makes frames 16 bits deep and raw, e.g.
    ///     `CCD_CAPTURE_FORMAT.ASI_IMG_RAW16`
    /// @param coolerPower e.g. `CCD_COOLER_POWER.COOLER_POWER`
    record Controls(
            String gain, String offset, String mode, String usbLimit, String captureFormat,
            String coolerPower) {

        /// Everything where drivers usually keep it.
        public static final Controls USUAL = new Controls("", "", "", "", "", "");
    }

    /// The built-in simulator.
    ///
    /// @param sensor whole frame
    /// @param ambient air temperature
    /// @param reachMilliK how far below the air the cooler gets
    /// @param seed of everything random
    /// @param season 0 for the first; a later one has the same sensor with new hot pixels
    /// @param newHotPercent of the pixels that turn hot each season
    /// @param firmware version of what is programmed in the camera: another one is another epoch
    /// @param heaters names
    record Sim(
            FrameShape sensor,
            Celsius ambient,
            int reachMilliK,
            long seed,
            int season,
            double newHotPercent,
            String firmware,
            List<String> filters,
            boolean cap,
            boolean panel,
            List<String> heaters)
            implements
                EquipmentConfig {

        public Sim {
            filters = List.copyOf(filters);
            heaters = List.copyOf(heaters);
        }

        @Override
        public boolean hasCap() {
            return cap;
        }

        @Override
        public boolean hasPanel() {
            return panel;
        }

        @Override
        public List<String> heaterNames() {
            return heaters;
        }

        @Override
        public Optional<FrameShape> knownSensor() {
            return Optional.of(sensor);
        }
    }
}
