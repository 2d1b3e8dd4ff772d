package dev.darkbox.device;

import java.time.Duration;

/// What is known about a camera once it is connected. Text that a driver does not give is empty.
///
/// @param model e.g. `ZWO ASI2600MM Pro` (FITS `INSTRUME`)
/// @param serial the camera's own number (FITS `CAMERAID`)
/// @param driver name and version of the driver, e.g. `indi_asi_ccd 2.3`
/// @param firmware firmware and SDK versions the driver names
/// @param sensor whole sensor, unbinned
/// @param pixelMicron side of an unbinned pixel in µm (FITS `XPIXSZ` is this times binning); 0 if unknown
/// @param electronsPerAdu conversion gain at the present setting (FITS `EGAIN`); 0 if unknown
/// @param bayer colour filter pattern such as `RGGB` (FITS `BAYERPAT`); empty for a monochrome sensor
/// @param shortest the shortest exposure the driver takes: what a bias frame is
/// @param epoch of driver, SDK, firmware, camera and controls; as it is after [Camera#configure]
public record CameraFacts(
        String model,
        String serial,
        String driver,
        String firmware,
        FrameShape sensor,
        double pixelMicron,
        double electronsPerAdu,
        String bayer,
        Duration shortest,
        CameraEpoch epoch) {

    /// This camera as it was when frames were taken that tell of it.
    public CameraFacts asItWas(String driverThen, String firmwareThen, CameraEpoch epochThen) {
        return new CameraFacts(model, serial, driverThen, firmwareThen, sensor, pixelMicron, electronsPerAdu,
                bayer,
                shortest, epochThen);
    }
}
