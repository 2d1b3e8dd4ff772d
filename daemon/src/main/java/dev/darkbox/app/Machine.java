package dev.darkbox.app;

import dev.darkbox.frame.Disk;
import dev.darkbox.mqtt.BoxPanel;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A look at the machine and at this process: `/proc` and the file system. What cannot be seen is `NaN`.
final class Machine {

    private static final double MB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final double KB_A_MB = 1024;

    private Machine() {}

    /// What it looks like now.
    ///
    /// @param library whose disk matters; it, or a folder above it, is there
    static BoxPanel.Health look(Path library, Duration uptime) {
        Runtime java = Runtime.getRuntime();
        double free = Double.NaN;
        double used = Double.NaN;
        try {
            FileStore disk = Files.getFileStore(Disk.existing(library));
            free = disk.getUsableSpace() / GIB;
            used = 100 - 100.0 * disk.getUsableSpace() / disk.getTotalSpace();
        } catch (IOException _) {
            // a disk that cannot be asked has no figures
        }
        return new BoxPanel.Health(uptime, (java.totalMemory() - java.freeMemory()) / MB,
                number("/proc/self/status", "VmRSS:") / KB_A_MB,
                (int) number("/proc/self/status", "Threads:"),
                number("/proc/meminfo", "MemAvailable:") / KB_A_MB, free, used);
    }

    /// The number of a line like `VmRSS:  5124 kB`.
    private static double number(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                    .mapToDouble(Double::parseDouble).findFirst().orElse(Double.NaN);
        } catch (IOException _) {
            return Double.NaN;
        }
    }
}
