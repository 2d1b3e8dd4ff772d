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
    List<String> filters();

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
    }

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
    }
}
