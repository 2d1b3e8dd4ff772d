package dev.darkbox.device.usb;

/// One order to read pixels, from the sensor's first pixel on.
///
/// @param flags which fields, and how: see [SxFlags]
/// @param widthPx columns to read, unbinned
/// @param heightPx rows to read, unbinned, as the camera counts them: rows of one field where it is interlaced
/// @param xBinning columns added into one, 1..4
/// @param yBinning rows added into one, 1..4
record SxRead(int flags, int widthPx, int heightPx, int xBinning, int yBinning) {

    SxRead {
        if (widthPx < xBinning || widthPx > 0xFFFF || heightPx < yBinning || heightPx > 0xFFFF || xBinning < 1
                || yBinning < 1) {
            throw new IllegalArgumentException(
                    "a read of %dx%d pixels, binning %dx%d".formatted(widthPx, heightPx,
                            xBinning, yBinning));
        }
    }

    /// How much comes: two bytes for each pixel that is whole.
    long bytes() {
        return 2L * (widthPx / xBinning) * (heightPx / yBinning);
    }
}
