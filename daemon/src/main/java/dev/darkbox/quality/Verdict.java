package dev.darkbox.quality;

/// What is thought of a new master.
///
/// @param remark one line: what tripped with its value and limit, or what it was compared with
public record Verdict(Kind kind, String remark) {

    /// The same verdict with more to its remark.
    public Verdict adding(String more) {
        return new Verdict(kind, remark + "; " + more);
    }

    /// From use-it to do-not.
    public enum Kind { PASS, WARN, HOLD, FAIL }
}
