package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import java.util.List;

/// When values may be believed, as Home Assistant wants it told.
final class Availability {

    private Availability() {}

    /// While the daemon is there. `stopped` must be spelled out: an unknown word would change nothing.
    static List<Json> box(Topics topics) {
        return List.of(status(topics, "'online' if value == 'online' else 'offline'"));
    }

    /// While a run has the camera.
    static List<Json> camera(Topics topics, String rig) {
        return List.of(box(topics).getFirst(), new Json().put("t", topics.ofRig(rig, "camera/status")));
    }

    /// Always: for what tells that the daemon is not there.
    static List<Json> always(Topics topics) {
        return List.of(status(topics, "'online'"));
    }

    private static Json status(Topics topics, String expression) {
        return new Json().put("t", topics.status()).put("val_tpl", "{{ " + expression + " }}");
    }
}
