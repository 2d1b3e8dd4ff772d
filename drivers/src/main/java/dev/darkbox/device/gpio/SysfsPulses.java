package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A PWM channel by the kernel's files (`/sys/class/pwm`, kernel's `Documentation/ABI/testing/sysfs-class-pwm`).
///
/// A channel outlives this program: after a crash it goes on as it was, until somebody switches it off. It stays
/// exported.
final class SysfsPulses implements Pulses {

    /// For udev to give the files of a channel that has just been exported to the group.
    private static final Duration HAND_OVER = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;

    private SysfsPulses(Path folder) {
        this.folder = folder;
    }

    /// Finds the channel, and exports it where nobody has yet.
    ///
    /// @param root `/sys/class/pwm`
    static SysfsPulses open(Path root, GpioSpec.Pwm at, Time time)
            throws DeviceException, InterruptedException {
        Path chip = find(root, at);
        int channels = Integer.parseInt(read(chip.resolve("npwm")));
        if (at.channel() >= channels) {
            throw new DeviceException.Refused("PWM " + at,
                    "%s has channels 0..%d".formatted(chip, channels - 1));
        }
        var pulses = new SysfsPulses(chip.resolve("pwm" + at.channel()));
        if (!Files.exists(pulses.folder)) {
            export(chip, at);
        }
        long began = time.nanos();
        while (!Files.isWritable(pulses.folder.resolve("enable"))) {
            if (time.nanos() - began > HAND_OVER.toNanos()) {
                throw new DeviceException.Refused(pulses.place(),
                        "may not be written; is darkbox-gpio.rules installed, and this user in the group gpio?");
            }
            time.sleep(POLL);
        }
        pulses.uprightPolarity();
        return pulses;
    }

    private static void export(Path chip, GpioSpec.Pwm at) throws DeviceException {
        try {
            write(chip.resolve("export"), Integer.toString(at.channel()));
        } catch (IOException e) {
            throw new DeviceException.Refused("PWM " + at, SysfsText.reason(chip.resolve("export"), e));
        }
    }

    private static Path find(Path root, GpioSpec.Pwm at) throws DeviceException {
        List<Path> fitting = new ArrayList<>();
        List<String> there = new ArrayList<>();
        for (Path chip : chips(root)) {
            List<String> path = parts(chip);
            there.add(chip.getFileName() + " at " + String.join("/", path));
            if (at.chip().isEmpty() || path.contains(at.chip())) {
                fitting.add(chip);
            }
        }
        if (fitting.size() != 1) {
            throw new DeviceException.Refused("PWM " + at, "%s such chip; seen from here: %s".formatted(
                    fitting.isEmpty() ? "no" : "more than one",
                    there.isEmpty()
                            ? "none, is dtoverlay=pwm-2chan in config.txt?"
                            : String.join(", ", there)));
        }
        return fitting.getFirst();
    }

    /// All chips, as `/sys/class/pwm/pwmchip…`.
    static List<Path> chips(Path root) {
        var chips = new TreeSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, "pwmchip*")) {
            found.forEach(chips::add);
        } catch (IOException _) {
            return List.of();
        }
        return List.copyOf(chips);
    }

    /// Where the device tree has it: the parts of its real path below `devices`, without numbers of the kernel's.
    static List<String> parts(Path chip) {
        var parts = new ArrayList<String>();
        try {
            for (Path part : chip.toRealPath()) {
                String text = part.toString();
                if (text.equals("devices")) {
                    parts.clear();
                } else if (!text.equals("pwm") && !text.startsWith("pwmchip")) {
                    parts.add(text);
                }
            }
        } catch (IOException _) {
            return List.of();
        }
        return List.copyOf(parts);
    }

    /// Another program may have left it upside down, where a length of 0 is light.
    private void uprightPolarity() throws DeviceException {
        Path polarity = folder.resolve("polarity");
        if (Files.exists(polarity) && read(polarity).equals("inversed")) {
            put("enable", 0);
            try {
                write(polarity, "normal");
            } catch (IOException e) {
                throw new DeviceException.Refused(place(), SysfsText.reason(polarity, e));
            }
        }
    }

    @Override
    public String place() {
        return folder.toString();
    }

    @Override
    public State read() throws DeviceException {
        return new State(number("period"), number("duty_cycle"), number("enable") != 0);
    }

    /// The kernel refuses a period shorter than the pulse: it goes to 0 first.
    @Override
    public void set(long periodNanos, long dutyNanos) throws DeviceException {
        if (periodNanos < 1 || dutyNanos < 0 || dutyNanos > periodNanos) {
            throw new IllegalArgumentException(dutyNanos + " of " + periodNanos + " ns");
        }
        State now = read();
        if (now.periodNanos() != periodNanos) {
            if (now.dutyNanos() > periodNanos) {
                put("duty_cycle", 0);
            }
            put("period", periodNanos);
        }
        if (now.dutyNanos() != dutyNanos || now.periodNanos() != periodNanos) {
            put("duty_cycle", dutyNanos);
        }
        if (!now.enabled()) {
            put("enable", 1);
        }
    }

    /// A channel whose period was never set takes nothing, and gives nothing.
    @Override
    public void off() throws DeviceException {
        State now = read();
        if (now.periodNanos() == 0 && !now.enabled()) {
            return;
        }
        try {
            put("duty_cycle", 0);
        } finally {
            put("enable", 0);
        }
    }

    private long number(String file) throws DeviceException {
        String text = read(folder.resolve(file));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new DeviceException.Garbled(folder.resolve(file).toString(), "a number", text);
        }
    }

    private static String read(Path file) throws DeviceException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new DeviceException.Lost(String.valueOf(file.getParent()), SysfsText.reason(file, e));
        }
    }

    private void put(String file, long value) throws DeviceException {
        try {
            write(folder.resolve(file), Long.toString(value));
        } catch (IOException e) {
            throw new DeviceException.Lost(place(),
                    "%d is not taken: %s".formatted(value, SysfsText.reason(folder.resolve(file), e)));
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
