package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import java.time.Instant;

/// The master that is looked for.
///
/// @param keys what is not known in them is not asked
/// @param epoch what the camera was; [CameraEpoch#UNKNOWN] asks for nothing
/// @param toleranceMilliK how far the set point may be off
/// @param exposurePercent how far the exposure may be off, and 10 ms in any case
/// @param at when the light was taken: a master is looked for whose window that is in
/// @param anyDate whether a master will do whose window that is not in
/// @param staging whether a master will do that is in staging only
public record Wanted(
        MasterKeys keys, CameraEpoch epoch, int toleranceMilliK, double exposurePercent, Instant at,
        boolean anyDate, boolean staging) {

    /// Half a degree: what observatories reject darks at. Source: LCO BANZAI, stage for dark frames.
    public static final int USUAL_TOLERANCE_MILLIK = 500;
    /// Dark current then differs by no more than a quarter of a degree makes it.
    public static final double USUAL_EXPOSURE_PERCENT = 1;

    /// With the usual tolerances, valid at `at`.
    public static Wanted of(MasterKeys keys, CameraEpoch epoch, Instant at) {
        return new Wanted(keys, epoch, USUAL_TOLERANCE_MILLIK, USUAL_EXPOSURE_PERCENT, at, false, false);
    }
}
