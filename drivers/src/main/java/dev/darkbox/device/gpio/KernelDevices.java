package dev.darkbox.device.gpio;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Where the kernel shows sensors: folders with a file `name` and files with numbers.
final class KernelDevices {

    private final Path iio;
    private final Path hwmon;
    private final Path oneWire;

    /// A sensor.
    record Found(String name, Path folder) {}

    KernelDevices(Path iio, Path hwmon, Path oneWire) {
        this.iio = iio;
        this.hwmon = hwmon;
        this.oneWire = oneWire;
    }

    static KernelDevices ofThisMachine() {
        return new KernelDevices(Path.of("/sys/bus/iio/devices"), Path.of("/sys/class/hwmon"),
                Path.of("/sys/bus/w1/devices"));
    }

    /// The folder of a sensor of industrial I/O.
    ///
    /// @param device its name, or the folder
    /// @throws IOException none or several have the name; the message says which there are
    Path iio(String device) throws IOException {
        return device.startsWith("/") ? Path.of(device) : one(device, named(iio, "iio:device*"));
    }

    /// The folder of a thermometer.
    Path thermometer(String device) throws IOException {
        if (device.startsWith("/")) {
            return Path.of(device);
        }
        return device.matches("[0-9a-f]{2}-[0-9a-f]{12}")
                ? oneWire.resolve(device)
                : one(device, thermometers());
    }

    private static Path one(String device, List<Found> all) throws IOException {
        List<Found> fitting = all.stream().filter(found -> found.name().equals(device)).toList();
        if (fitting.size() != 1) {
            throw new IOException("%s sensor %s; seen from here: %s".formatted(
                    fitting.isEmpty() ? "no" : "more than one", device, all.isEmpty()
                            ? "none"
                            : String.join(", ", all.stream().map(Found::name).toList())));
        }
        return fitting.getFirst().folder();
    }

    /// All that can see light.
    List<Found> lights() {
        return named(iio, "iio:device*").stream()
                .filter(found -> Files.exists(found.folder().resolve("in_illuminance_input"))
                        || Files.exists(found.folder().resolve("in_illuminance_raw")))
                .toList();
    }

    /// All that can feel how warm it is; of 1-Wire with their numbers.
    List<Found> thermometers() {
        var all = new ArrayList<Found>();
        for (Path folder : list(oneWire, "*-*")) {
            if (Files.exists(folder.resolve("temperature"))) {
                all.add(new Found(String.valueOf(folder.getFileName()), folder));
            }
        }
        for (Found found : named(hwmon, "hwmon*")) {
            if (Files.exists(found.folder().resolve("temp1_input"))) {
                all.add(found);
            }
        }
        for (Found found : named(iio, "iio:device*")) {
            if (Files.exists(found.folder().resolve("in_temp_input"))
                    || Files.exists(found.folder().resolve("in_temp_raw"))) {
                all.add(found);
            }
        }
        return List.copyOf(all);
    }

    private static List<Found> named(Path root, String glob) {
        return list(root, glob).stream().flatMap(folder -> SysfsText.tryRead(folder.resolve("name"))
                .map(name -> new Found(name, folder)).stream()).toList();
    }

    private static List<Path> list(Path root, String glob) {
        var all = new TreeSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, glob)) {
            found.forEach(all::add);
        } catch (IOException _) {
            return List.of();
        }
        return List.copyOf(all);
    }

    /// The number in a file; empty when there is no such file.
    ///
    /// @throws IOException it cannot be read, or is no number; the message names the file
    static Optional<Double> number(Path file) throws IOException {
        try {
            return SysfsText.read(file).map(Double::parseDouble);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": no number: " + e.getMessage());
        } catch (IOException e) {
            throw new IOException(SysfsText.reason(file, e));
        }
    }
}
