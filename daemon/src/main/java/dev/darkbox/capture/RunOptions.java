package dev.darkbox.capture;

import dev.darkbox.frame.Provenance;
import dev.darkbox.plan.CoolingRules;

/// How a run is done, beside its plan.
///
/// @param runId names the run in events and journal
/// @param by program, place and person for the headers
/// @param frames looks at the pictures as they come
public record RunOptions(
        String runId, Provenance by, CoolingRules cooling, ProbeRule probe, FrameWatch frames) {

    /// With nobody who looks at the pictures.
    public RunOptions(String runId, Provenance by, CoolingRules cooling, ProbeRule probe) {
        this(runId, by, cooling, probe, FrameWatch.none());
    }
}
