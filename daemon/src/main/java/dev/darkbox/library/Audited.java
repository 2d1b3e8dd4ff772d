package dev.darkbox.library;

import java.util.List;

/// What an audit found.
///
/// @param masters looked at
/// @param findings by code, then by file
/// @param checked whether checksums were read again
/// @param reclaimableBytes of raw frames that may be deleted
public record Audited(int masters, List<AuditFinding> findings, boolean checked, long reclaimableBytes) {

    public Audited {
        findings = List.copyOf(findings);
    }

    /// Whether nothing is wrong.
    public boolean isClean() {
        return findings.stream().noneMatch(finding -> finding.code().isWrong());
    }
}
