package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
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
        Ledger.Content told = ledger().read();
        Holdings holdings = holdings(list(), told);
        List<LedgerEntry> entries = told.entries();
        Instant newest = holdings.holdings().stream().map(Holding::goodAfter).max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        CameraEpoch now = entries.stream().filter(entry -> entry.at().isAfter(newest))
                .filter(LedgerEntry.EpochSeen.class::isInstance).map(LedgerEntry.EpochSeen.class::cast)
                .reduce((_, later) -> later).flatMap(seen -> epochs.find(seen.epochId()))
                .orElse(CameraEpoch.UNKNOWN);
        return new DueMasters(rig, rules, holdings, entries, now, today);
    }

    Epochs epochs() {
        return epochs;
    }

    /// Every master and how it stands.
    public Holdings holdings() throws IOException {
        return holdings(list());
    }

    /// How each of these stands, which are all of the library.
    Holdings holdings(Catalogue catalogue) throws IOException {
        return holdings(catalogue, ledger().read());
    }

    private Holdings holdings(Catalogue catalogue, Ledger.Content told) throws IOException {
        List<MasterEntry> masters = catalogue.masters();
        var rules = new HoldingRules(masters, Words.of(told.entries(), Profile.PRODUCTION),
                inForce(Profile.PRODUCTION, masters), inForce(Profile.STAGING, masters),
                new EpochWindows(masters, told.entries(), epochs));
        var problems = new ArrayList<>(catalogue.problems());
        problems.addAll(told.problems());
        return new Holdings(masters.stream().map(rules::of).toList(), problems);
    }

    InForce inForce(Profile profile, List<MasterEntry> masters) throws IOException {
        return InForce.of(new Shelf(root.resolve("masters"), profile, disk), masters, epochs);
    }

    /// The master a new one of this set is compared with: of the same name and readout mode, made by another run, and
    /// to be trusted, as far as there is one; see [Predecessor].
    ///
    /// @param runId the run that makes the new one
    /// @param now epoch of the new one's frames; may be unknown
    public Optional<MasterEntry> previous(PlannedSet set, String runId, CameraEpoch now) throws IOException {
        List<Holding> line = holdings().holdings().stream()
                .filter(holding -> holding.master().name().equals(set.master()))
                .filter(holding -> holding.master().readoutMode().equals(set.readout().mode()))
                .filter(holding -> !holding.master().runId().equals(runId)).toList();
        return Predecessor.of(line, Words.of(ledger().read().entries(), Profile.PRODUCTION), now);
    }

    /// The master of a rig's preset whose frames are the youngest, whatever its verdict.
    public Optional<MasterEntry> newest(String rig, String preset) throws IOException {
        return list().masters().stream()
                .filter(master -> master.rig().equals(rig) && master.preset().equals(preset))
                .max(Comparator.comparing(MasterEntry::begun));
    }

    /// Puts a new master in force in a profile, in place of the one of the same name. Staging takes all.
    ///
    /// @param rule which verdicts production takes
    /// @return the published files; empty when the verdict keeps it out
    public List<Path> publish(MasterFiles files, Profile profile, PromoteRule rule, Instant at)
            throws IOException {
        Path fit = files.fit();
        MasterEntry master = MasterEntry.read(
                LocalDate.parse(String.valueOf(fit.resolveSibling("").getFileName())), fit, epochs);
        Verdict.Kind verdict = master.verdict().kind();
        if (profile == Profile.PRODUCTION && !takes(rule, verdict)) {
            return List.of();
        }
        var word = new Word(at, master.rig(), MasterId.of(master), Word.Kind.PROMOTE, profile, Word.ITSELF,
                verdict + " of run " + master.runId());
        promotions().say(List.of(word), master.runId(), at);
        return files.present().stream()
                .map(file -> folder(profile).resolve(String.valueOf(file.getFileName()))).toList();
    }

    private static boolean takes(PromoteRule rule, Verdict.Kind verdict) {
        return switch (rule) {
            case PASS -> verdict == Verdict.Kind.PASS;
            case WARN -> verdict == Verdict.Kind.PASS || verdict == Verdict.Kind.WARN;
            case NEVER -> false;
        };
    }

    /// Says a word on a master, and turns the profiles it is about: to the master, or to the one before it.
    ///
    /// @return what changed, for each of those profiles
    public List<Turned> say(Word word) throws IOException {
        return say(List.of(word));
    }

    /// Says several words at once: what is in force changes once.
    ///
    /// @param words at least one
    public List<Turned> say(List<Word> words) throws IOException {
        Word first = words.getFirst();
        return promotions().say(words, "%s %s %s".formatted(first.by(), first.at(), first.master()),
                first.at());
    }

    /// Masters that wait for a person's word: on hold, or failed, and nobody said anything yet.
    public List<Holding> waiting() throws IOException {
        Words words = Words.of(ledger().read().entries(), Profile.PRODUCTION);
        return holdings().holdings().stream()
                .filter(holding -> holding.state() == Holding.State.HELD
                        || holding.state() == Holding.State.FAILED)
                .filter(holding -> words.last(holding.id()).isEmpty()).toList();
    }

    /// Turns a profile back to the set before the present one.
    ///
    /// @param by who says so
    /// @return empty when there is none that is another
    public Optional<Turned> rollback(Profile profile, String by, String why, Instant at) throws IOException {
        return promotions().rollback(profile, by, why, at);
    }

    /// Finishes what a power cut left half done in the published masters.
    ///
    /// @return one for each profile where there was something
    public List<Turned> settle(Instant at) throws IOException {
        return promotions().settle(at);
    }

    private Promotions promotions() {
        return new Promotions(this, root.resolve("masters"), disk);
    }

    /// Writes the index anew from the files.
    ///
    /// @return what it was written from
    public Catalogue writeIndex() throws IOException {
        Holdings holdings = holdings();
        CalibrationIndex.write(disk, index(), IndexTable.of(holdings.holdings()));
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
}
