package dev.darkbox.library;

import dev.darkbox.frame.FitsCheck;
import dev.darkbox.library.AuditFinding.Code;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.XisfPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a master's files again and compares them with the checksums in them.
final class MasterCheck {

    private static final String LOG_BEGINS = "Darkbox integration log";
    private static final String REMEDY = "Take it from a backup, or make the master again.";

    private MasterCheck() {}

    /// Whether the log and both twins are there and as they were written.
    static boolean isWhole(MasterFiles files) {
        var notes = new AuditNotes();
        check(files, notes);
        return notes.sorted().isEmpty() && Files.exists(files.xisf()) && Files.exists(files.xrs());
    }

    /// What is missing is told elsewhere.
    static void check(MasterFiles files, AuditNotes notes) {
        fits(files.fit(), notes);
        if (Files.exists(files.xisf())) {
            xisf(files.xisf(), notes);
        }
        if (Files.exists(files.xrs())) {
            log(files.xrs(), notes);
        }
    }

    private static void fits(Path fit, AuditNotes notes) {
        try {
            Optional<String> problem = FitsCheck.problem(fit);
            problem.ifPresent(text -> notes.add(Code.CHECKSUM, fit, text, REMEDY));
        } catch (IOException e) {
            notes.add(Code.CHECKSUM, fit, String.valueOf(e.getMessage()), REMEDY);
        }
    }

    private static void xisf(Path xisf, AuditNotes notes) {
        try (XisfPicture picture = XisfPicture.open(xisf)) {
            picture.verify();
        } catch (IOException e) {
            notes.add(Code.CHECKSUM, xisf, String.valueOf(e.getMessage()), REMEDY);
        }
    }

    private static void log(Path xrs, AuditNotes notes) {
        try (var lines = Files.newBufferedReader(xrs)) {
            String first = lines.readLine();
            if (first == null || !first.startsWith(LOG_BEGINS)) {
                notes.add(Code.CHECKSUM, xrs, "It does not begin as an integration log.", REMEDY);
            }
        } catch (IOException e) {
            notes.add(Code.CHECKSUM, xrs, String.valueOf(e.getMessage()), REMEDY);
        }
    }
}
