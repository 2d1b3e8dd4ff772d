package dev.darkbox.device.serial;

import dev.darkbox.device.FileHolders;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The serial ports of this machine: opened for protocols, seen for people who choose one. Merely to see them opens
/// nothing, which would reset boards.
///
/// @param dev `/dev`, but for tests
/// @param sys `/sys`
/// @param proc `/proc`
public record SerialPorts(Path dev, Path sys, Path proc) {

    private static final String NAMES = "{ttyUSB,ttyACM,ttyAMA}*";
    /// From a port up to the USB device it belongs to.
    private static final int MOST_LEVELS = 8;

    /// One port.
    ///
    /// @param path e.g. `/dev/ttyUSB0`: another one after the next start of the machine, perhaps
    /// @param byId its name by maker, product and serial number; chips without a serial number share one
    /// @param byPath its name by the socket it is plugged into
    /// @param usb empty for a port that is not on USB
    /// @param forbidden why we may not open it, and what to do; empty when we may
    /// @param holder who has it open, as far as can be seen
    public record Seen(
            Path path, Optional<Path> byId, Optional<Path> byPath, Optional<Usb> usb,
            Optional<String> forbidden, Optional<String> holder) {

        /// What to write into the configuration.
        public Path best() {
            return byId.or(() -> byPath).orElse(path);
        }
    }

    /// What a USB device says of itself.
    ///
    /// @param vendor four hexadecimal digits, e.g. `0403`
    /// @param product likewise
    /// @param maker may be empty, as may be what follows
    public record Usb(String vendor, String product, String maker, String name, String serial) {

        /// `0403:6001 FTDI FT232R USB UART A8004xyz`
        public String text() {
            return Stream.of(vendor + ":" + product, maker, name, serial).filter(s -> !s.isEmpty())
                    .reduce((a, b) -> a + " " + b).orElse("");
        }
    }

    /// This machine's.
    public static SerialPorts system() {
        return new SerialPorts(Path.of("/dev"), Path.of("/sys"), Path.of("/proc"));
    }

    /// Opens ports, each time by what its name stands for at that time.
    ///
    /// @param atExit how long ports stay open when the program is told to end, unless they are closed before: so long as
    ///   putting out lamps may take
    public static LineOpener opener(Duration atExit) {
        return (place, profile) -> SerialPortOpener.open(place, profile, atExit);
    }

    /// All there are now, by name.
    public List<Seen> seen() {
        List<Path> byId = entries(dev.resolve("serial/by-id"), "*");
        List<Path> byPath = entries(dev.resolve("serial/by-path"), "*");
        return entries(dev, NAMES).stream().map(path -> {
            boolean allowed = Files.isReadable(path) && Files.isWritable(path);
            return new Seen(path, linkTo(path, byId), linkTo(path, byPath), usb(path),
                    allowed ? Optional.empty() : Optional.of(rightsAdvice(path)),
                    new FileHolders(proc).of(path).map(FileHolders.Holder::text));
        }).toList();
    }

    private static Optional<Path> linkTo(Path port, List<Path> links) {
        return links.stream().filter(link -> {
            try {
                return link.toRealPath().equals(port.toRealPath());
            } catch (IOException _) {
                return false; // points to nothing
            }
        }).findFirst();
    }

    private Optional<Usb> usb(Path port) {
        try {
            Path at = sys.resolve("class/tty").resolve(port.getFileName()).resolve("device").toRealPath();
            for (int level = 0; level < MOST_LEVELS && at != null; level++) {
                if (Files.isReadable(at.resolve("idVendor"))) {
                    return Optional.of(new Usb(text(at, "idVendor"), text(at, "idProduct"),
                            text(at, "manufacturer"), text(at, "product"), text(at, "serial")));
                }
                at = at.getParent();
            }
        } catch (IOException _) {
            // not on a bus, or gone
        }
        return Optional.empty();
    }

    private static String text(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file)).strip();
        } catch (IOException _) {
            return ""; // not every device says everything
        }
    }

    private static List<Path> entries(Path folder, String glob) {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException _) {
            // a machine without such ports has no such folder
        }
        found.sort(Comparator.comparing(Path::toString));
        return found;
    }

    /// What to do about a port that this user may not open.
    static String rightsAdvice(Path device) {
        String user = System.getProperty("user.name", "?");
        String group;
        try {
            group = Files.readAttributes(device, PosixFileAttributes.class).group().getName();
        } catch (IOException _) {
            group = "dialout";
        }
        return group.equals("root")
                ? "user %s may not open it, only root may: a udev rule should give it to the group dialout"
                        .formatted(user)
                : "user %s may not open it: sudo usermod -aG %s %s, then log in again or restart the daemon"
                        .formatted(user, group, user);
    }
}
