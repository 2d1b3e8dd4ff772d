package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.LiveConfig.Mode;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.mqtt.BoardMemory;
import dev.darkbox.mqtt.BoxPanel;
import dev.darkbox.mqtt.PublishedTopics;
import dev.darkbox.mqtt.RigPanel;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
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
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole simulated refreshes as a panel sees them, in virtual time.
@Timeout(120)
class PanelRunTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");

    @TempDir
    private Path folder;

    private final BoardMemory board = new BoardMemory();
    private final VirtualTime time = new VirtualTime(DUSK);

    @Test
    void aRefreshIsSeenFromItsBeginningToItsEnd() throws Exception {
        run("accept", 0, Mode.PREVIEW, _ -> {});

        board.assertKeys();
        assertEquals(List.of("idle", "starting", "cooling", "soaking", "capturing", "stacking", "starting",
                "capturing", "stacking", "starting", "capturing", "stacking", "starting", "capturing",
                "stacking", "warming", "idle"), changes("phase"));
        assertEquals(List.of("null", "bias", "darkflat_Ha_5p4s", "dark_20s", "dark_300s", "null"),
                changes("set"));
        JsonObject end = board.last("main", "state/run");
        assertEquals(List.of(false, "done", 60 + 4 + 4 + 12, 60 + 4 + 4 + 12, 100, 0, "4 masters"),
                Stream.of("active", "result", "done", "total", "percent", "rejected", "how").map(end::get)
                        .toList());
        assertNull(end.get("finish_at"));
        assertEquals(List.of("offline", "online", "offline"), board.of("main", "camera/status"));
        assertEquals(List.of("refresh_started", "set_done", "master_ready", "set_done", "master_ready",
                "set_done", "master_ready", "set_done", "master_ready", "refresh_done"), happened());
        JsonObject safety = board.last("main", "state/safety");
        assertEquals(List.of("shut", "off", false), List.of(safety.get("cap"), safety.get("panel"),
                safety.get("light")));
        assertEquals(false, board.last("main", "state/problem").get("problem"));
    }

    @Test
    void whatIsAnnouncedReadsOnlyWhatIsPublished() throws Exception {
        var box = new BoxPanel(BoardMemory.TOPICS, board);
        box.info(time.now(), "Darkbox test", time.now(), List.of("main"), List.of("abort"));
        box.health(time.now(), new BoxPanel.Health(Duration.ZERO, 1, 1, 1, 1, 1, 1),
                new BoxPanel.Traffic(0, 0, 0, 0, ""));
        board.keep(BoardMemory.TOPICS.status(), "online"); // by the connection
        run("hold", 0, Mode.PREVIEW, _ -> {});

        PublishedTopics.assertAnnounced(board, List.of("main"));
    }

    @Test
    void whatRepeatsIsThinnedAndAColdCameraIsToldEveryMinute() throws Exception {
        run("accept", 0, Mode.OFF, _ -> {});

        List<JsonObject> runs = board.objects("main", "state/run");
        for (int i = 1; i < runs.size(); i++) {
            JsonObject one = runs.get(i - 1);
            JsonObject other = runs.get(i);
            boolean turned = !Stream.of("phase", "set", "active")
                    .allMatch(key -> String.valueOf(one.get(key)).equals(String.valueOf(other.get(key))));
            assertTrue(turned || !at(other).isBefore(at(one).plusSeconds(5)), one + "\n" + other);
        }
        List<JsonObject> camera = board.objects("main", "state/camera");
        for (int i = 2; i < camera.size(); i++) {
            Duration gap = Duration.between(at(camera.get(i - 1)), at(camera.get(i)));
            assertTrue(gap.compareTo(Duration.ofSeconds(65)) <= 0, camera.get(i - 1) + "\n" + camera.get(i));
        }
        JsonObject cold = camera.stream().filter(c -> c.get("target_c") instanceof Number n
                && n.doubleValue() == -10).toList().getLast();
        assertEquals(-10, cold.getDouble("sensor_c"), 0.35);
        assertEquals(List.of(100, 50), List.of(cold.get("gain"), cold.get("offset")));
        double minutes = Duration.between(DUSK, time.now()).toSeconds() / 60.0;
        assertTrue(runs.size() + camera.size() < 2 * 12 * minutes, runs.size() + " + " + camera.size());
    }

    @Test
    void theEndIsForeseenAndMovedOnlyByMoreThanAMinute() throws Exception {
        run("accept", 0, Mode.OFF, _ -> {});

        Instant end = Instant.parse(board.last("main", "state/run").getString("at"));
        List<Instant> told = board.objects("main", "state/run").stream()
                .filter(run -> run.get("finish_at") != null)
                .map(run -> Instant.parse(run.getString("finish_at"))).toList();
        assertTrue(told.size() > 20);
        Duration all = Duration.between(DUSK, end);
        assertTrue(Duration.between(told.getFirst(), end).abs().compareTo(all.dividedBy(4)) < 0,
                "first " + told.getFirst() + ", was " + end);
        for (int i = 1; i < told.size(); i++) {
            Duration moved = Duration.between(told.get(i - 1), told.get(i)).abs();
            assertTrue(moved.isZero() || moved.compareTo(Duration.ofSeconds(59)) > 0, "moved by " + moved);
        }
        assertTrue(told.stream().distinct().count() < 15, told.stream().distinct().toList() + ", was " + end);
        board.objects("main", "state/run").stream().filter(run -> "capturing".equals(run.get("phase")))
                .forEach(run -> assertTrue(Duration.between(Instant.parse(run.getString("finish_at")), end)
                        .abs().compareTo(Duration.ofMinutes(10)) < 0, run + ", was " + end));
    }

    @Test
    void anAbortedRefreshIsIdleAgainAndSaysSo() throws Exception {
        run("accept", 0, Mode.OFF, event -> {
            if (event instanceof RunEvent.FrameAccepted f && f.set().label().equals("dark_20s")
                    && f.n() == 2) {
                Thread.currentThread().interrupt();
            }
        });

        board.assertKeys();
        JsonObject end = board.last("main", "state/run");
        assertEquals(List.of(false, "idle", "aborted"),
                List.of(end.get("active"), end.get("phase"), end.get("result")));
        assertTrue(end.getInt("done") >= 66 && end.getInt("done") <= 68, end.toString());
        assertEquals(List.of("refresh_started", "set_done", "master_ready", "set_done", "master_ready",
                "refresh_aborted"), happened());
        assertEquals("warming", changes("phase").get(changes("phase").size() - 2));
        assertEquals("offline", board.of("main", "camera/status").getLast());
        assertEquals(false, board.last("main", "state/problem").get("problem"), "it was a person's wish");
    }

    @Test
    void mastersThatAreHeldAreAProblemUntilTheyPass() throws Exception {
        run("hold", 0, Mode.OFF, _ -> {});

        board.assertKeys();
        JsonObject problem = board.last("main", "state/problem");
        assertEquals(List.of(true, 4), List.of(problem.get("problem"), problem.get("count")));
        assertEquals("master_held", problem.getArray("items").getObject(0).get("code"));
        assertEquals(4, happened().stream().filter("master_held"::equals).count());
        assertEquals("HOLD", board.last("main", "state/master/bias").get("verdict"));
        assertEquals("2025-09-23", board.last("main", "state/master/bias").get("evening"));

        run("accept", 24, Mode.OFF, _ -> {});
        assertEquals(List.of(false, 0), List.of(board.last("main", "state/problem").get("problem"),
                board.last("main", "state/problem").get("count")));
    }

    @Test
    void picturesOfMastersStayAndThoseOfASetGoWithIt() throws Exception {
        run("accept", 0, Mode.PREVIEW, _ -> {});

        List<String> live = board.of("main", "preview/live");
        assertTrue(live.size() > 6, live.toString());
        assertEquals("", live.getLast());
        assertEquals(4, live.stream().filter(String::isEmpty).count(), live.toString());
        for (String kind : List.of("bias", "dark", "dark-flat")) {
            String file = board.of("main", "preview/" + kind).getLast().replaceFirst(" .*", "");
            assertTrue(Files.size(Path.of(file)) > 100, kind);
        }
        assertEquals(2, board.of("main", "preview/dark").size());
        assertTrue(board.objects("main", "state/camera").stream()
                .anyMatch(camera -> camera.get("noise_adu") != null && camera.getDouble("noise_adu") > 0));
    }

    @Test
    void plainTextsHoldTheSame() throws Exception {
        run("hold", 0, Mode.OFF, _ -> {});

        var retained = board.retained();
        Map.of("phase", "idle", "percent", "100", "done", "80", "total", "80", "problem", "ON", "verdict",
                "HOLD").forEach(
                        (name, value) -> assertEquals(value,
                                retained.get(BoardMemory.TOPICS.ofRig("main", "value/" + name))));
        for (String gone : List.of("set", "finish_at", "sensor_c")) {
            assertNull(retained.get(BoardMemory.TOPICS.ofRig("main", "value/" + gone)), gone);
            assertTrue(board.of("main", "value/" + gone).size() > 1, gone);
        }
        assertNotNull(retained.get(BoardMemory.TOPICS.ofRig("main", "value/text")));
    }

    private static Instant at(JsonObject object) {
        return Instant.parse(object.getString("at"));
    }

    private List<String> happened() {
        return board.objects("main", "event").stream().map(event -> event.getString("event_type")).toList();
    }

    /// The values of a key of `state/run`, equal neighbours once.
    private List<String> changes(String key) {
        var values = new ArrayList<String>();
        for (JsonObject run : board.objects("main", "state/run")) {
            String value = String.valueOf(run.get(key));
            if (values.isEmpty() || !values.getLast().equals(value)) {
                values.add(value);
            }
        }
        return values;
    }

    private void run(String firstMaster, int hoursLater, Mode live, Consumer<RunEvent> also)
            throws IOException, InterruptedException {
        time.sleep(Duration.ofHours(hoursLater));
        RigConfig rig = rig(firstMaster);
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                LocalDate.of(2025, 9, hoursLater == 0 ? 23 : 24), rig.profile()).orElseThrow();
        var panel = new RigPanel(BoardMemory.TOPICS, "main", board, true, rig.cooling());
        panel.begin(time.now());
        var kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()),
                StackOrder.of(List.of()), new LiveConfig(live, 1, 1 << 20, Duration.ofSeconds(5)),
                "Darkbox test");
        RigRun.begin(rig, plan, kit, event -> {
            panel.emit(event);
            also.accept(event);
        }).run(new Stop()).run();
    }

    private RigConfig rig(String firstMaster) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "%s"
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.wheel]
                filters = ["L", "Ha"]
                [rig.cap]
                [rig.panel]
                [rig.cooling]
                [rig.quality]
                drift_percent = 60
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 62
                bias_discard = 2
                darks = [20, 300]
                dark_frames = 8
                [[rig.preset.flat]]
                filter = "Ha"
                exposure = 5.4
                frames = 4
                """.formatted(firstMaster));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
