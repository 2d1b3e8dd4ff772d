package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.grack.nanojson.JsonObject;
import dev.darkbox.device.Celsius;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxPanelTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:05Z");

    private final BoardMemory board = new BoardMemory();
    private final BoxPanel panel = new BoxPanel(BoardMemory.TOPICS, board);

    @Test
    void whatTheBoxIsAndHowItDoesHasEveryKey() {
        panel.info(AT, "Darkbox 0.1.0", AT, List.of("main", "guide"), List.of("abort"));
        panel.health(AT, new BoxPanel.Health(Duration.ofHours(2), 20.4, Double.NaN, 17, 900, 12.34, 61.2),
                new BoxPanel.Traffic(3, 2, 1, 0, ""));

        JsonObject info = BoardMemory.read(board.box("info").getFirst());
        assertEquals(List.of("schema", "at", "version", "started", "rigs", "commands"),
                List.copyOf(info.keySet()));
        assertEquals(List.of("main", "guide"), List.copyOf(info.getArray("rigs")));
        assertEquals("{\"schema\":1,\"at\":\"2025-09-23T18:00:05Z\",\"uptime_s\":7200,\"heap_mb\":20,"
                + "\"rss_mb\":null,\"threads\":17,\"memory_free_mb\":900,\"disk_free_gib\":12.3,"
                + "\"disk_used_percent\":61,\"queue\":3,\"mqtt\":{\"connects\":2,\"dropped\":1,\"rejected\":0,"
                + "\"last_error\":null}}", board.box("health").getFirst());
    }

    @Test
    void noMoreThanTenLinesASecondAreSaid() {
        for (int i = 0; i < 35; i++) {
            panel.emit(new RunEvent.DeviceTrouble(AT.plusMillis(50L * i), "main", "CCD", "hums", "so what"));
        }
        panel.log(AT.plusSeconds(9), "error", "the disk is full");
        panel.emit(new RunEvent.GateOpened(AT, "main", Celsius.of(1), 5));

        assertEquals(21, board.box("log").size());
        assertEquals("{\"at\":\"2025-09-23T18:00:14Z\",\"level\":\"error\",\"rig\":null,"
                + "\"text\":\"the disk is full\"}", board.box("log").getLast());
        board.assertKeys();
    }
}
