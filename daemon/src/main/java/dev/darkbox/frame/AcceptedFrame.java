package dev.darkbox.frame;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// One line of the journal: a frame that is on disk, or one that was only integrated when it came.
///
/// @param file where it is, or a name that no file has
/// @param bytes size of the file; 0 when it is not stored
/// @param crc32 of the whole file (the CRC of zip), as it was written
/// @param start begin of the exposure, UTC
/// @param exposure what the camera says it used
/// @param sensor temperature that came with the frame, or unknown
/// @param loadPercent cooler load around the exposure; `NaN` if unknown
/// @param meanAdu mean of the frame, ADU
/// @param cap how well the cap was known to be shut
/// @param epoch id of the camera's epoch; empty when it is not known
/// @param ambient temperature of the air around, mostly unknown
public record AcceptedFrame(
        Path file, long bytes, long crc32, Instant start, Duration exposure, Celsius sensor,
        double loadPercent, double meanAdu, Evidence cap, String epoch, Celsius ambient) {

    /// In air whose temperature nobody knows.
    public AcceptedFrame(Path file, long bytes, long crc32, Instant start, Duration exposure, Celsius sensor,
            double loadPercent, double meanAdu, Evidence cap, String epoch) {
        this(file, bytes, crc32, start, exposure, sensor, loadPercent, meanAdu, cap, epoch, Celsius.UNKNOWN);
    }

    /// Whether there is a file of it.
    public boolean stored() {
        return bytes > 0;
    }
}
