package dev.darkbox.frame;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameFacts;

/// What is known about one raw frame beside its pixels and its set.
///
/// @param camera what the camera says of itself
/// @param facts what the hardware reported with this frame
/// @param loadPercent cooler load around the exposure; `NaN` if unknown
/// @param filter the filter in the beam, empty if there is no wheel (FITS `FILTER`, provenance only)
/// @param capEvidence how well the cap is known to be shut; `COMMANDED` when the rig has none
/// @param by the program that took it, place and person
/// @param meanAdu mean of the frame, ADU
/// @param ambient temperature of the air around (FITS `AMBTEMP`); mostly unknown
public record RawFrame(
        CameraFacts camera,
        FrameFacts facts,
        double loadPercent,
        String filter,
        Evidence capEvidence,
        Provenance by,
        double meanAdu,
        Celsius ambient) {

    /// Nobody knows how warm the air is.
    public RawFrame(CameraFacts camera, FrameFacts facts, double loadPercent, String filter,
            Evidence capEvidence, Provenance by, double meanAdu) {
        this(camera, facts, loadPercent, filter, capEvidence, by, meanAdu, Celsius.UNKNOWN);
    }

    /// The same in air of this temperature.
    public RawFrame in(Celsius air) {
        return new RawFrame(camera, facts, loadPercent, filter, capEvidence, by, meanAdu, air);
    }
}
