package dev.darkbox.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What of a rig has drivers of its own. A cap here takes the place of the camera driver's, as does a panel.
///
/// @param heaters beside the camera driver's
/// @param contacts on while it is dark
/// @param thermometers of the air; the first is the one in headers
public record PartsConfig(
        Optional<PartConfig> cap, Optional<PartConfig> panel, List<Named> heaters, List<Named> contacts,
        List<Light> lights, List<Thermometer> thermometers) {

    /// Something with a name of its own.
    ///
    /// @param name for log lines
    public record Named(String name, PartConfig part) {}

    /// A light sensor of the kernel's: a file of the industrial I/O tree.
    ///
    /// @param name for log lines
    /// @param file e.g. `/sys/bus/iio/devices/iio:device0`, the sensor's folder
    /// @param darkLux below this it is dark
    public record Light(String name, Path file, double darkLux) {}

    /// A thermometer of the kernel's.
    ///
    /// @param name for log lines
    /// @param device its 1-Wire number, what the kernel calls it, or its folder
    public record Thermometer(String name, String device) {}

    /// Without a thermometer.
    public PartsConfig(Optional<PartConfig> cap, Optional<PartConfig> panel, List<Named> heaters,
            List<Named> contacts, List<Light> lights) {
        this(cap, panel, heaters, contacts, lights, List.of());
    }

    public PartsConfig {
        heaters = List.copyOf(heaters);
        contacts = List.copyOf(contacts);
        lights = List.copyOf(lights);
        thermometers = List.copyOf(thermometers);
    }

    /// Everything comes from the camera's driver.
    public static PartsConfig none() {
        return new PartsConfig(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
    }

    /// The one of that name: `cap`, `panel`, or the name of a heater, contact, light sensor or
    /// thermometer.
    public PartsConfig only(String name) {
        return new PartsConfig(cap.filter(_ -> name.equals("cap")), panel.filter(_ -> name.equals("panel")),
                heaters.stream().filter(heater -> heater.name().equals(name)).toList(),
                contacts.stream().filter(contact -> contact.name().equals(name)).toList(),
                lights.stream().filter(light -> light.name().equals(name)).toList(),
                thermometers.stream().filter(one -> one.name().equals(name)).toList());
    }

    /// Whether the one of that name hangs on pins.
    public boolean isOnPins(String name) {
        PartsConfig one = only(name);
        return Stream.of(one.cap().stream(), one.panel().stream(),
                one.heaters().stream().map(Named::part), one.contacts().stream().map(Named::part))
                .flatMap(parts -> parts)
                .anyMatch(part -> part instanceof PartConfig.Gpio);
    }

    public boolean isNone() {
        return equals(none());
    }
}
