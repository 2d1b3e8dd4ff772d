package dev.darkbox.quality;

/// One thing that is not as it should be.
///
/// @param code short and stable, `[a-z-]+`: `drift`, `leak`, `hot`, ...; the README lists them
/// @param kind how much it matters
/// @param value what was measured
/// @param limit what it was measured against
/// @param unit of both, e.g. `ADU`, `%`; empty for a plain number
/// @param text one sentence: metric, value, limit
/// @param cause one sentence: what usually causes it and what to do
public record Finding(
        String code, Verdict.Kind kind, double value, double limit, String unit, String text, String cause) {

    public Finding {
        if (kind == Verdict.Kind.PASS || !code.matches("[a-z-]+")) {
            throw new IllegalArgumentException("finding " + code + " " + kind);
        }
    }
}
