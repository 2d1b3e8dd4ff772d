package dev.darkbox.device.sim;

/// What one frame was exposed to.
///
/// @param number of the frame on this camera, from 1; with seed and season it decides the noise
/// @param levelAdu bias level, drift included
/// @param exposureS shutter time
/// @param darkS shutter time in seconds at the dark current's reference temperature
/// @param light what fell on the sensor
record Conditions(
        long number, SimMode mode, int gain, int binning, double levelAdu, double exposureS, double darkS,
        Light light) {

    /// Light of one exposure: a plane over the frame.
    ///
    /// @param electrons in the middle, e- per pixel
    /// @param acrossElectrons more at the right side than at the left
    /// @param downElectrons more at the bottom than at the top
    record Light(double electrons, double acrossElectrons, double downElectrons) {
        static final Light NONE = new Light(0, 0, 0);
    }
}
