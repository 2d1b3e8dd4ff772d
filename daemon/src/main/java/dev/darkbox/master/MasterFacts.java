package dev.darkbox.master;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.Provenance;
import dev.darkbox.plan.PlannedSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known about a master beside its pixels.
///
/// @param filter the filter in the beam, empty for none (FITS `FILTER`, provenance only)
/// @param inputs the frames it is made of, in the order they were integrated; never empty
/// @param rejected the frames that were not kept, one line each
/// @param by the program that made it, place and person
/// @param made when it is written (FITS `DATE`)
/// @param previous the master it was compared with, e.g. its path in the library
public record MasterFacts(
        PlannedSet set,
        String rig,
        String runId,
        CameraFacts camera,
        String filter,
        List<AcceptedFrame> inputs,
        List<String> rejected,
        Provenance by,
        Instant made,
        Optional<String> previous) {

    public MasterFacts {
        inputs = List.copyOf(inputs);
        rejected = List.copyOf(rejected);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a master of no frames");
        }
    }
}
