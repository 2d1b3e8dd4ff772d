package dev.darkbox.config;

import dev.darkbox.config.EquipmentConfig.Controls;
import dev.darkbox.config.EquipmentConfig.Heater;
import dev.darkbox.config.EquipmentConfig.Restart;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Binds the sections that say what a rig is made of.
final class EquipmentBinder {

    private enum Driver { INDI, SX, ASI, SIM }

    /// The server cuts device names at `MAXINDIDEVICE` - 1 bytes (indiapi.h).
    private static final int LONGEST_DEVICE_BYTES = 63;
    private static final List<String> SIM_FILTERS = List.of("L", "R", "G", "B", "Ha", "OIII", "SII");
    private static final Allowed<String> DEVICE = Allowed
            .matching("[^\\p{Cntrl}]+", "", "device")
            .when("the driver's name for the device, 1 to 63 bytes",
                    name -> name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_DEVICE_BYTES
                            && name.equals(name.strip()));
    private static final Allowed<String> CONTROL = Allowed.matching(
            "|[^.\\p{Cntrl}]{1,63}(\\.[^\\p{Cntrl}]{1,63})?",
            "an INDI \"PROPERTY\" or \"PROPERTY.MEMBER\", or \"\" for the usual one", "");
    private static final Allowed<String> SWITCH = Allowed.matching(
            "[^.\\p{Cntrl}]{1,63}\\.[^\\p{Cntrl}]{1,63}", "an INDI \"PROPERTY.MEMBER\"", "");
    private static final Allowed<String> HOST = Allowed.matching(
            "[A-Za-z0-9._:-]{1,253}", "a host name or address", "localhost");

    /// An abstract address holds 107 bytes (unix(7)).
    private static final Allowed<String> LOCAL_SOCKET = Allowed.matching("[^\\p{Cntrl}]*", "", "")
            .when("the name given to indiserver with -u, at most 107 bytes, or \"\" for TCP only",
                    name -> name.getBytes(StandardCharsets.UTF_8).length <= 107);
    private static final Allowed<Duration> POLLING = Allowed
            .time(Duration.ZERO, Duration.ofMinutes(10))
            .when("a time \"0.01s\" to \"10m\", or \"0s\" to leave the drivers as they are",
                    time -> time.isZero() || time.toMillis() >= 10);
    private static final int MOST_SLOTS = 32;
    private static final Allowed<String> FIRMWARE = Allowed.matching("[0-9A-Za-z.-]{1,16}",
            "1 to 16 letters, digits, \".\" or \"-\"", "1");
    private static final EquipmentConfig.Sim STAND_IN = new EquipmentConfig.Sim(
            new FrameShape(1536, 1024), Celsius.of(15), 40_000, 1, 0, 0.01, "1", List.of(), false, false,
            List.of());

    private final Path file;
    private final Optional<ServerConfig> server;
    private final Claims claims;

    /// @param file relative paths start from its folder
    /// @param server the one Darkbox starts: what a rig does not say of its server is this one
    EquipmentBinder(Path file, Optional<ServerConfig> server, Claims claims) {
        this.file = file;
        this.server = server;
        this.claims = claims;
    }

    /// What a rig is made of.
    ///
    /// @param parts what does not come with the camera
    record Bound(EquipmentConfig equipment, PartsConfig parts) {}

    /// The sections of what comes with the camera, and of what does not the values.
    private record Split(
            Optional<Section> cap, Optional<Section> panel, List<Section> heaters, PartsConfig parts) {}

    /// Binds `[rig.camera]`, `[rig.wheel]`, `[rig.cap]`, `[rig.panel]`, `[[rig.heater]]`, `[[rig.contact]]`,
    /// `[[rig.light_sensor]]`, `[[rig.thermometer]]` and `[rig.gpio]`.
    ///
    /// @param name the rig's
    Bound bind(String name, Section rig) {
        Optional<Section> camera = rig.section("camera");
        if (camera.isEmpty() && !rig.has("camera")) {
            rig.missing("camera", "a section [rig.camera]");
        }
        if (camera.isEmpty()) {
            rig.expect("wheel", "cap", "panel", "heater", "contact", "light_sensor", "thermometer", "gpio");
            return new Bound(STAND_IN, PartsConfig.none());
        }
        Driver driver = driver(camera.get());
        Split split = split(rig, new PartsBinder(file, name, withCamera(driver), claims,
                rig.section("gpio")));
        return new Bound(switch (driver) {
            case INDI -> indi(name, rig, camera.get(), split);
            case SX -> UsbBinder.starlight(name, rig, camera.get(), claims);
            case ASI -> UsbBinder.zwo(name, rig, camera.get(), file, claims);
            case SIM -> simulated(rig, camera.get(), split);
        }, split.parts());
    }

