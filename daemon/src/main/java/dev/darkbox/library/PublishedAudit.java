package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.library.AuditFinding.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at what consumers are pointed at: whether the library's own files stand behind it, under their names, of one
/// epoch.
final class PublishedAudit {

    private final AuditNotes notes;
    private final List<CatalogueCache.Known> all;
    private final Map<Stamp, CatalogueCache.Known> byStamp = new HashMap<>();
    private final Map<String, CatalogueCache.Known> byRun = new HashMap<>();
    private final Map<MasterEntry, Relation> epochs;
    private final KnownEpochs known;

    /// @param masters all of the library
    PublishedAudit(AuditNotes notes, List<CatalogueCache.Known> masters, KnownEpochs known) {
        this.notes = notes;
        this.all = masters;
        this.known = known;
        for (CatalogueCache.Known master : masters) {
            if (master.stamp().isOfOneFile()) {
                byStamp.put(master.stamp(), master);
            }
        }
        epochs = MasterEpochs.toNewest(masters.stream().map(CatalogueCache.Known::master).toList());
    }

    /// Made when the first copy asks.
    private Map<String, CatalogueCache.Known> byRun() {
        if (byRun.isEmpty()) {
            all.forEach(master -> byRun.put(run(master.master()), master));
        }
        return byRun;
    }

    private static String run(MasterEntry master) {
        return master.name() + "/" + master.runId() + "/" + master.begun();
    }

    /// Looks at one profile's folder.
    void folder(Path folder, String profile) throws IOException {
        var inForce = new ArrayList<MasterEntry>();
        List<String> names = DatedFolder.names(folder);
        Set<String> all = new HashSet<>(names);
        for (String name : names) {
            Path file = folder.resolve(name);
            if (DatedFolder.isMaster(name)) {
                master(file, name, profile).ifPresent(inForce::add);
            } else if (name.endsWith(".part")) {
                notes.add(Code.ORPHAN, file, "It is half written.", "Delete it.");
            } else if (!name.startsWith("master-") || DatedAudit.ending(name).isEmpty()) {
                notes.add(Code.ORPHAN, file,
                        "Darkbox did not put it there, and programs may use it as a master.",
                        "Move it away.");
            } else if (!all.contains(stem(name) + ".fit")) {
                notes.add(Code.ORPHAN, file, "Its master is not in " + profile + ".", "Delete it.");
            }
        }
        for (MasterEntry master : inForce) {
            twins(folder, all, master, profile);
            if (epochs.get(master) == Relation.OTHER) {
                notes.add(Code.EPOCH, folder.resolve(master.name() + ".fit"), "It is in " + profile
                        + " and was made before the camera's driver, firmware or controls changed.",
                        "Make it again: darkbox refresh due.");
            }
        }
    }

    private Optional<MasterEntry> master(Path file, String name, String profile) {
        try {
            Stamp stamp = Stamp.of(file);
            CatalogueCache.Known behind = byStamp.get(stamp);
            if (behind == null) {
                return copied(file, name, stamp, profile);
            }
            named(file, name, behind.master());
            return Optional.of(behind.master());
        } catch (IOException e) {
            notes.add(Code.UNREADABLE, file, String.valueOf(e.getMessage()), "Move it away.");
            return Optional.empty();
        }
    }

    /// Where the file system has no links, what is published is a copy.
    private Optional<MasterEntry> copied(Path file, String name, Stamp stamp, String profile)
            throws IOException {
        MasterEntry published = MasterEntry.read(LocalDate.EPOCH, file, known);
        CatalogueCache.Known behind = byRun().get(run(published));
        if (behind == null) {
            notes.add(Code.STALE, file,
                    "It is in " + profile + ", and the library has no such master of the run "
                            + published.runId() + ".",
                    "Publish another, or delete it.");
            return Optional.empty();
        }
        if (behind.stamp().bytes() != stamp.bytes() || !published.stats().equals(behind.master().stats())) {
            notes.add(Code.STALE, file, "It is not what stands in " + behind.master().files().fit() + ".",
                    "Publish that one again.");
            return Optional.empty();
        }
        named(file, name, behind.master());
        return Optional.of(behind.master());
    }

    private void named(Path file, String name, MasterEntry master) {
        if (!name.equals(master.name() + ".fit")) {
            notes.add(Code.STALE, file, "It is " + master.name() + " under another name.", "Delete it.");
        }
    }

    private void twins(Path folder, Set<String> names, MasterEntry master, String profile) {
        for (Path own : List.of(master.files().xisf(), master.files().xrs())) {
            String name = String.valueOf(own.getFileName());
            String published = master.name() + name.substring(name.lastIndexOf('.'));
            Path file = folder.resolve(published);
            if (!names.contains(published)) {
                notes.add(Code.MISSING, file, "It is missing in " + profile + ".",
                        "Publish the master again.");
            } else if (!isSame(file, own)) {
                notes.add(Code.STALE, file, "It is not the one that belongs to " + master.evening() + "/"
                        + master.name() + ".", "Publish the master again.");
            }
        }
    }

    /// The size tells where there are no links; a twin of the library's own that is missing is told elsewhere.
    private static boolean isSame(Path file, Path own) {
        try {
            Stamp published = Stamp.of(file);
            Stamp behind = Stamp.of(own);
            return published.equals(behind) || published.bytes() == behind.bytes();
        } catch (IOException _) {
            return true;
        }
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - DatedAudit.ending(name).length());
    }
}
