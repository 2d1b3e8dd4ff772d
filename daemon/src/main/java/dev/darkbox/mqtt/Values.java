package dev.darkbox.mqtt;

import dev.darkbox.device.Celsius;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Single values as plain text, for panels that read no JSON: `value/<name>`, when they are wanted. What is not known has no
/// value: its topic is erased. Threading: the owner's.
final class Values {

    private final Topics topics;
    private final String rig;
    private final Board board;
    private final boolean wanted;

    Values(Topics topics, String rig, Board board, boolean wanted) {
        this.topics = topics;
        this.rig = rig;
        this.board = board;
        this.wanted = wanted;
    }

    void run(RunView run) {
        put("phase", run.phaseWord());
        put("percent", Integer.toString(run.frames().percent()));
        put("set", run.setWord());
        put("done", Integer.toString(run.frames().done()));
        put("total", Integer.toString(run.frames().total()));
        put("finish_at", run.finishAt().map(Instant::toString).orElse(""));
    }

    void camera(ColdView cold) {
        put("sensor_c", degrees(cold.sensor()));
        put("target_c", degrees(cold.target()));
        put("load_percent", number(cold.loadPercent(), "%.0f"));
    }

    void problem(Problems problems) {
        put("problem", problems.any() ? "ON" : "OFF");
        put("text", problems.text());
    }

    void verdict(Optional<String> verdict) {
        put("verdict", verdict.orElse(""));
    }

    private static String degrees(Celsius value) {
        return number(value.degrees(), "%.1f");
    }

    private static String number(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
    }

    private void put(String name, String value) {
        if (!wanted) {
            return;
        }
        String topic = topics.ofRig(rig, "value/" + name);
        if (value.isEmpty()) {
            board.erase(topic);
        } else {
            board.keep(topic, value);
        }
    }
}
