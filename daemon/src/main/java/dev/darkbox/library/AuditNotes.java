package dev.darkbox.library;

import dev.darkbox.library.AuditFinding.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Findings as they are made.
final class AuditNotes {

    private final List<AuditFinding> findings = new ArrayList<>();

    void add(Code code, Path file, String text, String remedy) {
        findings.add(new AuditFinding(code, file, text, remedy));
    }

    /// By code, then by file.
    List<AuditFinding> sorted() {
        return findings.stream()
                .sorted(Comparator.comparing(AuditFinding::code).thenComparing(AuditFinding::file))
                .toList();
    }
}
