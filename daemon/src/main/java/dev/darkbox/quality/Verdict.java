package dev.darkbox.quality;

import java.util.List;

/// What is thought of a new master.
///
/// @param remark one line: what tripped with its value and limit, or what it was compared with
/// @param findings what tripped, the worst first; empty where nobody looked closer
public record Verdict(Kind kind, String remark, List<Finding> findings) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    public Verdict(Kind kind, String remark) {
        this(kind, remark, List.of());
    }

    /// The same verdict with more to its remark.
    public Verdict adding(String more) {
        return new Verdict(kind, remark + "; " + more, findings);
    }

    /// From use-it to do-not.
    public enum Kind { PASS, WARN, HOLD, FAIL }
}
