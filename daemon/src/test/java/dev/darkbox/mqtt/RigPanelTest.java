package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.darkbox.control.Reply;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.Match;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a panel makes of single events.
class RigPanelTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:05Z");
    private static final Celsius COLD = Celsius.of(-10);
    private static final Readout READOUT = new Readout(100, Readout.NONE, 1, "", Readout.NONE);
    private static final PlannedSet BIAS = set(new FrameSet.Bias(0, 600));
    private static final PlannedSet DARKS = set(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40));

    private final BoardMemory board = new BoardMemory();
    private final RigPanel panel = new RigPanel(BoardMemory.TOPICS, "main+guide", board, true);

    private static PlannedSet set(FrameSet set) {
        return new PlannedSet(set, "lrgb", READOUT, COLD, true);
    }

    private JsonObject last(String leaf) {
        return board.last("main+guide", leaf);
    }

    private void start(int kept) {
        emit(new RunEvent.RunStarted(AT, "main+guide", "r1",
                new RefreshPlan("main+guide", LocalDate.of(2025, 9, 23), RefreshPlan.Profile.PRODUCTION,
                        List.of(new CapturePlan("lrgb", READOUT, COLD, List.of(BIAS, DARKS)))),
                kept));
    }

    private void emit(RunEvent event) {
        panel.emit(event);
    }

    @Test
    void whereOurFilesAreIsNobodysBusiness() {
        String what = "cannot write /srv/darkbox/main/2025-09-23/dark.fit: no space";
        panel.begin(AT);
        start(0);
        var box = new BoxPanel(BoardMemory.TOPICS, board);
        List<RunEvent> events = List.of(
                new RunEvent.DeviceTrouble(AT, "main+guide", "CCD", what, "trying again"),
                new RunEvent.GateClosed(AT, "main+guide", COLD, what),
                new RunEvent.MasterFailed(AT, "main+guide", DARKS, what),
                new RunEvent.SetEnded(AT, "main+guide", DARKS, 1, 0, false, what),
                new RunEvent.RunEnded(AT, "main+guide", "r1", RunEvent.End.FAILED, 0, 1, what));
        for (RunEvent event : events) {
            emit(event);
            box.emit(event);
        }
        box.log(AT, "error", what);
        box.health(AT, new BoxPanel.Health(Duration.ZERO, 1, 1, 1, 1, 1, 1),
                new BoxPanel.Traffic(0, 0, 0, 0, what));

        assertEquals(List.of(), board.texts().stream().filter(text -> text.contains("srv")).toList());
        assertEquals(what.replaceFirst("/[^:]+", "(a path)"), last("state/run").get("how"));
        for (String topic : List.of("state/run", "state/problem", "event")) {
            assertTrue(last(topic).toString().contains("(a path)"), topic);
        }
        assertTrue(board.box("log").size() >= events.size(), board.box("log").toString());
        assertTrue(board.box("health").getLast().contains("(a path)"));
    }

    @Test
    void everyTopicHasAValueFromTheBeginning() {
        panel.begin(AT);

        board.assertKeys();
        var topics = new TreeSet<>(board.retained().keySet());
        assertTrue(topics.containsAll(Stream.of("camera/status", "state/run", "state/gate", "state/camera",
                "state/safety", "state/problem", "state/library", "state/due", "state/master/bias",
                "state/master/dark", "state/master/dark-flat", "value/phase", "value/problem")
                .map(leaf -> "darkbox/site1/rig/main_guide/" + leaf).toList()), topics.toString());
        assertEquals("idle", last("state/run").get("phase"));
        assertEquals("none", last("state/run").get("result"));
        assertEquals(1, last("state/run").getInt("schema"));
        assertEquals("2025-09-23T18:00:05Z", last("state/run").get("at"));
        assertNull(last("state/safety").get("light"));
        assertNull(last("state/due").get("next_at"));
    }

    @Test
    void tenFramesASecondAreAMessageInFiveSeconds() {
        start(0);
        emit(new RunEvent.SetStarted(AT, "main+guide", BIAS, 0));
        emit(new RunEvent.GateOpened(AT, "main+guide", COLD, 40));
        int before = board.of("main+guide", "state/run").size();
        for (int n = 1; n <= 600; n++) {
            Instant at = AT.plusMillis(100L * n);
            emit(new RunEvent.Exposing(at, "main+guide", BIAS, at));
            emit(new RunEvent.FrameAccepted(at, "main+guide", BIAS, n, 600, COLD, 41, 500));
        }
        assertEquals(12, board.of("main+guide", "state/run").size() - before);
        emit(new RunEvent.SetEnded(AT.plusSeconds(61), "main+guide", BIAS, 600, 0, true, "600 frames"));
        assertTrue(board.of("main+guide", "state/camera").size() <= 5, "it is as cold as it was");
        assertEquals(List.of(600, 600, 600, 640, 93),
                Stream.of("set_done", "set_total", "done", "total", "percent")
                        .map(key -> last("state/run").get(key)).toList());
        assertEquals("93", board.of("main+guide", "value/percent").getLast());
        assertNull(last("state/camera").get("offset"), "a camera without a setting for it");
    }

    @Test
    void framesOfAnEarlierLifeCountFromTheBeginning() {
        start(610);
        assertEquals(610, last("state/run").getInt("done"));
        emit(new RunEvent.SetStarted(AT.plusSeconds(60), "main+guide", DARKS, 10));
        assertEquals(List.of(610, 10),
                List.of(last("state/run").get("done"), last("state/run").get("set_done")));
        Instant finish = Instant.parse(last("state/run").getString("finish_at"));
        Duration left = Duration.between(AT, finish);
        assertTrue(left.toMinutes() > 30 * 3 && left.toMinutes() < 30 * 3 + 50,
                "30 darks, cooling, soak and warming, but no bias: " + left);
    }

    @Test
    void aSetThatBeginsAgainIsNotGivenUpAndOneThatDoesNotIs() {
        start(0);
        emit(new RunEvent.SetStarted(AT, "main+guide", BIAS, 0));
        emit(new RunEvent.SetEnded(AT, "main+guide", BIAS, 3, 0, false, "begins again at -5.0°C"));
        emit(new RunEvent.SetStarted(AT, "main+guide", BIAS.at(Celsius.of(-5)), 0));
        assertEquals(List.of("refresh_started"), happened());
        emit(new RunEvent.SetEnded(AT, "main+guide", BIAS.at(Celsius.of(-5)), 3, 0, false, "too warm"));
        emit(new RunEvent.SetStarted(AT, "main+guide", DARKS, 0));
        assertEquals(List.of("refresh_started", "set_given_up"), happened());
        assertEquals(List.of("bias: too warm"), texts());
    }

    @Test
    void aCameraThatIsRecoveredGoesOnWithWhatItDid() {
        start(0);
        emit(new RunEvent.SetStarted(AT, "main+guide", DARKS, 0));
        emit(new RunEvent.Exposing(AT, "main+guide", DARKS, AT.plusSeconds(180)));
        emit(new RunEvent.Recovering(AT, "main+guide", "CCD", "no frame", Rung.RECONNECT, 1, 3));
        assertEquals("recovering", last("state/run").get("phase"));
        emit(new RunEvent.Recovered(AT, "main+guide", "CCD", Rung.RECONNECT, 1, 3, true, ""));
        assertEquals("capturing", last("state/run").get("phase"));
        assertEquals(List.of("refresh_started", "device_trouble", "recovered"), happened());
    }

    @Test
    void noMoreProblemsAreKeptThanAPersonReads() {
        start(0);
        for (int i = 0; i < 50; i++) {
            emit(new RunEvent.DeviceTrouble(AT.plusSeconds(i), "main+guide", "device " + i % 30, "hums",
                    "so what"));
        }
        JsonObject problem = last("state/problem");
        assertEquals(20, problem.getInt("count"));
        assertEquals(20, problem.getArray("items").size());
        board.assertKeys();
    }

    @Test
    void theLibraryShowsTheNewestOfEachNameAndWhatIsHeld() {
        panel.begin(AT);
        panel.library(List.of(master("master-bias_GAIN100", 20, "HOLD"),
                master("master-dark_180s_GAIN100_T-10C", 20, "PASS"),
                master("master-bias_GAIN100", 2, "PASS"),
                master("master-darkflat_Ha_5p4s_GAIN100", 1, "WARN")),
                Set.of("2025-09-20/master-bias_GAIN100"), AT);

        board.assertKeys();
        JsonObject library = last("state/library");
        assertEquals(List.of(3, 1), List.of(library.get("masters"), library.get("held")));
        JsonObject row = library.getArray("rows").getObject(0);
        assertEquals(List.of("name", "evening", "age_d", "frames", "verdict", "epoch_state", "waits"),
                List.copyOf(row.keySet()));
        assertEquals(3, row.getInt("age_d"));
        assertEquals("darkflat_Ha_5p4s", last("state/master/dark-flat").get("set"));
        assertEquals("HOLD", last("state/master/bias").get("verdict"));
        assertEquals(List.of("master-bias_GAIN100: so so"), texts());
        panel.library(List.of(master("master-bias_GAIN100", 20, "HOLD")), Set.of(), AT);
        assertEquals(List.of(), texts(), "a person said something");
        assertEquals(0, last("state/library").get("held"));
        panel.library(List.of(master("master-bias_GAIN100", 20, "FAIL")),
                Set.of("2025-09-20/master-bias_GAIN100"), AT);
        assertEquals(List.of("master-bias_GAIN100: so so"), texts());
        panel.library(List.of(master("master-bias_GAIN100", 22, "PASS")), Set.of(), AT);
        assertEquals(List.of(), texts());
    }

    @Test
    void tablesFitIntoWhatHomeAssistantKeeps() {
        List<Reply.Master> masters = IntStream.range(0, 300).mapToObj(i -> master(
                "master-darkflat_Ha_%dp123456789s_GAIN100_OFFSET50_T-10p5C_BIN2".formatted(i), 20, "PASS"))
                .toList();
        panel.library(masters, Set.of(), AT);
        panel.due(IntStream.range(0, 300).mapToObj(i -> new DueItem(
                set(new FrameSet.DarkFlat("Ha", Duration.ofSeconds(i, 123_456_789), 0, 40)), Match.STALE,
                List.of(new DueReason(DueReason.Kind.EPOCH, "ä".repeat(400))), "")).toList(),
                Optional.of("bias"), Optional.of(AT.plusSeconds(60)), AT);
        assertEquals("bias", last("state/due").get("next"));
        assertEquals(AT.plusSeconds(60).toString(), last("state/due").get("next_at"));
        for (String leaf : List.of("state/library", "state/due")) {
            assertTrue(board.of("main+guide", leaf).getLast().length() < 16_384, leaf);
        }
        assertEquals(60, last("state/library").getArray("rows").size());
        assertEquals(40, last("state/due").getArray("rows").size());
        assertEquals(300, last("state/due").getInt("count"));
        board.assertKeys();
    }

    @Test
    void eventsFromSeveralThreadsAndOfOtherRigsDoNoHarm() throws Exception {
        start(0);
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 1; n <= 500; n++) {
                    emit(new RunEvent.FrameAccepted(AT.plusSeconds(n), "main+guide", DARKS, 1 + n % 40, 40,
                            COLD, 41, 500));
                    emit(new RunEvent.LiveLook(AT.plusSeconds(n), "main+guide", DARKS, n, 40, 1, 2, "x.png"));
                    emit(new RunEvent.FrameRejected(AT.plusSeconds(n), "other", BIAS, "no"));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, last("state/run").getInt("rejected"));
        assertEquals(List.of(), board.box("log"), "no mistake was made");
        board.assertKeys();
    }

    private static Reply.Master master(String name, int day, String verdict) {
        return new Reply.Master("main+guide", LocalDate.of(2025, 9, day), name,
                Path.of("/lib", name + ".fit"),
                210, 100.5, 100, 1.25, 3, verdict, "so so", "0123456789ab", Reply.EpochState.NEWEST);
    }

    private List<String> happened() {
        return board.objects("main+guide", "event").stream().map(event -> event.getString("event_type"))
                .toList();
    }

    private List<String> texts() {
        return last("state/problem").getArray("items").stream()
                .map(item -> ((JsonObject) item).getString("text")).toList();
    }
}