    /// The driver a part has that names none: the camera's, where it brings parts.
    private static Optional<String> withCamera(Driver driver) {
        return switch (driver) {
            case INDI, SIM -> Optional.of(Allowed.word(driver));
            case SX, ASI -> Optional.empty();
        };
    }

    private static Split split(Section rig, PartsBinder binder) {
        Optional<Section> cap = rig.section("cap");
        Optional<Section> panel = rig.section("panel");
        Optional<PartConfig> ownCap = cap.flatMap(binder::bind);
        Optional<PartConfig> ownPanel = panel.flatMap(binder::bind);
        var ours = new ArrayList<Section>();
        var own = new ArrayList<PartsConfig.Named>();
        for (Section heater : rig.sections("heater")) {
            binder.heater(heater).ifPresentOrElse(own::add, () -> ours.add(heater));
        }
        return new Split(cap.filter(_ -> ownCap.isEmpty()), panel.filter(_ -> ownPanel.isEmpty()), ours,
                new PartsConfig(ownCap, ownPanel, own, binder.contacts(rig.sections("contact")),
                        binder.lights(rig.sections("light_sensor")),
                        binder.thermometers(rig.sections("thermometer"))));
    }

    /// When the driver itself is wrong, the one whose keys are there, so that they can be checked.
    private static Driver driver(Section camera) {
        Driver driver = camera.need("driver", Allowed.oneOf(Driver.class));
        if (camera.sound("driver")) {
            return driver;
        }
        if (camera.has("device")) {
            return Driver.INDI;
        }
        return camera.has("model") ? Driver.ASI : camera.has("position") ? Driver.SX : Driver.SIM;
    }

    private EquipmentConfig indi(String rigName, Section rig, Section camera, Split split) {
        String host = camera.take("host", HOST, "localhost").toLowerCase(Locale.ROOT);
        int port = camera.take("port", Allowed.whole(1, 65_535), server.map(ServerConfig::port).orElse(7624));
        boolean own = Claims.isThisMachine(host) && server.map(s -> s.port() == port).orElse(false);
        var claim = new Claim(rigName, host, port);
        String local = camera.take("local_socket", LOCAL_SOCKET,
                own ? server.orElseThrow().localSocket() : "/tmp/indiserver");
        String device = camera.need("device", DEVICE);
        claim.on(camera, "device", device);
        var controls = new Controls(
                camera.take("gain_control", CONTROL, ""),
                camera.take("offset_control", CONTROL, ""),
                camera.take("mode_control", CONTROL, ""),
                camera.take("usb_limit_control", CONTROL, ""),
                camera.take("capture_format_control", CONTROL, ""),
                camera.take("cooler_power_control", CONTROL, ""));
        Optional<Boolean> biasAsDark = camera.take("bias_as_dark", Allowed.flagOrAuto(), Optional.empty());
        Duration polling = camera.take("polling", POLLING, Duration.ofMillis(100));
        Duration connectLimit = camera.take("connect_limit",
                Allowed.time(Duration.ofSeconds(1), Duration.ofMinutes(30)), Duration.ofSeconds(60));
        Optional<Restart> restart = restart(camera, own);
        camera.done();
        Optional<Section> wheel = rig.section("wheel");
        String wheelDevice = wheel.map(w -> device(w, claim)).orElse("");
        List<String> filters = wheel.map(w -> filters(w, List.of())).orElse(List.of());
        wheel.ifPresent(Section::done);
        String cap = part(split.cap(), claim);
        String panel = part(split.panel(), claim);
        List<Heater> heaters = split.heaters().stream().map(heater -> heater(heater, claim)).toList();
        return new EquipmentConfig.Indi(
                host, port, local, device, wheelDevice, cap, panel, heaters, filters, controls, biasAsDark,
                polling,
                connectLimit, restart);
    }

