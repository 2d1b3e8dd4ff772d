package dev.darkbox.mqtt;

import java.util.List;
import java.util.stream.Stream;

/// Which topics are retained, so that those of a rig or box that is no more can be erased.
final class TreeTopics {

    private static final List<String> BOX = List.of("status", "info", "health");

    private static final List<String> RIG = Stream.of(
            Stream.of("camera/status", "state/run", "state/gate", "state/camera", "state/safety",
                    "state/problem", "state/library", "state/due", "preview/live"),
            Vocabulary.KINDS.stream().flatMap(kind -> Stream.of(
                    "state/master/" + kind.word(), "preview/" + kind.word())),
            Stream.of("phase", "percent", "set", "done", "total", "finish_at", "sensor_c", "target_c",
                    "load_percent", "problem", "text", "verdict").map(name -> "value/" + name))
            .flatMap(leaves -> leaves).toList();

    private TreeTopics() {}

    /// Every retained topic below a tree, which is `<base>/<box>/` or `<base>/<box>/rig/<rig>/`.
    static List<String> below(String tree) {
        boolean box = tree.chars().filter(c -> c == '/').count() == 2;
        return (box ? BOX : RIG).stream().map(leaf -> tree + leaf).toList();
    }
}
