package dev.darkbox.config;

import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.OnlyWhile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Binds the whole file.
final class ConfigBinder {

    /// A Unix socket's address has room for 107 bytes (`sun_path`, unix(7)).
    private static final int LONGEST_SOCKET_PATH_BYTES = 107;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final String FIGURES = "(:\\d{1,4}(\\.\\d{1,9})?:\\d{1,4}(\\.\\d{1,9})?)?";

    private final Path file;

    ConfigBinder(Path file) {
        this.file = file;
    }

    Config bind(Section top) {
        Optional<Path> library = top.find("library", Places.path(file));
        library.ifPresent(folder -> Places.mustBeFolder(top, "library", folder));
        var control = control(top.sectionOrEmpty("control"));
        var stack = stack(top.sectionOrEmpty("stack"));
        var log = log(top.sectionOrEmpty("log"));
        Path runtime = Optional.ofNullable(control.socket().getParent()).orElse(control.socket());
        Optional<ServerConfig> server = top.section("indiserver")
                .map(section -> ServerBinder.bind(section, file, runtime));
        Optional<MqttConfig> mqtt = top.section("mqtt").map(section -> MqttBinder.bind(section, file));
        List<Section> sections = top.sections("rig");
        if (sections.isEmpty() && top.sound("rig")) {
            top.missing("rig", "at least one section [[rig]]");
        }
        var binder = new RigBinder(file, library, top.sound("library"),
                new EquipmentBinder(file, server, new Claims()));
        List<RigConfig> rigs = sections.stream().map(binder::bind).toList();
        eachOnce(sections, rigs);
        if (stack.live().mode() == LiveConfig.Mode.MASTER) {
            noRawFrames(sections, rigs);
        }
        if (mqtt.isEmpty()) {
            noTopics(sections, rigs);
        }
        top.done();
        return new Config(file, control, stack, log, server, mqtt, rigs);
    }

    private ControlConfig control(Section control) {
        Path socket = control.take("socket", Places.path(file), Path.of("/run/darkbox/control.sock"));
        if (control.sound("socket")
                && socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH_BYTES) {
            control.wrong("socket",
                    "a path of at most " + LONGEST_SOCKET_PATH_BYTES + " bytes, written in full");
        }
        String group = control.take("group",
                Allowed.matching("|[a-z_][a-z0-9_-]{0,31}", "the name of a group, or \"\"", ""), "darkbox");
        control.done();
        return new ControlConfig(socket, group);
    }

    private static StackConfig stack(Section stack) {
        var config = new StackConfig(
                stack.take("rejection", Allowed.matching(
                        "none|(winsorized|sigma|mad|linear|esd|percentile|minmax)" + FIGURES,
                        "none, winsorized, sigma, mad, linear, esd, percentile or minmax, the last seven with"
                                + " two figures if wanted, such as \"winsorized:3:3\"",
                        "none"), "winsorized:3:3"),
                stack.take("combine", Allowed.oneOf(List.of("mean", "median")), "mean"),
                stack.take("memory", Allowed.bytes(16 * MIB, 64 * GIB), 128 * MIB),
                stack.take("threads", Allowed.whole(0, 256), 0), live(stack));
        stack.done();
        return config;
    }

    private static LiveConfig live(Section stack) {
        return new LiveConfig(
                stack.take("live", Allowed.oneOf(LiveConfig.Mode.class), LiveConfig.Mode.PREVIEW),
                stack.take("live_reject", Allowed.whole(1, 4), 1),
                stack.take("live_memory", Allowed.bytes(16 * MIB, 64 * GIB), 128 * MIB),
                stack.take("live_every", Allowed.time(Duration.ofSeconds(1), Duration.ofHours(1)),
                        Duration.ofSeconds(60)));
    }

    /// Who asks for raw frames in so many words must get them.
    private static void noRawFrames(List<Section> sections, List<RigConfig> rigs) {
        for (int i = 0; i < rigs.size(); i++) {
            if (sections.get(i).has("keep_raw") && rigs.get(i).keepRaw() != KeepRaw.NEVER) {
                sections.get(i).wrong("keep_raw",
                        "false, or left out: with stack.live = \"master\" there are no raw frames");
            }
        }
    }

    /// What a topic says is heard through the broker of `[mqtt]` only.
    private static void noTopics(List<Section> sections, List<RigConfig> rigs) {
        for (int i = 0; i < rigs.size(); i++) {
            Section schedule = sections.get(i).sectionOrEmpty("schedule");
            if (schedule.has("only_while") && rigs.get(i).schedule().onlyWhile().stream()
                    .anyMatch(OnlyWhile.Says.class::isInstance)) {
                schedule.wrong("only_while", "\"topic:…\" with a section [mqtt] only");
            }
        }
    }

    private static LogConfig log(Section log) {
        var config = new LogConfig(
                log.take("level", Allowed.oneOf(LogConfig.Level.class), LogConfig.Level.INFO));
        log.done();
        return config;
    }

    private static void eachOnce(List<Section> sections, List<RigConfig> rigs) {
        Map<String, Integer> names = new HashMap<>();
        Map<Path, String> libraries = new HashMap<>();
        for (int i = 0; i < rigs.size(); i++) {
            Section section = sections.get(i);
            RigConfig rig = rigs.get(i);
            if (section.sound("name")) {
                Integer before = names.putIfAbsent(rig.name().toLowerCase(Locale.ROOT), section.line("name"));
                if (before != null) {
                    section.wrong("name", "a name no other rig has (see line " + before + ")");
                }
            }
            if (section.sound("library")) {
                String before = libraries.putIfAbsent(rig.library(), rig.name());
                if (before != null) {
                    section.wrong("library", "a folder of its own, rig \"%s\" writes to %s"
                            .formatted(before, rig.library()));
                }
            }
        }
    }
}
