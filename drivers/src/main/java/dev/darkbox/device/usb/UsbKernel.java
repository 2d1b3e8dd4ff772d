package dev.darkbox.device.usb;

import dev.darkbox.device.FileHolders;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the kernel tells of devices on USB without any of them being opened.
///
/// @param sys `/sys`, but for tests
/// @param dev `/dev`
/// @param proc `/proc`
record UsbKernel(Path sys, Path dev, Path proc) {

    /// The driver that stands for a program which has claimed a device.
    private static final String A_PROGRAM = "usbfs";

    static UsbKernel ofThisMachine() {
        return new UsbKernel(Path.of("/sys"), Path.of("/dev"), Path.of("/proc"));
    }

    /// Vendors of all that is plugged in, as four hexadecimal digits. Needs no rights and no library.
    Set<String> vendors() {
        var found = new TreeSet<String>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(sys.resolve("bus/usb/devices"))) {
            for (Path device : all) {
                if (Files.isReadable(device.resolve("idVendor"))) {
                    found.add(Files.readString(device.resolve("idVendor")).strip());
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // a machine without USB, or something was unplugged just now
        }
        return found;
    }

    /// The kernel's own driver on its first interface. It lets go when a program claims it.
    Optional<String> driver(UsbPlace place) {
        return bound(place).filter(driver -> !driver.equals(A_PROGRAM));
    }

    /// Who uses it at present, for people; the program's name where its process may be seen.
    Optional<String> user(UsbPlace place) {
        Optional<String> holder = new FileHolders(proc).of(node(place)).map(FileHolders.Holder::text);
        return bound(place).filter(A_PROGRAM::equals)
                .map(_ -> holder.orElse("a program of another user, perhaps the daemon"));
    }

    /// Its device file.
    Path node(UsbPlace place) {
        int bus = Integer.parseInt(place.position().split("-", 2)[0]);
        return dev.resolve("bus/usb/%03d/%03d".formatted(bus, place.address()));
    }

    private Optional<String> bound(UsbPlace place) {
        Path link = sys.resolve("bus/usb/devices/%s:1.0/driver".formatted(place.position()));
        try {
            return Optional.of(Files.readSymbolicLink(link)).map(Path::getFileName).map(Path::toString);
        } catch (IOException _) {
            return Optional.empty(); // nothing is bound
        }
    }
}
