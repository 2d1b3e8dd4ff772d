package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.mqtt.BoardMemory;
import dev.darkbox.mqtt.BoxPanel;
import dev.darkbox.mqtt.RigPanel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nights with trouble, as a panel sees them.
class PanelTroubleTest {

    @TempDir
    Path library;

    private final BoardMemory board = new BoardMemory();

    @Test
    void aCapThatSticksIsUnknownAndAProblem() throws Exception {
        Night night = night();
        night.settings = night.settings.withCap(DustCap.Position.OPEN);
        night.faults.next(new SimFault.CapStuck()).next(new SimFault.CapStuck());
        night.run(Night.DARK);

        assertEquals(List.of("refresh_started", "device_trouble", "stray_light_detected", "refresh_failed"),
                happened());
        assertEquals(List.of("device", "cap", "run_failed"), codes());
        assertEquals("unknown", board.last("sim", "state/safety").get("cap"));
        assertEquals("failed", board.last("sim", "state/run").get("result"));
        board.assertKeys();
        List<String> log = board.box("log");
        assertEquals(3, log.size(), log.toString());
        assertEquals("error", BoardMemory.read(log.getLast()).get("level"));
    }

    @Test
    void lightOnAProbeDarkIsSaidByName() throws Exception {
        Night night = night();
        night.settings = night.settings.withCap(DustCap.Position.OPEN);
        night.faults.next(new SimFault.CapLies());
        night.run(Night.DARK);

        JsonObject safety = board.last("sim", "state/safety");
        assertEquals(List.of("shut", true), List.of(safety.get("cap"), safety.get("light")));
        assertEquals(List.of("light", "run_failed"), codes());
        assertEquals(List.of("refresh_started", "stray_light_detected", "refresh_failed"), happened());
        assertTrue(board.last("sim", "event").getString("text").contains("light gets in"));
    }

    @Test
    void aCameraThatHangsIsSeenToBeRecoveredAndTheNextRunForgetsIt() throws Exception {
        Night night = night();
        night.faults.next(new SimFault.CameraHangs());
        night.run(Night.DARK);

        List<String> phases = board.objects("sim", "state/run").stream().map(run -> run.getString("phase"))
                .toList();
        assertTrue(phases.contains("recovering"), phases.toString());
        assertTrue(happened().contains("recovered"), happened().toString());
        assertEquals("refresh_done", happened().getLast());
        assertEquals(List.of("device"), codes().stream().distinct().toList());
        assertEquals(5, board.last("sim", "state/run").get("done"));

        var next = new Night(library.resolve("next"));
        next.onEvent = night.onEvent;
        next.run(Night.BIAS);
        assertEquals(List.of(), codes());
    }

    private Night night() {
        var night = new Night(library);
        var rig = new RigPanel(BoardMemory.TOPICS, "sim", board, false);
        var box = new BoxPanel(BoardMemory.TOPICS, board);
        rig.begin(Night.DUSK);
        night.onEvent = event -> {
            rig.emit(event);
            box.emit(event);
        };
        return night;
    }

    private List<String> happened() {
        return board.objects("sim", "event").stream().map(event -> event.getString("event_type")).toList();
    }

    private List<String> codes() {
        return board.last("sim", "state/problem").getArray("items").stream()
                .map(item -> ((JsonObject) item).getString("code")).toList();
    }
}
