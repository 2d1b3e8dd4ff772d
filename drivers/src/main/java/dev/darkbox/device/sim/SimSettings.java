package dev.darkbox.device.sim;

import dev.darkbox.device.DustCap;
import dev.darkbox.device.FrameShape;
import java.time.Duration;
import java.util.List;

/// Everything a simulated rig is made of.
///
/// @param rig name of the rig; its devices are called `rig-camera`, `rig-cap` and so on
/// @param model camera name as the camera gives it (FITS `INSTRUME`)
/// @param firmware version of what is programmed in the camera
/// @param seed decides every fixed pattern and, with season, time of power-up and frame number, every noise
/// @param season 0 for the first; another season has the same patterns, other noise, and the new hot pixels
///     of [SimDefects#newHotFraction]
/// @param filters names in slot order; empty for a rig without a wheel
/// @param heaters names of the heaters; empty for none
/// @param hasCap whether the rig has a cap; one without is always dark
/// @param hasPanel whether the rig has a panel
/// @param cap where the cap is at power-up
/// @param capTravel time the cap takes
/// @param slotTravel time the wheel takes per slot
/// @param answerLimit how long a driver waits for an answer of a device that hangs
/// @param frameGrace how much longer than the exposure and readout the driver waits for a frame
public record SimSettings(
        String rig,
        String model,
        String firmware,
        long seed,
        int season,
        SimSensor sensor,
        SimCooling cooling,
        SimLighting lighting,
        List<String> filters,
        List<String> heaters,
        boolean hasCap,
        boolean hasPanel,
        DustCap.Position cap,
        Duration capTravel,
        Duration slotTravel,
        Duration answerLimit,
        Duration frameGrace) {

    public SimSettings {
        filters = List.copyOf(filters);
        heaters = List.copyOf(heaters);
        if (season < 0) {
            throw new IllegalArgumentException("season " + season + ", the first is 0");
        }
    }

    /// A whole rig around a sensor: cap (shut), panel, seven filters, a dew heater, air of 15 °C.
    public static SimSettings of(long seed, SimSensor sensor) {
        return new SimSettings(
                "sim", "Darkbox Simulated Camera", "1", seed, 0, sensor, SimCooling.at(15),
                SimLighting.typical(),
                List.of("L", "R", "G", "B", "Ha", "OIII", "SII"), List.of("dew-heater"), true, true,
                DustCap.Position.SHUT, Duration.ofSeconds(15), Duration.ofMillis(800), Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }

    /// The rig of `darkbox demo`: 1536x1024 pixels with everything a real sensor does.
    public static SimSettings demo(long seed) {
        return of(seed, SimSensor.typical(new FrameShape(1536, 1024)));
    }

    /// The same with small frames: what a test of a run starts from.
    public static SimSettings small(long seed) {
        return of(seed, SimSensor.typical(new FrameShape(256, 192)));
    }

    public SimSettings with(SimSensor newSensor) {
        return new SimSettings(
                rig, model, firmware, seed, season, newSensor, cooling, lighting, filters, heaters, hasCap,
                hasPanel,
                cap,
                capTravel, slotTravel, answerLimit, frameGrace);
    }

    public SimSettings with(SimCooling newCooling) {
        return new SimSettings(
                rig, model, firmware, seed, season, sensor, newCooling, lighting, filters, heaters, hasCap,
                hasPanel,
                cap,
                capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// The same rig under another name.
    public SimSettings named(String newRig) {
        return new SimSettings(
                newRig, model, firmware, seed, season, sensor, cooling, lighting, filters, heaters, hasCap,
                hasPanel,
                cap,
                capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// The same rig, some seasons later.
    public SimSettings inSeason(int newSeason) {
        return new SimSettings(
                rig, model, firmware, seed, newSeason, sensor, cooling, lighting, filters, heaters, hasCap,
                hasPanel,
                cap,
                capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// The same rig after its camera was programmed anew.
    public SimSettings withFirmware(String newFirmware) {
        return new SimSettings(
                rig, model, newFirmware, seed, season, sensor, cooling, lighting, filters, heaters, hasCap,
                hasPanel, cap, capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// The same rig with its cap elsewhere at power-up.
    public SimSettings withCap(DustCap.Position position) {
        return new SimSettings(
                rig, model, firmware, seed, season, sensor, cooling, lighting, filters, heaters, hasCap,
                hasPanel,
                position,
                capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// The same camera among other devices.
    public SimSettings withDevices(
            List<String> newFilters, boolean newHasCap, boolean newHasPanel, List<String> newHeaters) {
        return new SimSettings(
                rig, model, firmware, seed, season, sensor, cooling, lighting, newFilters, newHeaters,
                newHasCap,
                newHasPanel, cap, capTravel, slotTravel, answerLimit, frameGrace);
    }

    /// Only a camera: no cap, panel, wheel or heater.
    public SimSettings bare() {
        return withDevices(List.of(), false, false, List.of());
    }
}
