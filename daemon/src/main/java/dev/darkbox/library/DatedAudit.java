package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.AuditFinding.Code;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.MasterName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the dated folders: whether names say what headers say, whether twins and logs are there, and whether anything
/// belongs to no master or is there twice.
final class DatedAudit {

    private static final List<String> ENDINGS = MasterFiles.in(Path.of(""), "x").all().stream()
            .map(MasterFiles::ending).toList();
    private static final Pattern FILTER = Pattern.compile("master-darkflat_(.+)_[0-9]+(?:p[0-9]+)?s(?:_.*)?");

    private final AuditNotes notes;
    private final Map<MasterKeys, String> expected = new HashMap<>();
    private final Map<String, MasterEntry> first = new HashMap<>();

    DatedAudit(AuditNotes notes) {
        this.notes = notes;
    }

    /// One master's name and header.
    void master(MasterEntry master) {
        Path fit = master.files().fit();
        String name = expected.computeIfAbsent(master.keys(), DatedAudit::name);
        if (name.isEmpty()) {
            notes.add(Code.NAME, fit, "Its header does not tell what its name must be.", "Move it away.");
        } else if (!name.equals(master.name())) {
            renamed(fit, master, name);
        }
        String beam = master.keys().beam();
        if (master.keys().kind() == MasterKeys.Kind.DARK_FLAT && !beam.isEmpty()
                && !beam.equals(master.keys().filter())) {
            notes.add(Code.FILTER, fit,
                    "It is for flats of " + master.keys().filter() + " and was taken behind " + beam + ".",
                    "Make it again.");
        }
        MasterEntry same = first.putIfAbsent(master.name() + "/" + master.runId(), master);
        if (same != null) {
            notes.add(Code.DUPLICATE, fit, "The same master is " + same.files().fit() + ".",
                    "Delete one of the two.");
        }
    }

    private void renamed(Path fit, MasterEntry master, String name) {
        Matcher filter = FILTER.matcher(master.name());
        if (master.keys().kind() == MasterKeys.Kind.DARK_FLAT && filter.matches()
                && !filter.group(1).equals(master.keys().filter())) {
            notes.add(Code.FILTER, fit, "Its name says filter " + filter.group(1) + ", its header "
                    + master.keys().filter() + ".", "Rename it and its twins to " + name + ".");
        } else {
            notes.add(Code.NAME, fit, "Its header says " + name + ".", "Rename it and its twins.");
        }
    }

    /// What the files of one evening's masters belong to.
    void folder(DatedFolder folder) {
        Set<String> names = Set.copyOf(folder.names());
        for (String name : folder.names()) {
            if (DatedFolder.isMaster(name)) {
                String stem = name.substring(0, name.length() - ".fit".length());
                missing(folder, names, stem, ".xisf", "The float twin is missing: PixInsight cannot use it.");
                missing(folder, names, stem, ".xrs", "The integration log is missing.");
            } else if (name.startsWith("master-")) {
                orphan(folder, names, name);
            }
        }
    }

    private void missing(DatedFolder folder, Set<String> names, String stem, String ending, String text) {
        if (!names.contains(stem + ending)) {
            notes.add(Code.MISSING, folder.folder().resolve(stem + ending), text,
                    "Take it from a backup, or make the master again.");
        }
    }

    private void orphan(DatedFolder folder, Set<String> names, String name) {
        Path file = folder.folder().resolve(name);
        String ending = ending(name);
        if (name.endsWith(".part")) {
            notes.add(Code.ORPHAN, file, "It is half written.", "Delete it unless a run is under way.");
        } else if (ending.isEmpty()) {
            notes.add(Code.ORPHAN, file, "Darkbox does not write such files.", "Move it away.");
        } else if (!names.contains(name.substring(0, name.length() - ending.length()) + ".fit")) {
            notes.add(Code.ORPHAN, file, "Its master is not here.",
                    "Delete it, or take the master from a backup.");
        }
    }

    /// The part of a name behind the master's; empty if it is none of a master's files.
    static String ending(String name) {
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return ending;
            }
        }
        return "";
    }

    /// What a master with such keys is called; empty when they do not tell.
    private static String name(MasterKeys keys) {
        Conditions has = keys.conditions();
        if (has.binning() == Readout.NONE) {
            return "";
        }
        FrameSet set = switch (keys.kind()) {
            case BIAS -> new FrameSet.Bias(0, 1);
            case DARK -> new FrameSet.Dark(keys.exposure(), 0, 1);
            case DARK_FLAT -> new FrameSet.DarkFlat(keys.filter(), keys.exposure(), 0, 1);
        };
        try {
            var readout = new Readout(has.gain(), has.offset(), has.binning(), has.mode(), has.usbLimit());
            Celsius target = keys.setPoint();
            return "master-" + MasterName.label(set) + MasterName.conditions(readout, target);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
