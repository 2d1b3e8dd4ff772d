package dev.darkbox.frame;

import dev.darkbox.device.Time;
import dev.darkbox.plan.RefreshPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The runs of a library: begun, cut short, gone on with. Their journals are `ops/runs/RUNID.journal`.
public final class Runs {

    private static final String JOURNAL = ".journal";

    private final Path library;
    private final Disk disk;
    private final Time time;

    /// A run whose journal has no end.
    ///
    /// @param unasked whether it began by itself
    /// @param frames accepted frames its journal names a file of
    public record Unfinished(Path journal, String runId, RefreshPlan plan, boolean unasked, int frames) {}

    public Runs(Path library, Disk disk, Time time) {
        this.library = library.toAbsolutePath();
        this.disk = disk;
        this.time = time;
    }

    /// The rig's runs that were cut short, by evening and then by number, oldest first. Changes nothing.
    ///
    /// @throws IOException a journal cannot be read; the message names it
    public List<Unfinished> unfinished(String rig) throws IOException {
        var found = new ArrayList<Unfinished>();
        for (Path journal : files(folder(), JOURNAL)) {
            Journal.Content content = Journal.read(journal);
            PlanText.First first = first(journal, content);
            RunState state = state(journal, content);
            if (first.plan().rig().equals(rig) && !state.over()) {
                found.add(new Unfinished(journal, first.runId(), first.plan(), first.unasked(),
                        state.stored()));
            }
        }
        found.sort(Comparator.<Unfinished, LocalDate>comparing(run -> run.plan().evening())
                .thenComparingInt(run -> run.runId().length()) // 10 is behind 9
                .thenComparing(Unfinished::runId));
        return List.copyOf(found);
    }

    /// Frames of a set whose master is written.
    ///
    /// @param master its name without an ending
    /// @param frames those of which files were made; they may be gone
    public record Spent(String runId, String master, List<AcceptedFrame> frames) {

        public Spent {
            frames = List.copyOf(frames);
        }
    }

    /// The spent frames of runs that are over. Changes nothing.
    ///
    /// @param isWanted asked of each run's id
    /// @throws IOException a journal cannot be read; the message names it
    public List<Spent> spent(Predicate<String> isWanted) throws IOException {
        var found = new ArrayList<Spent>();
        for (Path journal : files(folder(), JOURNAL)) {
            String name = String.valueOf(journal.getFileName());
            if (isWanted.test(name.substring(0, name.length() - JOURNAL.length()))) {
                Journal.Content content = Journal.read(journal);
                PlanText.First first = first(journal, content);
                RunState state = state(journal, content);
                if (state.over()) {
                    state.spent().forEach((master, frames) -> found.add(
                            new Spent(first.runId(), master, frames)));
                }
            }
        }
        return List.copyOf(found);
    }

    /// Begins a run: its plan is durable when this returns.
    ///
    /// @param runId `[A-Za-z0-9._-]{1,64}`, never used before
    public RunFolder begin(RefreshPlan plan, String runId) throws IOException {
        return begin(new PlanText.First(runId, plan, false));
    }

    /// Begins a run that nobody asked for just now; [#unfinished] tells it from one that was asked for.
    ///
    /// @param runId as of [#begin(RefreshPlan, String)]
    public RunFolder beginUnasked(RefreshPlan plan, String runId) throws IOException {
        return begin(new PlanText.First(runId, plan, true));
    }

    private RunFolder begin(PlanText.First first) throws IOException {
        String runId = first.runId();
        if (!runId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("run id \"" + runId + "\"; allowed: [A-Za-z0-9._-]{1,64}");
        }
        disk.folders(folder());
        Path file = folder().resolve(runId + ".journal");
        Journal journal = Journal.create(file, disk, PlanText.write(first));
        return new RunFolder(library, disk, time, first, journal, new RunState(), List.of());
    }

