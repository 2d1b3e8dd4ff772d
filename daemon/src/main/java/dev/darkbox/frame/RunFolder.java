package dev.darkbox.frame;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.Time;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One run on disk: its raw frames in the dated folder, its journal in `ops/runs`. Made by [Runs].
///
/// A frame is accepted in this order, each step finished before the next: the file of its camera's epoch is there and
/// durable, `NAME.fit.part` is written, fsync,
/// rename to `NAME.fit`, fsync of the folder, one line in the journal, fsync of the journal. Cut anywhere before
/// the last step the frame does not count, and the next opening removes what is left of it; after the last step
/// nothing can take it back.
///
/// Names: `dark_180s_GAIN100_OFFSET50_T-10C_0001.fit`, numbered from 1 in the order of acceptance. A file of an
/// earlier run of the same evening keeps its name; the numbers go on behind it. One run at a time writes below one
/// library root.
///
/// Threading: one thread at a time.
public final class RunFolder implements FrameVault, Closeable {

    private final Path library;
    private final Disk disk;
    private final Time time;
    private final String runId;
    private final RefreshPlan plan;
    private final Journal journal;
    private final RunState state;
    private final List<String> notes;
    private final Epochs epochs;
    private final Map<Path, Integer> next = new HashMap<>();

    RunFolder(Path library, Disk disk, Time time, PlanText.First first, Journal journal, RunState state,
            List<String> notes) {
        this.library = library;
        this.disk = disk;
        this.time = time;
        this.runId = first.runId();
        this.plan = first.plan();
        this.journal = journal;
        this.state = state;
        this.notes = List.copyOf(notes);
        epochs = new Epochs(library, disk);
    }

    public String runId() {
        return runId;
    }

    public RefreshPlan plan() {
        return plan;
    }

    /// What was mended when the run was opened again, one line each; empty for a new run.
    public List<String> notes() {
        return notes;
    }

    /// Accepted frames of all sets.
    public int frames() {
        return state.frames();
    }

    @Override
    public void begin(PlannedSet set) throws IOException {
        journal.append(List.of("begun", set.preset(), set.master()));
        state.begin(set);
    }

    @Override
    public PlannedSet lastBegun(PlannedSet planned) {
        return state.lastBegun(planned);
    }

    @Override
    public Path accept(PlannedSet set, FrameBuffer pixels, RawFrame facts) throws IOException {
        journal.mend();
        disk.folders(dated().resolve(set.folder()));
        Path prefix = prefix(set);
        int number = next.computeIfAbsent(prefix, p -> firstFree(p, set));
        Path file = numbered(prefix, number);
        epochs.keep(facts.camera().epoch());
        FitsCards cards = RawCards.of(set, facts, runId, time.now());
        var shape = pixels.shape();
        FitsWriter.Rows rows = (first, count, into) -> MemorySegment.copy(
                pixels.pixels(), 2L * first * shape.widthPx(), into, 0, 2L * count * shape.widthPx());
        // NAME.part and its fsync: from here on the pixels are on the disk, under a name nobody counts
        Disk.Written written = disk.part(
                file, FitsWriter.size(shape, cards), FitsWriter.content(shape, cards, rows));
        // rename and fsync of the folder: from here on the file is whole under its name
        disk.publish(file);
        AcceptedFrame accepted = frame(file, written.bytes(), written.crc32(), facts);
        // the journal's line and its fsync: from here on the frame exists
        journal.append(state.write(library, set, accepted));
        state.add(set, accepted);
        next.put(prefix, number + 1);
        return file;
    }

    /// Accepts a frame of which no file is made, because it is integrated now and not needed any more: its camera's epoch,
    /// then one journal line with fsync. A run that is cut has lost it.
    ///
    /// @return a name for it that no file has
    public Path acceptUnstored(PlannedSet set, RawFrame facts) throws IOException {
        journal.mend();
        disk.folders(dated());
        epochs.keep(facts.camera().epoch());
        Path prefix = prefix(set);
        Path name = prefix.resolveSibling("%s%04d, not stored".formatted(prefix.getFileName(),
                1 + state.accepted(set).size()));
        AcceptedFrame accepted = frame(name, 0, 0, facts);
        journal.append(state.write(library, set, accepted));
        state.add(set, accepted);
        return name;
    }

    private static AcceptedFrame frame(Path file, long bytes, long crc32, RawFrame facts) {
        return new AcceptedFrame(file, bytes, crc32, facts.facts().start(),
                facts.facts().exposure(), facts.facts().sensor(), facts.loadPercent(), facts.meanAdu(),
                facts.capEvidence(), facts.camera().epoch().id(), facts.ambient());
    }

