package dev.darkbox.config;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import java.time.Duration;

/// The `[rig.camera]` section.
public sealed interface CameraConfig {

    /// A camera behind indiserver.
    ///
    /// @param controls where its settings are, when they are not found by themselves
    /// @param grace how long after the end of an exposure its frame may still arrive, default 60 s
    record Indi(IndiDevice at, Controls controls, Duration grace) implements CameraConfig {}

    /// Members of INDI properties, each `PROPERTY.MEMBER`, split at the first dot; empty to let the driver room
    /// find it.
    ///
    /// @param gain e.g. `CCD_CONTROLS.Gain`
    /// @param offset e.g. `CCD_CONTROLS.Offset`
    /// @param mode readout mode, e.g. `READ_MODE.MODE`
    /// @param usbLimit e.g. `CCD_CONTROLS.BandWidth`
    /// @param coolerPower e.g. `CCD_COOLER_POWER.CCD_COOLER_VALUE`
    record Controls(String gain, String offset, String mode, String usbLimit, String coolerPower) {

        /// Everything is found by itself.
        public static final Controls FOUND = new Controls("", "", "", "", "");
    }

    /// The built-in simulator.
    ///
    /// @param sensor default 1600 x 1200
    /// @param ambient air temperature, default 12 °C
    /// @param reachMilliK how far below the air the cooler gets, default 35,000
    /// @param seed of everything random, default 1
    record Sim(FrameShape sensor, Celsius ambient, int reachMilliK, long seed) implements CameraConfig {}
}
