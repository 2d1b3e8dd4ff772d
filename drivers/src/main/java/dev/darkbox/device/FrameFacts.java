package dev.darkbox.device;

import java.time.Duration;
import java.time.Instant;

/// What the hardware reported with one frame.
///
/// @param start begin of the exposure, UTC (FITS `DATE-OBS`)
/// @param exposure what the camera says it used (FITS `EXPTIME`); of a bias frame the driver's minimum
/// @param sensor temperature of the sensor the driver gave with the frame (FITS `CCD-TEMP`), or unknown
public record FrameFacts(Instant start, Duration exposure, Celsius sensor) {}
