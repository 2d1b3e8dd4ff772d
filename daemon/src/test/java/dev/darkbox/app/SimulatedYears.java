package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Holding;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.MasterId;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// An observatory of simulated devices and a person, in virtual time: every evening at eight the schedule looks as it does
/// in the daemon, with real runs, real spot checks and a real library. What happened on an evening is one line; of an
/// evening on which nothing happened, or a spot check only confirmed what is there, there is none.
final class SimulatedYears {

    private static final int MOST_RUNS = 3;
    private static final Duration LATER = Duration.ofMinutes(11);
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    final Rigging rigging = new Rigging();
    private final Path folder;
    private final VirtualTime time;
    private final Kit kit;
    private final Scheduler scheduler;
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final Map<LocalDate, Happening> happenings = new TreeMap<>();
    private final Set<LocalDate> off = new HashSet<>();
    private final Set<String> left = new TreeSet<>();
    private final Set<MasterId> known = new HashSet<>();
    private Optional<Schedules> schedules = Optional.empty();
    private Optional<RigConfig> rig = Optional.empty();
    private Instant looked;
    private int confirmed;

    /// What befalls the observatory one afternoon; the daemon starts again afterwards.
    @FunctionalInterface
    interface Happening {

        /// Lets it happen.
        ///
        /// @return what to tell of it
        String happen() throws IOException;
    }

    /// What can be changed about the rig.
    static final class Rigging {
        String firmware = "1";
        int seed = 1;
        int season;
        String darks = "[60]";
        String flat = "5.4";
    }

