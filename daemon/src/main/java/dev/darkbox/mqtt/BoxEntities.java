package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What Home Assistant shows of the box.
final class BoxEntities {

    /// Health comes every minute.
    private static final Duration STALE = Duration.ofMinutes(5);

    /// Free disk and memory below which somebody should look.
    private static final String SHORT_OF_DISK = "(value_json.disk_used_percent or 0) >= 95";
    private static final String SHORT_OF_MEMORY = "(value_json.memory_free_mb or 1000) < 64";

    private final Topics topics;
    private final String device;
    private final String health;

    BoxEntities(Topics topics) {
        this.topics = topics;
        this.device = topics.boxKey();
        this.health = topics.ofBox("health");
    }

    List<Entity> all(Set<String> commands) {
        var entities = new ArrayList<Entity>(List.of(
                sensor("status", "Status").options(List.of("online", "stopped", "offline"))
                        .with("stat_t", topics.status()).available(Availability.always(topics)),
                new Entity(device, "binary_sensor", "connection", "MQTT connection").diagnostic()
                        .deviceClass("connectivity").with("stat_t", topics.status())
                        .with("val_tpl", "{{ 'ON' if value == 'online' else 'OFF' }}")
                        .attributes(health, "value_json.mqtt").available(Availability.always(topics)),
                new Entity(device, "binary_sensor", "problem", "Problem").deviceClass("problem")
                        .state(health,
                                "'ON' if %s or %s else 'OFF'".formatted(SHORT_OF_DISK, SHORT_OF_MEMORY))
                        .attributes(health, "{'disk': %s, 'memory': %s}"
                                .formatted(SHORT_OF_DISK, SHORT_OF_MEMORY)),
                sensor("version", "Version").icon("tag-outline")
                        .state(topics.ofBox("info"), "value_json.version"),
                health("disk_free", "Disk free", "disk_free_gib").deviceClass("data_size").measured("GiB")
                        .decimals(1),
                health("disk_used", "Disk used", "disk_used_percent").measured("%").decimals(0)
                        .icon("harddisk"),
                health("memory", "Memory used", "rss_mb").deviceClass("data_size").measured("MB").decimals(0),
                health("memory_free", "Memory free", "memory_free_mb").deviceClass("data_size").measured("MB")
                        .decimals(0)));
        if (commands.contains("republish")) {
            entities.add(Button.plain(device, "republish", "Publish again", topics.ofBox("cmd/republish"))
                    .diagnostic().icon("broadcast"));
        }
        return entities;
    }

    private Entity sensor(String key, String name) {
        return new Entity(device, "sensor", key, name).diagnostic();
    }

    private Entity health(String key, String name, String field) {
        return sensor(key, name).state(health, "value_json." + field).expires(STALE);
    }
}
