package dev.darkbox.library;

import dev.darkbox.device.Time;
import dev.darkbox.frame.Epochs;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.AuditFinding.Code;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// Looks at everything in a library and says what is not as it should be. Changes nothing.
///
/// Compared are names, headers, the index, twins and logs, what is published with what was made, the epochs of what is
/// used together, and raw frames with the journals of their runs; without `quick`, every byte with its checksum.
public final class Audit {

    private final CalibrationLibrary library;
    private final AuditNotes notes = new AuditNotes();
    private final KnownEpochs epochs;

    private Audit(CalibrationLibrary library) {
        this.library = library;
        epochs = new KnownEpochs(new Epochs(library.root(), library.disk()));
    }

    /// Of a whole library.
    ///
    /// @param quick whether checksums are left out, for which every byte is read
    public static Audited of(CalibrationLibrary library, boolean quick) throws IOException {
        return new Audit(library).run(quick);
    }

    private Audited run(boolean quick) throws IOException {
        List<DatedFolder> folders = DatedFolder.of(library.root());
        Listing.Listed listed = new Listing(library.root(), new Epochs(library.root(), library.disk()))
                .list(folders);
        var dated = new DatedAudit(notes);
        folders.forEach(dated::folder);
        listed.catalogue().masters().forEach(dated::master);
        listed.problems().forEach((file, problem) -> notes.add(Code.UNREADABLE, file, problem,
                "Move it away, or take it from a backup."));
        lostEpochs(listed.catalogue().masters());
        published(listed.known());
        List<Holding> holdings = library.holdings(listed, library.ledger().read()).holdings();
        new IndexAudit(notes, library.index()).compare(IndexTable.of(holdings));
        long reclaimable = reclaimable(folders, holdings);
        if (!quick) {
            listed.catalogue().masters().forEach(master -> MasterCheck.check(master.files(), notes));
        }
        return new Audited(listed.catalogue().masters().size(), notes.sorted(), !quick, reclaimable);
    }

    private void lostEpochs(List<MasterEntry> masters) {
        var lost = new TreeSet<String>();
        for (MasterEntry master : masters) {
            if (!master.epochId().isEmpty() && !master.epoch().isKnown()) {
                lost.add(master.epochId());
            }
        }
        for (String id : lost) {
            notes.add(Code.EPOCH, library.root().resolve("ops").resolve("epochs").resolve(id + ".txt"),
                    "Masters name this epoch of the camera, and its file is missing or damaged.",
                    "Take it from a backup; until then they are of an unknown epoch.");
        }
    }

    private void published(List<CatalogueCache.Known> masters) throws IOException {
        var audit = new PublishedAudit(notes, masters, epochs);
        for (Profile profile : Profile.values()) {
            audit.folder(library.folder(profile), profile.name().toLowerCase(Locale.ROOT));
        }
    }

    private long reclaimable(List<DatedFolder> folders, List<Holding> holdings) throws IOException {
        var runs = new Runs(library.root(), library.disk(), Time.system());
        long bytes = 0;
        for (RawFrames raw : Retention.spent(library, folders, holdings, runs)) {
            bytes += raw.bytes();
            notes.add(Code.RECLAIMABLE, raw.frames().getFirst().file().resolveSibling(""),
                    raw.frames().size() + " raw frames, " + raw.bytes() / 1_000_000
                            + " MB; their master is in production, or another has taken its place.",
                    "keep_raw = \"until-promoted\" deletes them once the master is verified.");
        }
        return bytes;
    }
}
