package dev.darkbox.device.gpio;

import dev.darkbox.device.LightSensor;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A light sensor by the kernel's files (industrial I/O). One that is missing or fails is no evidence; one that
/// overflows sees light.
public final class FileLightSensor implements LightSensor {

    /// A raw value this high is an overflow or full daylight: a TSL2591 ends at 36863 with its shortest integration, at
    /// 65535 otherwise.
    static final int OVERFLOW = 36_863;

    private final GpioSpec.Light light;
    private final KernelDevices devices;
    private final Time time;

    public FileLightSensor(GpioSpec.Light light, Time time) {
        this(light, KernelDevices.ofThisMachine(), time);
    }

    FileLightSensor(GpioSpec.Light light, KernelDevices devices, Time time) {
        this.light = light;
        this.devices = devices;
        this.time = time;
    }

    @Override
    public String name() {
        return light.name();
    }

    /// Looks for it each time: a sensor that was unplugged may come back as another number.
    @Override
    public Reading read() {
        try {
            Path folder = devices.iio(light.device());
            for (String raw : new String[]{"in_intensity_both_raw", "in_illuminance_raw"}) {
                Optional<Double> counts = KernelDevices.number(folder.resolve(raw));
                if (counts.isPresent() && counts.get() >= OVERFLOW) {
                    return reading(Sight.LIGHT, "%s is %.0f: more than it can measure".formatted(
                            folder.resolve(raw), counts.get()));
                }
            }
            double lux = lux(folder);
            if (!(lux >= 0)) {
                return reading(Sight.NO_EVIDENCE, folder + ": " + lux + " lx");
            }
            return reading(lux < light.darkBelowLux() ? Sight.DARK : Sight.LIGHT,
                    String.format(Locale.ROOT, "%.3g lx, dark is below %.3g lx", lux, light.darkBelowLux()));
        } catch (IOException e) {
            return reading(Sight.NO_EVIDENCE, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static double lux(Path folder) throws IOException {
        Optional<Double> input = KernelDevices.number(folder.resolve("in_illuminance_input"));
        if (input.isPresent()) {
            return input.get();
        }
        Path raw = folder.resolve("in_illuminance_raw");
        double counts = KernelDevices.number(raw)
                .orElseThrow(
                        () -> new IOException(folder + ": no in_illuminance_input or in_illuminance_raw"));
        return counts * KernelDevices.number(folder.resolve("in_illuminance_scale")).orElse(1.0);
    }

    private Reading reading(Sight sight, String said) {
        return new Reading(time.now(), sight, said);
    }

    /// Nothing is held.
    @Override
    public void close() {}
}
