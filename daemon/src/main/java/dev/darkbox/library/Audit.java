package dev.darkbox.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/// Looks at everything in a library and says what is not as it should be. Changes nothing.
public final class Audit {

    private Audit() {}

    /// Of a whole library.
    ///
    /// @param quick whether checksums are left out, for which every byte is read
    public static Audited of(CalibrationLibrary library, boolean quick) throws IOException {
        Catalogue catalogue = library.list();
        var findings = new ArrayList<AuditFinding>();
        for (String problem : catalogue.problems()) {
            findings.add(new AuditFinding(AuditFinding.Code.UNREADABLE, Path.of(problem.split(":? ", 2)[0]),
                    problem,
                    "Move it away."));
        }
        return new Audited(catalogue.masters().size(), findings, !quick, 0);
    }
}