    @Override
    public void beginAgain(PlannedSet set, String why) throws IOException {
        String note = "%sZ %d frames begun again: %s".formatted(FitsCards.iso(time.now()),
                state.accepted(set).size(), why);
        journal.append(List.of("began-again", set.preset(), set.master(), note));
        // cut from here on, what is left of them is deleted by the next opening, which does not know them
        for (AcceptedFrame frame : state.beginAgain(set, note)) {
            disk.delete(frame.file());
        }
        next.remove(prefix(set));
    }

    @Override
    public Map<String, CameraEpoch> epochs(PlannedSet set) {
        var found = new TreeMap<String, CameraEpoch>();
        for (AcceptedFrame frame : accepted(set)) {
            if (!frame.epoch().isEmpty()) {
                found.computeIfAbsent(frame.epoch(), id -> epochs.find(id).orElse(CameraEpoch.UNKNOWN));
            }
        }
        return found;
    }

    @Override
    public void reject(PlannedSet set, RawFrame facts, String reason) throws IOException {
        String line = FitsCards.iso(time.now()) + "Z sensor " + facts.facts().sensor() + ": " + reason;
        journal.append(List.of("rejected", set.preset(), set.master(), line));
        state.reject(set, line);
    }

    @Override
    public boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException {
        AcceptedFrame gone = accepted(set).stream().filter(f -> f.file().equals(frame)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(frame + " is no frame of " + set.label()));
        if (!gone.stored()) {
            return false;
        }
        String line = FitsCards.iso(time.now()) + "Z " + frame.getFileName() + " taken back: " + reason;
        journal.append(List.of("withdrawn", set.preset(), set.master(),
                library.relativize(frame).toString(), line));
        // cut from here on, the file is deleted by the next opening, which does not know it
        state.withdraw(set, frame, line);
        disk.delete(frame);
        return true;
    }

    @Override
    public List<Path> frames(PlannedSet set) {
        return accepted(set).stream().map(AcceptedFrame::file).toList();
    }

    /// What the journal knows of the frames of [#frames(PlannedSet)], in the same order.
    public List<AcceptedFrame> accepted(PlannedSet set) {
        return state.accepted(set);
    }

    @Override
    public List<String> rejected(PlannedSet set) {
        return state.rejected(set);
    }

    /// Notes that no more frames of the set are taken.
    ///
    /// @param complete whether a master can be made of it
    /// @param how one line
    public void setEnded(PlannedSet set, boolean complete, String how) throws IOException {
        journal.append(List.of("set-ended", set.preset(), set.master(), Boolean.toString(complete), how));
        state.end(set, new SetEnd(complete, how));
    }

    /// How the set ended, when it has.
    public Optional<SetEnd> ended(PlannedSet set) {
        return state.ended(set);
    }

    /// Notes that the set's master is written.
    public void master(PlannedSet set, Path file, String verdict) throws IOException {
        String relative = library.relativize(file).toString();
        journal.append(List.of("master", set.preset(), set.master(), relative, verdict));
        state.master(set, file);
    }

    /// The set's master at this very set point, when it is written.
    public Optional<Path> master(PlannedSet set) {
        return state.master(set);
    }

    /// A planned set at the set point its master was made at, when it is written.
    public Optional<PlannedSet> mastered(PlannedSet planned) {
        return state.mastered(planned);
    }

    /// The journal's last line: the run is over, whatever came of it, and will not be gone on with.
    ///
    /// @param end e.g. `DONE`, `ABORTED`
    /// @param how one line
    public void ended(String end, String how) throws IOException {
        journal.append(List.of("ended", FitsCards.iso(time.now()) + "Z", end, how));
    }

    /// How one set ended.
    ///
    /// @param complete whether a master can be made of it
    public record SetEnd(boolean complete, String how) {}

    @Override
    public void close() throws IOException {
        journal.close();
    }

    /// The dated folder of the run's frames and masters.
    public Path dated() {
        return dated(library, plan);
    }

    static Path dated(Path library, RefreshPlan plan) {
        return library.resolve("Calibration").resolve(plan.evening().toString());
    }

    private Path prefix(PlannedSet set) {
        return dated().resolve(set.folder()).resolve(MasterName.label(set.set())
                + MasterName.conditions(set.readout(), set.target()) + "_");
    }

    /// The number behind the set's last one and behind every file that is already there.
    private int firstFree(Path prefix, PlannedSet set) {
        int number = 1;
        for (AcceptedFrame frame : state.accepted(set).stream().filter(AcceptedFrame::stored).toList()) {
            String digits = frame.file().toString().replaceFirst(".*_(\\d+)\\.fit$", "$1");
            number = Math.max(number, Integer.parseInt(digits) + 1);
        }
        while (Files.exists(numbered(prefix, number))) {
            number++;
        }
        return number;
    }

    private static Path numbered(Path prefix, int number) {
        return prefix.resolveSibling("%s%04d.fit".formatted(prefix.getFileName(), number));
    }
}
