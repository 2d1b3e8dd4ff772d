package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The box itself on the broker: `info`, `health`, and in `log` what went wrong on any rig.
///
/// Threading: any; nothing waits.
public final class BoxPanel implements EventSink {

    /// Lines of the log in a second; what comes faster is not said.
    static final int MOST_LINES = 10;

    private final Topics topics;
    private final Board board;
    private Instant second = Instant.EPOCH;
    private int lines;

    /// What a machine says of itself; a number that is not known is `NaN`.
    ///
    /// @param heapMb used by the Java heap
    /// @param rssMb of the process, resident
    /// @param memoryFreeMb of the machine, what may be had without swapping
    /// @param diskFreeGib where the libraries are
    public record Health(Duration uptime, double heapMb, double rssMb, int threads, double memoryFreeMb,
            double diskFreeGib, double diskUsedPercent) {}

    /// What is known of the connection to the broker.
    ///
    /// @param queue events and replies that wait
    /// @param lastError one line; empty for none
    public record Traffic(int queue, long connects, long dropped, long rejected, String lastError) {}

    public BoxPanel(Topics topics, Board board) {
        this.topics = topics;
        this.board = board;
    }

    /// What does not change while the daemon runs.
    ///
    /// @param rigs their names, as in the configuration
    /// @param commands those that are allowed
    public void info(Instant now, String version, Instant started, List<String> rigs, List<String> commands) {
        board.keep(topics.ofBox("info"), begin(now).put("version", version).put("started", started)
                .put("rigs", rigs).put("commands", commands).toString());
    }

    /// Once a minute.
    public void health(Instant now, Health health, Traffic traffic) {
        var mqtt = new Json().put("connects", traffic.connects()).put("dropped", traffic.dropped())
                .put("rejected", traffic.rejected());
        Maybe.text(mqtt, "last_error", Tame.pathless(traffic.lastError()));
        var json = begin(now).put("uptime_s", health.uptime().toSeconds());
        Maybe.number(json, "heap_mb", health.heapMb(), 1);
        Maybe.number(json, "rss_mb", health.rssMb(), 1).put("threads", health.threads());
        Maybe.number(json, "memory_free_mb", health.memoryFreeMb(), 1);
        Maybe.number(json, "disk_free_gib", health.diskFreeGib(), 10);
        Maybe.number(json, "disk_used_percent", health.diskUsedPercent(), 1);
        board.keep(topics.ofBox("health"), json.put("queue", traffic.queue()).put("mqtt", mqtt).toString());
    }

    private static Json begin(Instant now) {
        return new Json().put("schema", 1).put("at", now);
    }

    /// A warning or an error of the box itself.
    public void log(Instant at, String level, String text) {
        mention(at, LogLine.json(at, level, "", text));
    }

    @Override
    public void emit(RunEvent event) {
        LogLine.of(event).ifPresent(line -> mention(event.at(), line.json(event.at(), event.rig())));
    }

    private void mention(Instant at, String line) {
        if (mayBeSaid(at)) {
            board.mention(topics.ofBox("log"), line);
        }
    }

    private synchronized boolean mayBeSaid(Instant at) {
        if (at.isBefore(second) || !at.isBefore(second.plusSeconds(1))) {
            second = at;
            lines = 0;
        }
        lines++;
        return lines <= MOST_LINES;
    }
}
