package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Home Assistant shows of a rig.
final class RigEntities {

    /// A run tells how cold the camera is every minute, whatever it does: nothing for so long means that nobody is there.
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Topics topics;
    private final String rig;
    private final String device;
    private final List<Json> whileCamera;

    RigEntities(Topics topics, String rig) {
        this.topics = topics;
        this.rig = rig;
        this.device = topics.rigKey(rig);
        this.whileCamera = Availability.camera(topics, rig);
    }

    List<Entity> all(Set<String> commands) {
        var entities = new ArrayList<Entity>();
        entities.addAll(run(topic("state/run")));
        entities.addAll(camera(topic("state/camera")));
        entities.addAll(gate(topic("state/gate")));
        entities.addAll(safety(topic("state/safety")));
        entities.addAll(masters());
        entities.addAll(due(topic("state/due")));
        entities.addAll(buttons(commands));
        return entities;
    }

    private List<Entity> run(String run) {
        return List.of(
                sensor("phase", "Phase").options(Vocabulary.PHASES).state(run, "value_json.phase")
                        .icon("state-machine").attributes(run,
                                "{'run': value_json.run, 'profile': value_json.profile, 'started_at': value_json.started_at}"),
                sensor("result", "Last result").options(Vocabulary.RESULTS).state(run, "value_json.result")
                        .icon("flag-checkered").attributes(run, "{'how': value_json.how}"),
                sensor("progress", "Progress").measured("%").state(run, "value_json.percent")
                        .icon("progress-clock"),
                sensor("finish", "Finish").deviceClass("timestamp").state(run, "value_json.finish_at"),
                sensor("set", "Current set").state(run, "value_json.set").icon("image-multiple").attributes(
                        run, "{'done': value_json.set_done, 'total': value_json.set_total}"),
                frames("frames", "Frames kept", run, "done"),
                frames("wanted", "Frames wanted", run, "total"),
                frames("rejected", "Frames rejected", run, "rejected"),
                new Entity(device, "binary_sensor", "problem", "Problem").deviceClass("problem")
                        .flag(topic("state/problem"), "value_json.problem")
                        .attributes(topic("state/problem")),
                new Entity(device, "event", "event", "Events").with("stat_t", topic("event"))
                        .with("evt_typ", Vocabulary.EVENTS).icon("bell-outline"));
    }

    private List<Entity> camera(String camera) {
        return List.of(
                ofCamera("temperature", "Sensor temperature", camera, "sensor_c").deviceClass("temperature")
                        .measured("°C").decimals(1),
                ofCamera("target", "Set point", camera, "target_c").deviceClass("temperature").measured("°C")
                        .decimals(1),
                ofCamera("load", "Cooler load", camera, "load_percent").measured("%").decimals(0)
                        .icon("snowflake-thermometer"),
                ofCamera("noise", "Noise", camera, "noise_adu").measured("ADU").decimals(2)
                        .icon("chart-bell-curve").attributes(camera,
                                "{'of_one_frame': value_json.frame_noise_adu}"),
                new Entity(device, "image", "live", "Frames so far").with("img_t", topic("preview/live"))
                        .with("cont_type", "image/png").available(whileCamera));
    }

    private List<Entity> gate(String gate) {
        return List.of(
                new Entity(device, "binary_sensor", "gate", "Temperature gate").deviceClass("opening")
                        .flag(gate, "value_json.open").attributes(gate, "{'why': value_json.why}")
                        .available(whileCamera),
                sensor("soak", "Soak").deviceClass("duration").with("unit_of_meas", "s").decimals(0)
                        .state(gate, "value_json.soak_done_s")
                        .attributes(gate, "{'of_s': value_json.soak_of_s}")
                        .available(whileCamera));
    }

    private List<Entity> safety(String safety) {
        return List.of(
                new Entity(device, "binary_sensor", "light", "Light leak").deviceClass("light")
                        .flag(safety, "value_json.light"),
                new Entity(device, "binary_sensor", "cap", "Cap").deviceClass("opening")
                        .state(safety, "{'open': 'ON', 'shut': 'OFF'}.get(value_json.cap)"),
                new Entity(device, "binary_sensor", "panel", "Flat panel").icon("lightbulb-outline")
                        .state(safety, "{'on': 'ON', 'off': 'OFF'}.get(value_json.panel)"));
    }

    private List<Entity> masters() {
        var entities = new ArrayList<Entity>();
        for (Vocabulary.Kind kind : Vocabulary.KINDS) {
            String state = topic("state/master/" + kind.word());
            entities.add(new Entity(device, "image", "master_" + kind.key(), "Last master " + kind.spoken())
                    .with("img_t", topic("preview/" + kind.word())).with("cont_type", "image/png"));
            entities.add(sensor("verdict_" + kind.key(), "Verdict " + kind.spoken())
                    .options(Vocabulary.VERDICTS).icon("scale-balance")
                    .state(state, "value_json.verdict | lower if value_json.verdict else None")
                    .attributes(state));
        }
        entities.add(
                sensor("held", "Masters held").with("stat_cla", "measurement").icon("hand-back-left-outline")
                        .state(topic("state/library"), "value_json.held").attributes(topic("state/library")));
        return entities;
    }

    private List<Entity> due(String due) {
        return List.of(
                sensor("due", "Masters due").with("stat_cla", "measurement").icon("calendar-alert")
                        .state(due, "value_json.count").attributes(due),
                sensor("next", "Next due").deviceClass("timestamp").state(due, "value_json.next_at")
                        .attributes(due, "{'master': value_json.next}"));
    }

    private List<Entity> buttons(Set<String> commands) {
        var buttons = new ArrayList<Entity>();
        if (commands.contains("refresh")) {
            buttons.add(refresh("refresh_bias", "Refresh bias", "bias"));
            buttons.add(refresh("refresh_darks", "Refresh darks", "darks"));
            buttons.add(refresh("refresh_dark_flats", "Refresh dark flats", "dark-flats"));
            buttons.add(refresh("refresh_all", "Refresh all", "all"));
        }
        if (commands.contains("abort")) {
            buttons.add(
                    Button.plain(device, "abort", "Abort", topic("cmd/abort")).icon("stop-circle-outline"));
        }
        if (commands.contains("promote")) {
            buttons.add(
                    Button.with(device, "promote", "Promote held", topic("cmd/promote"), "master", "held"));
        }
        return buttons;
    }

    private Entity refresh(String key, String name, String scope) {
        return Button.scoped(device, key, name, topic("cmd/refresh"), scope).icon("refresh");
    }

    private Entity sensor(String key, String name) {
        return new Entity(device, "sensor", key, name);
    }

    private Entity frames(String key, String name, String run, String field) {
        return sensor(key, name).with("stat_cla", "measurement").state(run, "value_json." + field)
                .icon("image-multiple");
    }

    private Entity ofCamera(String key, String name, String camera, String field) {
        return sensor(key, name).state(camera, "value_json." + field).expires(STALE).available(whileCamera);
    }

    private String topic(String leaf) {
        return topics.ofRig(rig, leaf);
    }
}
