package dev.darkbox.config;

import dev.darkbox.config.PartsConfig.Light;
import dev.darkbox.config.PartsConfig.Named;
import dev.darkbox.config.PartsConfig.Thermometer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Binds the sections of parts that have a driver of their own, other than the camera's.
final class PartsBinder {

    private static final Allowed<String> PORT = Allowed.matching(
            "/[^\\p{Cntrl}]{1,254}", "a path, best one of /dev/serial/by-id/", "/dev/ttyUSB0");
    private static final Allowed<String> HOST = Allowed.matching(
            "[A-Za-z0-9._:-]{1,253}", "a host name or address", "localhost");
    private static final Allowed<String> THERMOMETER = Allowed.matching(
            "[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}|/[^\\p{Cntrl}]{1,254}",
            "a 1-Wire number such as \"28-0316a2794b7f\", the kernel's name for it such as \"bme280\", or its folder",
            "bme280");
    /// ASCOM's default for Alpaca servers.
    private static final int ALPACA_PORT = 11_111;

    private final Path file;
    private final String rig;
    private final Optional<String> cameraDriver;
    private final Claims claims;
    private final Map<String, String> driverOfPort = new HashMap<>();
    private final GpioBinder pins = new GpioBinder();
    private final Optional<GpioConfig> gpio;

    /// @param cameraDriver name of the camera's: a part that names it, or none, is bound with the camera; empty when no
    ///     part comes with it
    /// @param wiring the section `[rig.gpio]`, if there is one
    PartsBinder(Path file, String rig, Optional<String> cameraDriver, Claims claims,
            Optional<Section> wiring) {
        this.file = file;
        this.rig = rig;
        this.cameraDriver = cameraDriver;
        this.claims = claims;
        gpio = wiring.map(pins::bind);
    }

    /// Binds a cap or a panel.
    ///
    /// @return empty when it comes with the camera
    Optional<PartConfig> bind(Section section) {
        Optional<PartConfig> part = part(section, false);
        part.ifPresent(_ -> section.done());
        return part;
    }

    /// Binds a heater.
    ///
    /// @return empty when it comes with the camera
    Optional<Named> heater(Section section) {
        return part(section, true).map(part -> {
            var named = new Named(section.need("name", Allowed.name()), part);
            section.done();
            return named;
        });
    }

    /// Binds contacts, which always have a driver of their own.
    List<Named> contacts(List<Section> sections) {
        var contacts = new ArrayList<Named>();
        for (Section section : sections) {
            String name = section.need("name", Allowed.name());
            String driver = section.need("driver", Allowed.oneOf(List.of("gpio", "alpaca")));
            contacts.add(new Named(name, driver.equals("gpio") ? contact(section) : alpaca(section, true)));
            section.done();
        }
        return contacts;
    }

    private PartConfig contact(Section section) {
        Optional<GpioConfig.In> input = pins.in(section, "line", "active_low", "pull");
        if (!section.has("line")) {
            section.missing("line", "a whole number 0..1023, on a Raspberry Pi the BCM number");
        }
        return new PartConfig.GpioContact(gpio.map(GpioConfig::chip).orElse(""),
                input.orElse(new GpioConfig.In(0, true, GpioConfig.Pull.UP)));
    }

    /// Binds light sensors of the kernel's.
    List<Light> lights(List<Section> sections) {
        return sections.stream().map(section -> {
            var light = new Light(section.need("name", Allowed.name()),
                    section.need("file", Places.path(file)),
                    section.take("dark_lux", Allowed.number(0.0001, 100, "lx"), 1.0));
            section.done();
            return light;
        }).toList();
    }

    /// Binds thermometers of the kernel's.
    List<Thermometer> thermometers(List<Section> sections) {
        var names = new HashSet<String>();
        return sections.stream().map(section -> {
            var thermometer = new Thermometer(section.need("name", Allowed.name()),
                    section.need("device", THERMOMETER));
            if (section.sound("name") && !names.add(thermometer.name())) {
                section.wrong("name", "a name no other thermometer has");
            }
            section.done();
            return thermometer;
        }).toList();
    }

    private Optional<PartConfig> part(Section section, boolean isSwitch) {
        var drivers = new ArrayList<String>(cameraDriver.stream().toList());
        drivers.addAll(PartConfig.SERIAL);
        drivers.add("alpaca");
        drivers.add("gpio");
        Allowed<String> allowed = Allowed.oneOf(List.copyOf(drivers));
        String driver = cameraDriver.isPresent()
                ? section.take("driver", allowed, cameraDriver.get())
                : section.need("driver", allowed);
        if (!section.sound("driver")) {
            // what follows belongs to nobody knows whom
            section.expect("name", "device", "control", "port", "host", "number", "id");
            return Optional.of(new PartConfig.Serial(PartConfig.SERIAL.getFirst(), "/dev/null"));
        }
        if (cameraDriver.equals(Optional.of(driver))) {
            return Optional.empty();
        }
        return Optional.of(switch (driver) {
            case "alpaca" -> alpaca(section, isSwitch);
            case "gpio" -> gpio(section);
            default -> serial(section, driver);
        });
    }

    private PartConfig gpio(Section section) {
        if (gpio.isEmpty()) {
            section.wrong("driver", "\"gpio\" with a section [rig.gpio] only");
        }
        GpioConfig wiring = gpio.orElse(GpioConfig.NOTHING);
        String part = section.path().replaceFirst(".*\\.", "");
        String lacks = switch (part) {
            case "cap" -> wiring.hasCover() ? "" : "open_line and shut_line, or servo_channel";
            case "panel" -> wiring.lamp().isPresent() ? "" : "lamp_channel";
            default -> wiring.heater().isPresent() ? "" : "heater_line";
        };
        if (gpio.isPresent() && !lacks.isEmpty()) {
            section.wrong("driver", "\"gpio\" where [rig.gpio] has " + lacks);
        }
        return new PartConfig.Gpio(wiring);
    }

    private PartConfig serial(Section section, String driver) {
        String port = section.need("port", PORT);
        if (section.sound("port")) {
            claims.claim(rig, "localhost", 0, port, section, "port");
            String other = driverOfPort.putIfAbsent(port, driver);
            if (other != null && !other.equals(driver)) {
                section.wrong("driver",
                        "\"%s\", as the rig's other section with this port has".formatted(other));
            }
        }
        return new PartConfig.Serial(driver, port);
    }

    private PartConfig alpaca(Section section, boolean isSwitch) {
        String host = section.take("host", HOST, "localhost").toLowerCase(Locale.ROOT);
        int port = section.take("port", Allowed.whole(1, 65_535), ALPACA_PORT);
        int number = section.take("number", Allowed.whole(0, 1000), 0);
        int id = isSwitch ? section.need("id", Allowed.whole(0, 10_000)) : -1;
        if (section.sound("host", "port", "number", "id")) {
            claims.claim(rig, host, port,
                    isSwitch ? "switch %d/%d".formatted(number, id) : "covercalibrator " + number, section,
                    section.has("number") ? "number" : "driver");
        }
        return new PartConfig.Alpaca(host, port, number, id);
    }
}
