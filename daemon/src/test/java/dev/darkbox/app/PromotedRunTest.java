package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What follows when masters of a simulated run are put in force, by themselves or by a person.
@Timeout(60)
class PromotedRunTest {

    private static final LocalDate EVENING = LocalDate.of(2025, 9, 23);
    private static final String BIAS = "2025-09-23/master-bias_GAIN100_OFFSET50";

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(Instant.parse("2025-09-23T18:00:00Z"));
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void rawFramesOfAHeldSetAreDeletedWhenAPersonPromotesIt() throws Exception {
        RigConfig rig = rig("hold");
        refresh(rig);
        assertEquals(3, rawFrames());
        assertEquals(List.of(), changes(), "a held master changes nothing");

        List<Reply> replies = promote(rig);
        assertTrue(replies.stream().anyMatch(Reply.Said.class::isInstance), replies::toString);
        for (int i = 0; rawFrames() > 0 && i < 1000; i++) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertEquals(0, rawFrames());
        RunEvent.InForceChanged change = changes().getFirst();
        assertEquals(Profile.PRODUCTION, change.profile());
        assertTrue(change.in().getFirst().startsWith(BIAS), change.in()::toString);
        assertEquals(List.of(), change.out());
        assertTrue(change.line().endsWith(" in production, by anna: looks fine"), change.line());
        assertEquals(1, changes().size());
    }

    @Test
    void rawFramesStayWhenTheMasterThatIsPromotedIsNotWhole() throws Exception {
        RigConfig rig = rig("hold");
        refresh(rig);
        try (Stream<Path> all = Files.walk(folder)) {
            Path twin = all.filter(file -> file.toString().endsWith(".xisf")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(twin);
            bytes[bytes.length - 1] ^= 1;
            Files.write(twin, bytes);
        }
        promote(rig);
        RawKeeper.free(rig, kit());
        assertEquals(3, rawFrames());
    }

    @Test
    void whatGoesToProductionByItselfIsTold() throws Exception {
        refresh(rig("accept"));
        RunEvent.InForceChanged change = changes().getFirst();
        assertTrue(change.line().endsWith(" in production, by darkbox: promote = \"warn\""), change.line());
        assertTrue(change.in().getFirst().startsWith(BIAS), change.in()::toString);
    }

    private List<Reply> promote(RigConfig rig) throws Exception {
        var replies = new ArrayList<Reply>();
        var desk = new DaemonDesk(List.of(rig), kit(), new Scheduler(time), new Feed(List.of("main")),
                events::add);
        desk.open();
        desk.serve(new Command.Say("main", Command.Word.PROMOTE, Command.Say.HELD, Profile.PRODUCTION, false,
                "anna", "looks fine"), replies::add);
        return replies;
    }

    private void refresh(RigConfig rig) {
        RigRun.begin(rig, Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL, EVENING,
                Profile.PRODUCTION).orElseThrow(), kit(), events::add).run(new Stop()).run();
    }

    private List<RunEvent.InForceChanged> changes() {
        return events.stream().filter(RunEvent.InForceChanged.class::isInstance)
                .map(RunEvent.InForceChanged.class::cast).toList();
    }

    private long rawFrames() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("library/Calibration"))) {
            return all.filter(file -> file.toString().contains("/bias/")).count();
        }
    }

    private Kit kit() {
        return new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
    }

    private RigConfig rig(String firstMaster) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "dark-box"
                profile = "production"
                keep_raw = "until-promoted"
                first_master = "%s"
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.cooling]
                cooler = false
                [rig.quality]
                fewest_frames = 2
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                bias_frames = 3
                bias_discard = 0
                darks = []
                """.formatted(firstMaster));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