    SimulatedYears(Path folder, LocalDate first) {
        this.folder = folder;
        looked = first.atTime(12, 0).toInstant(ZoneOffset.UTC);
        time = new VirtualTime(looked);
        scheduler = new Scheduler(time);
        kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    void on(String day, Happening happening) {
        assertEquals(null, happenings.put(LocalDate.parse(day), happening), "one happening a day");
    }

    /// The box has no power: nobody looks.
    void off(String first, String last) {
        off.addAll(LocalDate.parse(first).datesUntil(LocalDate.parse(last).plusDays(1)).toList());
    }

    /// Spot checks in which nothing had drifted.
    int confirmed() {
        return confirmed;
    }

    String story() {
        return String.join("\n", story);
    }

    /// Evening after evening.
    void live(List<LocalDate> days) throws IOException, InterruptedException {
        start();
        boolean started = true;
        for (LocalDate day : days) {
            if (off.contains(day)) {
                started = true;
                continue;
            }
            time.skip(Duration.between(time.now(), day.atTime(20, 0).toInstant(ZoneOffset.UTC)));
            String said = "";
            Happening today = happenings.remove(day);
            if (today != null) {
                said = today.happen();
                started = true;
            }
            if (started) {
                start();
            }
            evening(day, said, started);
            started = false;
        }
        assertEquals(Set.of(), happenings.keySet(), "all of it happened");
    }

    private void start() throws IOException {
        RigConfig now = read();
        rig = Optional.of(now);
        schedules = Optional.of(Schedules.of(List.of(now), kit, scheduler, new Sensors(time), events::add,
                _ -> Optional.empty(), new CheckDesk(kit, scheduler, events::add).unasked(List.of(now))));
    }

    private RigConfig read() throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                profile = "production"
                keep_raw = false
                [rig.camera]
                driver = "sim"
                width_px = 256
                height_px = 192
                firmware = "%s"
                seed = %d
                season = %d
                new_hot_percent = 0.05
                [rig.cap]
                [rig.panel]
                [rig.wheel]
                filters = ["Ha"]
                [rig.cooling]
                [rig.probe]
                exposure = 1
                [rig.schedule]
                refresh = "due"
                windows = ["20:00-06:00"]
                zone = "UTC"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 20
                bias_discard = 10
                darks = %s
                dark_frames = 16
                dark_discard = 8
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = %s
                frames = 16
                discard = 8
                """.formatted(rigging.firmware, rigging.seed, rigging.season, rigging.darks, rigging.flat));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    /// The clock of a daemon that was just started must go evenly for a while. Then one look may begin a refresh, one a spot
    /// check, and one a refresh of what that found.
    private void evening(LocalDate day, String said, boolean started)
            throws IOException, InterruptedException {
        Map<String, String> due = new LinkedHashMap<>();
        int most = started ? MOST_RUNS + 1 : MOST_RUNS;
        for (int i = 0; i < most; i++) {
            for (DueItem item : DueDesk.masters(rig.orElseThrow(), kit).due()) {
                due.putIfAbsent(item.set().label(), reasons(item));
            }
            if (!look() && !(started && i == 0)) {
                break;
            }
            time.skip(LATER);
        }
        tell(day, said, due);
    }

    private static String reasons(DueItem item) {
        return item.set().label() + " (" + item.reasons().stream().map(DueReason::kind)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", ")) + ")";
    }

    /// One look of the schedule, and the run that it begins.
    ///
    /// @return whether something began
    private boolean look() throws InterruptedException {
        Schedules now = schedules.orElseThrow();
        long ended = ended();
        now.look(Duration.between(looked, time.now()));
        looked = time.now();
        if (!now.standing("main").orElseThrow().line().startsWith("began ")) {
            return false;
        }
        Instant limit = Instant.now().plus(LONGEST_RUN);
        while (ended() == ended) {
            assertTrue(Instant.now().isBefore(limit), "a run takes longer than " + LONGEST_RUN);
            Thread.sleep(1);
        }
        return true;
    }

    private long ended() {
        return events.stream().filter(RunEvent.RunEnded.class::isInstance).count();
    }

    private void tell(LocalDate day, String said, Map<String, String> due) throws IOException {
        var parts = new ArrayList<String>();
        var made = new TreeSet<String>();
        var odd = new LinkedHashSet<String>();
        for (RunEvent event : events) {
            if (event instanceof RunEvent.MasterReady ready) {
                made.add(ready.set().label());
            } else if (event instanceof RunEvent.MasterChecked check && !check.passed()) {
                odd.add(check.set().label()
                        + (check.text().contains("another epoch") ? " of another camera" : ""));
            } else if (event instanceof RunEvent.MasterChecked) {
                confirmed++;
            } else if (event instanceof RunEvent.RunEnded ended) {
                assertEquals(RunEvent.End.DONE, ended.end(), day + ": " + ended.how());
            }
        }
        assertTrue(due.keySet().containsAll(made), day + ": only what was due was made");
        assertTrue(made.containsAll(left), day + ": what one evening left was made on the next");
        left.clear();
        due.keySet().stream().filter(set -> !made.contains(set)).forEach(left::add);
        if (!said.isEmpty()) {
            parts.add(said);
        }
        if (!odd.isEmpty()) {
            parts.add("spot check failed: " + String.join(", ", odd));
        }
        if (!due.isEmpty()) {
            parts.add("due: " + String.join(", ", due.values()));
        }
        if (!made.isEmpty()) {
            parts.add("made: " + String.join(", ", outcomes()));
        }
        if (!parts.isEmpty()) {
            story.add(day + " " + String.join("; ", parts));
        }
        events.clear();
    }

    /// Of the masters that were not there on any evening before: how they stand.
    private List<String> outcomes() throws IOException {
        var outcomes = new ArrayList<String>();
        for (Holding holding : library().holdings().holdings()) {
            if (known.add(holding.id())) {
                String name = holding.master().name();
                outcomes.add("%s %s".formatted(name.substring("master-".length(), name.indexOf("_GAIN")),
                        holding.state() == State.PRODUCTION
                                ? "in production"
                                : holding.state().name().toLowerCase(Locale.ROOT)));
            }
        }
        return outcomes;
    }

    CalibrationLibrary library() {
        return new CalibrationLibrary(folder.resolve("library"), kit.disk());
    }

    /// A person looks at what waits and finds it good.
    String promote() throws IOException {
        var words = new ArrayList<Word>();
        for (Holding holding : library().holdings().holdings()) {
            if (holding.state() == State.HELD) {
                words.add(new Word(time.now(), "main", holding.id(), Word.Kind.PROMOTE, Profile.PRODUCTION,
                        "anna", "looks fine"));
            }
        }
        library().say(words);
        return "anna promotes " + words.size();
    }

    /// A person asks for masters.
    String ask(Scope scope, String why) throws IOException {
        library().ledger().add(new LedgerEntry.Asked(time.now(), "main", scope, why));
        return why;
    }
}
