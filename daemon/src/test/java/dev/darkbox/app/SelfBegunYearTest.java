package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.SpotChecks;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A year of a simulated observatory in virtual time: each evening the schedule looks, and what was due, made, held and
/// promoted is told in one line.
@Timeout(300)
class SelfBegunYearTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 9, 23);
    private static final Instant START = FIRST.atTime(12, 0).toInstant(ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(START);
    private final Kit kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()),
            StackOrder.of(List.of()), "Darkbox test");
    private final Scheduler scheduler = new Scheduler(time);
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final Map<LocalDate, Happening> happenings = new TreeMap<>();
    private Optional<Schedules> schedules = Optional.empty();
    private Instant looked = START;
    private final AtomicInteger checks = new AtomicInteger();
    private Optional<RigConfig> rig = Optional.empty();

    /// What befalls the observatory one morning.
    @FunctionalInterface
    private interface Happening {
        void happen() throws IOException;
    }

    private RigConfig rig() throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                profile = "production"
                keep_raw = false
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                firmware = "1"
                seed = 1
                season = 0
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
                bias_frames = 10
                bias_discard = 2
                darks = [20]
                dark_frames = 6
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 2.5
                frames = 6
                """);
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }

    /// The daemon starts anew, as it does with another configuration.
    private void restart() throws IOException {
        RigConfig now = rig();
        rig = Optional.of(now);
        schedules = Optional.of(Schedules.of(List.of(now), kit, scheduler, new Sensors(time), events::add,
                _ -> Optional.empty(), checks()));
    }

    /// Somebody who finds that nothing has drifted.
    private SpotChecks checks() {
        return _ -> Optional.of(_ -> {
            try {
                for (Holding holding : holdings(State.PRODUCTION)) {
                    library().ledger()
                            .add(new LedgerEntry.SpotChecked(time.now(), "main", holding.id(), true,
                                    "fine"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            var _ = checks.incrementAndGet();
            return () -> {};
        });
    }

    private CalibrationLibrary library() {
        return new CalibrationLibrary(folder.resolve("library"), kit.disk());
    }

    private List<Holding> holdings(State state) throws IOException {
        return library().holdings().holdings().stream().filter(holding -> holding.state() == state).toList();
    }

    /// Evening after evening.
    private void live(List<LocalDate> days) throws Exception {
        restart();
        for (LocalDate day : days) {
            Happening today = happenings.get(day);
            if (today != null) {
                today.happen();
                restart();
            }
            skipTo(day.atTime(20, 0).toInstant(ZoneOffset.UTC));
            List<DueItem> due = DueDesk.masters(rig.orElseThrow(), kit).due();
            evening(!due.isEmpty() || today != null || looked.equals(START));
            tell(day, due);
        }
    }

    private void skipTo(Instant moment) {
        time.skip(Duration.between(time.now(), moment));
    }

    /// The clock of a daemon that was just started must go evenly for a while; then one look may begin a refresh, one a
    /// spot check, and one a refresh of what that found.
    private void evening(boolean eventful) throws InterruptedException {
        int checked = checks.get();
        look();
        for (int i = 0; i < 3 && (eventful || checks.get() > checked); i++) {
            time.skip(Duration.ofMinutes(11));
            look();
        }
    }

    private void look() throws InterruptedException {
        schedules.orElseThrow().look(Duration.between(looked, time.now()));
        looked = time.now();
        while (scheduler.running("main").isPresent()) {
            Thread.sleep(1);
        }
    }

    /// One line of an evening on which something was due, made or checked.
    private void tell(LocalDate day, List<DueItem> due) {
        String wanted = due.stream().map(item -> item.set().label() + " " + item.reasons().stream()
                .map(reason -> reason.kind().name()).collect(Collectors.joining("+")))
                .collect(Collectors.joining(", "));
        String made = events.stream().filter(RunEvent.MasterReady.class::isInstance)
                .map(RunEvent.MasterReady.class::cast)
                .map(e -> e.set().label() + (e.verdict().matches("PASS|WARN") ? "" : " " + e.verdict()))
                .collect(Collectors.joining(", "));
        for (RunEvent event : events) {
            if (event instanceof RunEvent.RunEnded ended) {
                assertEquals(RunEvent.End.DONE, ended.end(), day + ": " + ended.how());
            }
        }
        if (!wanted.isEmpty() || !made.isEmpty()) {
            story.add("%s due: %s; made: %s".formatted(day, wanted, made));
        }
        events.clear();
    }

    private void promoteHeld() throws IOException {
        for (Holding held : holdings(State.HELD)) {
            library().say(
                    new Word(time.now(), "main", held.id(), Word.Kind.PROMOTE, Profile.PRODUCTION, "anna",
                            "looks fine"));
        }
    }

    /// The evenings on which something changes, and those before and after.
    @Test
    void theFirstYearInADozenEvenings() throws Exception {
        happenings.put(FIRST.plusDays(1), this::promoteHeld);
        live(Stream.of("2025-09-23", "2025-09-24", "2025-09-25", "2026-03-19", "2026-03-20", "2026-03-21",
                "2026-09-21", "2026-09-22", "2026-09-23", "2026-09-24").map(LocalDate::parse).toList());
        assertEquals("""
                2025-09-23 due: bias NEVER_MADE, darkflat_Ha_2p5s NEVER_MADE, dark_20s NEVER_MADE; \
                made: bias HOLD, darkflat_Ha_2p5s HOLD, dark_20s HOLD
                2026-03-20 due: darkflat_Ha_2p5s SEASON, dark_20s SEASON; made: darkflat_Ha_2p5s, dark_20s
                2026-09-22 due: darkflat_Ha_2p5s SEASON, dark_20s SEASON; made: darkflat_Ha_2p5s, dark_20s
                2026-09-23 due: bias ANNUAL; made: bias""", String.join("\n", story));
    }
}