    /// @param own whether its server is the one Darkbox starts
    private Optional<Restart> restart(Section camera, boolean own) {
        Path usual = own ? server.orElseThrow().fifo() : Places.NONE;
        Path fifo = camera.take("restart_fifo", Places.pathOrNone(file), usual);
        boolean named = camera.take("restart_named", Allowed.flag(), false);
        boolean none = fifo.equals(Places.NONE);
        if (named && none && camera.sound("restart_fifo")) {
            camera.wrong("restart_named", "false unless there is a restart_fifo");
        }
        return none ? Optional.empty() : Optional.of(new Restart(fifo, named));
    }

    private static EquipmentConfig simulated(Section rig, Section camera, Split split) {
        var sensor = new FrameShape(
                camera.take("width_px", Allowed.whole(16, 16_384), STAND_IN.sensor().widthPx()),
                camera.take("height_px", Allowed.whole(16, 16_384), STAND_IN.sensor().heightPx()));
        Celsius ambient = camera.take("ambient_c", Allowed.celsius(-40, 50), STAND_IN.ambient());
        int reach = camera.take("reach_k", Allowed.thousandths(1, 80, "K"), STAND_IN.reachMilliK());
        long seed = camera.take("seed", Allowed.wholeLong(0, Long.MAX_VALUE), STAND_IN.seed());
        int season = camera.take("season", Allowed.whole(0, 1000), STAND_IN.season());
        double newHot = camera.take("new_hot_percent", Allowed.number(0, 10, "%"), STAND_IN.newHotPercent());
        String firmware = camera.take("firmware", FIRMWARE, STAND_IN.firmware());
        camera.done();
        List<String> filters = rig.section("wheel").map(wheel -> {
            List<String> names = filters(wheel, SIM_FILTERS);
            wheel.done();
            return names;
        }).orElse(List.of());
        split.cap().ifPresent(Section::done);
        split.panel().ifPresent(Section::done);
        List<String> heaters = split.heaters().stream().map(heater -> {
            String name = heater.need("name", Allowed.name());
            heater.done();
            return name;
        }).toList();
        return new EquipmentConfig.Sim(
                sensor, ambient, reach, seed, season, newHot, firmware, filters, split.cap().isPresent(),
                split.panel().isPresent(),
                heaters);
    }

    private static List<String> filters(Section wheel, List<String> ifMissing) {
        List<String> names = wheel.list("filters", Allowed.name());
        if (wheel.sound("filters") && wheel.has("filters")) {
            var seen = new HashSet<String>();
            if (names.isEmpty() || names.size() > MOST_SLOTS) {
                wheel.wrong("filters", "1 to " + MOST_SLOTS + " names in slot order");
            }
            names.stream().filter(name -> !seen.add(name.toLowerCase(Locale.ROOT))).findFirst().ifPresent(
                    name -> wheel.wrong("filters", "each name once, \"" + name + "\" is there twice"));
        }
        return wheel.has("filters") ? names : ifMissing;
    }

    private static String part(Optional<Section> section, Claim claim) {
        return section.map(part -> {
            String device = device(part, claim);
            part.done();
            return device;
        }).orElse("");
    }

    private static String device(Section part, Claim claim) {
        String device = part.need("device", DEVICE);
        claim.on(part, "device", device);
        return device;
    }

    /// A heater's switch is what is claimed: one power box may serve several rigs.
    private static Heater heater(Section heater, Claim claim) {
        var bound = new Heater(
                heater.need("name", Allowed.name()), heater.need("device", DEVICE),
                heater.need("control", SWITCH));
        claim.on(heater, "control", bound.device() + "/" + bound.control());
        heater.done();
        return bound;
    }

    /// One rig's hand on the devices of one server.
    private final class Claim {
        private final String rig;
        private final String host;
        private final int port;

        Claim(String rig, String host, int port) {
            this.rig = rig;
            this.host = host;
            this.port = port;
        }

        void on(Section section, String key, String device) {
            if (section.sound("device", key)) {
                claims.claim(rig, host, port, device, section, key);
            }
        }
    }
}
