package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A rig's calibration library: dated folders of masters, the two sets of published masters, the index.
///
/// ```
/// Calibration/2025-09-23/master-….{fit,xisf,xrs,png}    as made; never changed
/// masters/{staging,production}/master-….{…}             what consumers are pointed at
/// ops/calibration-index.md                              the operator's index
/// ops/epochs/0123456789ab.txt                           what the camera was, as the headers name it by its id
/// ```
///
/// Nothing is remembered but what the files say: what was read of a header counts as long as its file is as it was.
///
/// Threading: one thread at a time.
public final class CalibrationLibrary {

    private final Path root;
    private final Disk disk;
    private final Epochs epochs;

    public CalibrationLibrary(Path root, Disk disk) {
        this.root = root.toAbsolutePath();
        this.disk = disk;
        epochs = new Epochs(root, disk);
    }

    /// The dated folder of an evening.
    public Path folder(LocalDate evening) {
        return root.resolve("Calibration").resolve(evening.toString());
    }

    /// Where a profile's masters are published.
    public Path folder(Profile profile) {
        return root.resolve("masters").resolve(profile.name().toLowerCase(Locale.ROOT));
    }

    /// Every master in the dated folders.
    public Catalogue list() throws IOException {
        return new Listing(root, epochs).list().catalogue();
    }

    /// What was said and seen of the masters.
    public Ledger ledger() {
        return new Ledger(root, disk);
    }

    /// What a rig's presets want and why it is to be made, as the files and the ledger have it now.
    ///
    /// @param today the evening it is
    public DueMasters due(RigPresets rig, DueRules rules, LocalDate today) throws IOException {
        Holdings holdings = holdings();
        List<LedgerEntry> entries = ledger().read().entries();
        Instant newest = holdings.holdings().stream().map(Holding::goodAfter).max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        CameraEpoch now = entries.stream().filter(entry -> entry.at().isAfter(newest))
                .filter(LedgerEntry.EpochSeen.class::isInstance).map(LedgerEntry.EpochSeen.class::cast)
                .reduce((_, later) -> later).flatMap(seen -> epochs.find(seen.epochId()))
                .orElse(CameraEpoch.UNKNOWN);
        return new DueMasters(rig, rules, holdings, entries, now, today);
    }

    /// Every master and how it stands.
    public Holdings holdings() throws IOException {
        Catalogue catalogue = list();
        Ledger.Content ledger = ledger().read();
        var holdings = new ArrayList<Holding>();
        for (MasterEntry master : catalogue.masters()) {
            holdings.add(new Holding(master, state(master), master.begun(), Optional.empty(),
                    master.verdict().remark()));
        }
        var problems = new ArrayList<>(catalogue.problems());
        problems.addAll(ledger.problems());
        return new Holdings(holdings, problems);
    }

    private Holding.State state(MasterEntry master) {
        if (inForce(master, Profile.PRODUCTION)) {
            return Holding.State.PRODUCTION;
        }
        return switch (master.verdict().kind()) {
            case FAIL -> Holding.State.FAILED;
            case HOLD -> Holding.State.HELD;
            case PASS, WARN ->
                inForce(master, Profile.STAGING) ? Holding.State.STAGING : Holding.State.SUPERSEDED;
        };
    }

    /// The master a new one of this set is compared with: of the same name and readout mode, made by another run,
    /// not failed, the one whose frames are the youngest.
    ///
    /// @param runId the run that makes the new one
    public Optional<MasterEntry> previous(PlannedSet set, String runId) throws IOException {
        return list().masters().stream()
                .filter(master -> master.name().equals(set.master()))
                .filter(master -> master.readoutMode().equals(set.readout().mode()))
                .filter(master -> !master.runId().equals(runId))
                .filter(master -> master.verdict().kind() != Verdict.Kind.FAIL)
                .max(Comparator.comparing(MasterEntry::begun));
    }

    /// The master of a rig's preset whose frames are the youngest, whatever its verdict.
    public Optional<MasterEntry> newest(String rig, String preset) throws IOException {
        return list().masters().stream()
                .filter(master -> master.rig().equals(rig) && master.preset().equals(preset))
                .max(Comparator.comparing(MasterEntry::begun));
    }

    /// Puts a new master in force in a profile, in place of the one of the same name. Production takes only `PASS`
    /// and `WARN`; staging takes all.
    ///
    /// @return the published files; empty when the verdict keeps it out
    public List<Path> publish(MasterFiles files, Verdict verdict, Profile profile) throws IOException {
        boolean good = verdict.kind() == Verdict.Kind.PASS || verdict.kind() == Verdict.Kind.WARN;
        return good || profile == Profile.STAGING ? link(files, profile) : List.of();
    }

    /// Puts a master in force whatever its verdict was: a person's word.
    public List<Path> promote(MasterEntry master, Profile profile) throws IOException {
        return link(master.files(), profile);
    }

    /// Whether this master is the one in force in the profile.
    public boolean inForce(MasterEntry master, Profile profile) {
        Path fit = folder(profile).resolve(master.name() + ".fit");
        try {
            MasterEntry published = MasterEntry.read(master.evening(), fit, epochs);
            return published.runId().equals(master.runId()) && published.begun().equals(master.begun());
        } catch (IOException _) {
            return false;
        }
    }

    /// Writes the index anew from the files.
    ///
    /// @return what it was written from
    public Catalogue writeIndex() throws IOException {
        Holdings holdings = holdings();
        CalibrationIndex.write(disk, index(), IndexTable.of(root, holdings.holdings()));
        return new Catalogue(holdings.holdings().stream().map(Holding::master).toList(), holdings.problems());
    }

    /// Where the operator's index is.
    public Path index() {
        return root.resolve("ops").resolve("calibration-index.md");
    }

    /// The camera's epoch of an id; unknown when its file is missing or damaged.
    public CameraEpoch epoch(String id) {
        return epochs.find(id).orElse(CameraEpoch.UNKNOWN);
    }

    Path root() {
        return root;
    }

    Disk disk() {
        return disk;
    }

    /// Each file replaced in one step, the FITS twin last. A master that was set aside goes by its plain name.
    private List<Path> link(MasterFiles files, Profile profile) throws IOException {
        Path folder = folder(profile);
        disk.folders(folder);
        var published = new ArrayList<Path>();
        for (Path file : files.all()) {
            String ending = MasterFiles.ending(file);
            String name = String.valueOf(file.getFileName());
            String stem = name.substring(0, name.length() - ending.length()).replaceFirst("\\.\\d+$", "");
            Path target = folder.resolve(stem + ending);
            if (Files.exists(file)) {
                disk.link(file, target);
                published.add(target);
            } else {
                disk.delete(target); // of another master
            }
        }
        return List.copyOf(published);
    }
}