    /// Opens a run that was cut short and brings the disk to what the journal says: a torn last line is cut off,
    /// half-written files are deleted, frames the journal does not know are deleted, frames it knows that are
    /// missing or of another size no longer count, and neither do those that were never stored. Frames of a set whose
    /// master is written may be gone.
    ///
    /// @throws IOException the journal cannot be used, or the run is over
    public RunFolder resume(Path journal) throws IOException {
        Journal.Content content = Journal.read(journal);
        PlanText.First first = first(journal, content);
        RunState state = state(journal, content);
        if (state.over()) {
            throw new IOException(journal + ": the run is over");
        }
        var notes = new ArrayList<String>();
        content.damaged().forEach(line -> notes.add(
                "line %d of %s is damaged; what it said does not count".formatted(line, journal)));
        Journal open = Journal.open(journal, disk, content.goodBytes());
        try {
            if (Files.size(journal) < content.goodBytes()) {
                throw new IOException(journal + " became shorter while it was read");
            }
            forgetUnstored(state, open, notes);
            dropMissing(state, notes);
            removeStrays(first, state, notes);
        } catch (IOException e) {
            open.close();
            throw e;
        }
        return new RunFolder(library, disk, time, first, open, state, notes);
    }

    /// Frames that were only integrated went with the process that had them in memory.
    private void forgetUnstored(RunState state, Journal open, List<String> notes) throws IOException {
        for (RunState.Key key : state.unstored()) {
            String why = ("%d frames are lost: they were integrated as they came and not stored, and the run was cut "
                    + "before the set was full").formatted(state.accepted(key));
            String note = "%sZ %s; the set begins again".formatted(FitsCards.iso(time.now()), why);
            open.append(List.of("began-again", key.preset(), key.master(), note));
            state.beginAgain(key, note);
            notes.add("%s: %s; the set begins again".formatted(key.master(), why));
        }
    }

    private void dropMissing(RunState state, List<String> notes) throws IOException {
        for (AcceptedFrame frame : state.needed()) {
            if (!Files.exists(frame.file())) {
                notes.add(frame.file() + " is missing; it is taken again");
                state.drop(frame);
            } else if (Files.size(frame.file()) != frame.bytes()) {
                notes.add("%s is %d bytes, the journal says %d; it is taken again"
                        .formatted(frame.file(), Files.size(frame.file()), frame.bytes()));
                state.drop(frame);
                disk.delete(frame.file());
            }
        }
    }

    private void removeStrays(PlanText.First first, RunState state, List<String> notes) throws IOException {
        Set<Path> known = new HashSet<>();
        state.accepted().forEach(frame -> known.add(frame.file()));
        Path dated = RunFolder.dated(library, first.plan());
        removeParts(dated, notes);
        for (Path folder : files(dated, "")) {
            removeParts(folder, notes);
            for (Path frame : files(folder, ".fit")) {
                if (!known.contains(frame) && isOf(first.runId(), frame)) {
                    disk.delete(frame);
                    notes.add(frame + " is not in the journal; deleted, it is taken again");
                }
            }
        }
    }

    private void removeParts(Path folder, List<String> notes) throws IOException {
        for (Path part : files(folder, ".part")) {
            disk.delete(part);
            notes.add(part + " was half written; deleted");
        }
    }

    /// A file that is not ours, or not readable, is left alone.
    private static boolean isOf(String runId, Path frame) {
        try {
            return runId.equals(FitsImage.of(frame).header().get("DBXRUN"));
        } catch (IOException _) {
            return false;
        }
    }

    private static PlanText.First first(Path journal, Journal.Content content) throws IOException {
        if (content.lines().isEmpty() || content.damaged().contains(1)) {
            throw new IOException(journal + ": the first line, the plan, is damaged; move the file away");
        }
        try {
            return PlanText.read(content.lines().getFirst());
        } catch (IllegalArgumentException e) {
            throw new IOException(journal + ": the first line " + e.getMessage() + "; move the file away", e);
        }
    }

    private RunState state(Path journal, Journal.Content content) throws IOException {
        var state = new RunState();
        try {
            content.lines().stream().skip(1).forEach(line -> state.read(library, line));
        } catch (IllegalArgumentException e) {
            throw new IOException(journal + ": " + e.getMessage() + "; move the file away", e);
        }
        return state;
    }

    private Path folder() {
        return library.resolve("ops").resolve("runs");
    }

    /// What a folder holds, sorted by name; nothing if it is not a folder.
    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }
}
