package dev.darkbox.device;

/// The camera settings that decide which calibration frame fits which light frame.
///
/// @param gain device steps, as the camera's driver counts them (FITS `GAIN`); [#NONE] for a camera without
/// @param offset device steps (FITS `OFFSET`); [#NONE] for a camera without
/// @param binning pixels per side, 1..4 (FITS `XBINNING` = `YBINNING`)
/// @param mode the vendor's readout mode name, e.g. `High Gain` (FITS `READOUTM`); empty for a camera without
/// @param usbLimit the driver's USB bandwidth setting (FITS `USBLIMIT`); [#NONE] leaves it alone
public record Readout(int gain, int offset, int binning, String mode, int usbLimit) {

    /// The camera has no such setting, or it is left alone.
    public static final int NONE = -1;

    public Readout {
        if (gain < NONE) {
            throw new IllegalArgumentException("gain " + gain);
        }
        if (offset < NONE) {
            throw new IllegalArgumentException("offset " + offset);
        }
        if (binning < 1 || binning > 4) {
            throw new IllegalArgumentException("binning " + binning);
        }
        if (usbLimit < NONE) {
            throw new IllegalArgumentException("usbLimit " + usbLimit);
        }
    }
}
