package dev.darkbox.device.sim;

/// How much light reaches the sensor, e- per pixel and second in the frame's middle.
///
/// @param sky through the open cap; half of it when the cap is stuck half way
/// @param panel from the panel at 100 %
/// @param heater from one heater that is on: a glow that rises towards one side
public record SimLighting(double sky, double panel, double heater) {

    public static SimLighting typical() {
        return new SimLighting(3, 2000, 0.1);
    }
}
