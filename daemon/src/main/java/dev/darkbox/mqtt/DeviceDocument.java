package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// One device as Home Assistant is told of it: everything in one retained message.
///
/// @param topic where it is announced
/// @param tree what its own topics begin with, `/` last
/// @param device who it is
/// @param origin who says so
/// @param available while its values may be believed
/// @param entities in the order of the table
record DeviceDocument(
        String topic, String tree, Json device, Json origin, List<Json> available, List<Entity> entities) {

    DeviceDocument {
        available = List.copyOf(available);
        entities = List.copyOf(entities);
    }

    static DeviceDocument ofBox(Topics topics, Announced announced) {
        Json device = device(topics.boxKey(), "Darkbox " + topics.box(), "calibration box", announced);
        return new DeviceDocument(topics.boxDocument(), topics.ofBox(""), device, origin(announced),
                Availability.box(topics), new BoxEntities(topics).all(announced.commands()));
    }

    static DeviceDocument ofRig(Topics topics, Announced announced, String rig) {
        Json device = device(topics.rigKey(rig), "Darkbox " + rig, "calibration rig", announced)
                .put("via_device", topics.boxKey());
        return new DeviceDocument(topics.rigDocument(rig), topics.ofRig(rig, ""), device, origin(announced),
                Availability.box(topics), new RigEntities(topics, rig).all(announced.commands()));
    }

    private static Json device(String key, String name, String model, Announced announced) {
        return new Json().put("ids", List.of(key)).put("name", name).put("mf", "Darkbox").put("mdl", model)
                .put("sw", announced.version());
    }

    private static Json origin(Announced announced) {
        return new Json().put("name", "Darkbox").put("sw", announced.version());
    }

    /// The entities in it.
    List<Shown> shown() {
        return entities.stream().map(entity -> new Shown(topic, tree, entity.key(), entity.platform()))
                .toList();
    }

    /// The document.
    ///
    /// @param gone entities that were shown once: those of this document are named by their platform alone, which takes them away
    String text(Collection<Shown> gone) {
        var components = new Json();
        entities.forEach(entity -> components.put(entity.key(), entity.json()));
        var here = entities.stream().map(Entity::key).collect(Collectors.toSet());
        gone.stream().filter(was -> was.topic().equals(topic) && !here.contains(was.key()))
                .forEach(was -> components.put(was.key(), new Json().put("p", was.platform())));
        return new Json().put("dev", device).put("o", origin).put("avty", available).put("avty_mode", "all")
                .put("cmps", components).toString();
    }
}
