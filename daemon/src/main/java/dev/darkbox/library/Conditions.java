package dev.darkbox.library;

import dev.darkbox.device.Readout;

/// What a master and a light must have in common to the letter: the hard keys. What is not known, or not asked, is
/// empty text, [Readout#NONE], or 0 pixels.
///
/// @param camera FITS `INSTRUME`
/// @param cameraId the camera's own number (FITS `CAMERAID`)
/// @param mode FITS `READOUTM`
/// @param gain FITS `GAIN`
/// @param offset FITS `OFFSET`
/// @param binning FITS `XBINNING`
/// @param usbLimit FITS `USBLIMIT`
/// @param widthPx columns of the picture
/// @param heightPx rows of the picture
/// @param bayer FITS `BAYERPAT`, empty also for a monochrome sensor
public record Conditions(
        String camera, String cameraId, String mode, int gain, int offset, int binning, int usbLimit,
        int widthPx,
        int heightPx, String bayer) {

    /// Nothing is asked.
    public static final Conditions ANY = new Conditions("", "", "", Readout.NONE, Readout.NONE, Readout.NONE,
            Readout.NONE, 0, 0, "");
}
