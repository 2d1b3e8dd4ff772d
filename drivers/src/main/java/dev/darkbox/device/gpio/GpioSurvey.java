package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.linux.GpioChip;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What hangs on the pins of this machine, as far as the kernel tells: GPIO chips, PWM chips, light sensors,
/// thermometers. Only looked at: no line is taken.
public final class GpioSurvey {

    private final Path devices;
    private final Path pwm;
    private final KernelDevices kernel;

    public GpioSurvey() {
        this(Path.of("/dev"), Path.of("/sys/class/pwm"), KernelDevices.ofThisMachine());
    }

    GpioSurvey(Path devices, Path pwm, KernelDevices kernel) {
        this.devices = devices;
        this.pwm = pwm;
        this.kernel = kernel;
    }

    /// A fresh look; takes a second for each 1-Wire thermometer.
    public DeviceSurvey look() {
        var found = new ArrayList<Device>();
        chips().forEach(chip -> found.add(chip(chip)));
        SysfsPulses.chips(pwm).forEach(chip -> found.add(pwmChip(chip)));
        kernel.lights().forEach(sensor -> found.add(sensor(sensor, "light", "in_illuminance_input",
                "in_illuminance_raw")));
        kernel.thermometers().forEach(sensor -> found.add(sensor(sensor, "temperature in m°C", "temperature",
                "temp1_input", "in_temp_input", "in_temp_raw")));
        return new DeviceSurvey("pins and sensors of this machine", Optional.empty(), found, List.of());
    }

    private List<Path> chips() {
        var chips = new TreeSet<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices, "gpiochip*")) {
            for (Path chip : all) {
                chips.add(chip.toRealPath());
            }
        } catch (IOException _) {
            return List.of();
        }
        return List.copyOf(chips);
    }

    private static Device chip(Path device) {
        try {
            GpioChip chip = GpioChip.of(device);
            var traits = new ArrayList<Trait>();
            traits.add(Trait.at(device.toString(), "lines", Integer.toString(chip.lines())));
            for (int offset = 0; offset < chip.lines(); offset++) {
                GpioChip.Line line = chip.line(offset);
                if (line.isUsed()) {
                    traits.add(Trait.of("held", "line %d %s by %s, %s".formatted(offset, line.name(),
                            line.consumer().isEmpty() ? "somebody without a name" : line.consumer(),
                            line.isOutput() ? "output" : "input")));
                }
            }
            return new Device(chip.label(), Set.of(Kind.OTHER), "GPIO", State.CONNECTED, "", traits);
        } catch (IOException e) {
            return new Device(device.toString(), Set.of(Kind.OTHER), "GPIO", State.CANNOT_CONNECT,
                    String.valueOf(e.getMessage()), List.of());
        }
    }

    private static Device pwmChip(Path chip) {
        List<String> parts = SysfsPulses.parts(chip);
        String channels = SysfsText.tryRead(chip.resolve("npwm")).orElse("?");
        return new Device(parts.isEmpty() ? chip.toString() : parts.getLast(), Set.of(Kind.OTHER), "PWM",
                State.CONNECTED, "", List.of(Trait.at(chip.toString(), "channels", channels)));
    }

    private static Device sensor(KernelDevices.Found found, String what, String... files) {
        String problem = "no value";
        for (String file : files) {
            Path path = found.folder().resolve(file);
            try {
                Optional<Double> value = KernelDevices.number(path);
                if (value.isPresent()) {
                    return new Device(found.name(), Set.of(Kind.OTHER), "sensor", State.CONNECTED, "",
                            List.of(Trait.at(path.toString(), what,
                                    String.format(Locale.ROOT, "%.6g", value.get()))));
                }
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new Device(found.name(), Set.of(Kind.OTHER), "sensor", State.CANNOT_CONNECT, problem,
                List.of());
    }
}
