package dev.darkbox.device.gpio;

import dev.darkbox.device.Celsius;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A thermometer by the kernel's files: 1-Wire, hwmon or industrial I/O.
public final class FileTemperature {

    private static final double LOWEST = -55;
    private static final double HIGHEST = 125;
    /// What a DS18B20 says that has not measured yet; unverified, as is the next.
    private static final double POWER_ON = 85;

    private final GpioSpec.Thermometer thermometer;
    private final KernelDevices devices;

    public FileTemperature(GpioSpec.Thermometer thermometer) {
        this(thermometer, KernelDevices.ofThisMachine());
    }

    FileTemperature(GpioSpec.Thermometer thermometer, KernelDevices devices) {
        this.thermometer = thermometer;
        this.devices = devices;
    }

    /// Name for log lines.
    public String name() {
        return thermometer.name();
    }

    /// As it was configured: 1-Wire number, the kernel's name or the folder.
    public String place() {
        return thermometer.device();
    }

    /// A fresh look, up to a second long with 1-Wire; [Celsius#UNKNOWN] for a sensor that is missing or fails, and for
    /// what no sensor means: exactly 85 °C, and all outside -55..125 °C, such as -127 °C.
    public Celsius read() {
        return look().temperature();
    }

    /// What [#read] tells, and why where it tells nothing.
    ///
    /// @param temperature [Celsius#UNKNOWN] for no reading
    /// @param why there is none, one line; empty when there is one
    public record Reading(Celsius temperature, String why) {}

    /// As [#read].
    public Reading look() {
        try {
            double degrees = degrees(devices.thermometer(thermometer.device()));
            if (degrees == POWER_ON) {
                return none("85.000 °C, which a sensor says that has not measured yet");
            }
            return degrees >= LOWEST && degrees <= HIGHEST
                    ? new Reading(Celsius.of(degrees), "")
                    : none(String.format(Locale.ROOT, "%.3f °C, which no sensor means", degrees));
        } catch (IOException e) {
            return none(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Reading none(String why) {
        return new Reading(Celsius.UNKNOWN, why);
    }

    /// All of these count in thousandths of a degree.
    private static double degrees(Path folder) throws IOException {
        for (String file : new String[]{"temperature", "temp1_input", "in_temp_input"}) {
            Optional<Double> milli = KernelDevices.number(folder.resolve(file));
            if (milli.isPresent()) {
                return milli.get() / 1000;
            }
        }
        Path raw = folder.resolve("in_temp_raw");
        double counts = KernelDevices.number(raw)
                .orElseThrow(() -> new IOException(folder + ": no temperature"));
        double offset = KernelDevices.number(folder.resolve("in_temp_offset")).orElse(0.0);
        return (counts + offset) * KernelDevices.number(folder.resolve("in_temp_scale")).orElse(1.0) / 1000;
    }
}
