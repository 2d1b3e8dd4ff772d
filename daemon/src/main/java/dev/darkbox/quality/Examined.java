package dev.darkbox.quality;

import java.util.Optional;

/// What an [Examination] came to.
///
/// @param change against the master before; empty when there is none, or none of the same size
public record Examined(MasterMetrics metrics, Optional<ChangeMetrics> change, Verdict verdict) {}
