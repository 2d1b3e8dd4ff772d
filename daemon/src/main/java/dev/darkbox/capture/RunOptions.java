package dev.darkbox.capture;

import dev.darkbox.plan.CoolingRules;

/// How a run is done, beside its plan.
///
/// @param runId names the run in events and journal
/// @param software name and version for the headers, e.g. `Darkbox 0.1.0` (FITS `SWCREATE`)
public record RunOptions(String runId, String software, CoolingRules cooling, ProbeRule probe) {}
