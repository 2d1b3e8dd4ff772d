package dev.darkbox.device.asi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// The maker's cameras on the bus, as the kernel knows them: whether or not there is a library, and whoever uses them.
///
/// @param devices the kernel's folder of USB devices
/// @param nodes the folder of their device files
/// @param memoryMb the kernel's file that limits what all programs together may have under way on the bus
record AsiBus(Path devices, Path nodes, Path memoryMb) {

    static final int VENDOR = 0x03C3;
    private static final String VENDOR_HEX = "%04x".formatted(VENDOR);
    /// What the maker's own rule sets.
    private static final int ENOUGH_MB = 200;

    /// A device.
    ///
    /// @param product what it calls itself, e.g. `ASI2600MM Pro`
    /// @param id vendor and product, e.g. `03c3:260e`
    /// @param release of its firmware as it tells the bus, four digits
    /// @param node its device file
    record Plugged(String product, String id, String release, Path node) {

        /// Whether this user may use it.
        boolean isOurs() {
            return Files.isReadable(node) && Files.isWritable(node);
        }
    }

    static AsiBus ofThisMachine() {
        return new AsiBus(Path.of("/sys/bus/usb/devices"), Path.of("/dev/bus/usb"),
                Path.of("/sys/module/usbcore/parameters/usbfs_memory_mb"));
    }

    /// Cameras, filter wheels and focusers alike: they tell themselves apart by their names only.
    List<Plugged> look() {
        var found = new ArrayList<Plugged>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
            for (Path device : all) {
                if (text(device, "idVendor").equals(VENDOR_HEX)) {
                    found.add(
                            new Plugged(text(device, "product"), VENDOR_HEX + ":" + text(device, "idProduct"),
                                    text(device, "bcdDevice"), node(device)));
                }
            }
        } catch (IOException _) {
            return List.of(); // a machine without USB
        }
        found.sort(Comparator.comparing(p -> p.node().toString()));
        return List.copyOf(found);
    }

    /// The firmware's release of the cameras of a model; empty when none can be found, or they differ.
    String release(String model) {
        var releases = new TreeSet<String>();
        look().stream().filter(p -> !p.product().isEmpty() && model.endsWith(p.product()))
                .forEach(p -> releases.add(p.release()));
        return releases.size() == 1 ? releases.first() : "";
    }

    /// Whether large frames may fail for want of memory on the bus.
    boolean isShortOfMemory() {
        String limit = text(memoryMb);
        return limit.matches("[0-9]{1,9}") && Integer.parseInt(limit) > 0
                && Integer.parseInt(limit) < ENOUGH_MB;
    }

    private Path node(Path device) {
        return nodes.resolve(digits(text(device, "busnum"))).resolve(digits(text(device, "devnum")));
    }

    private static String digits(String number) {
        return number.matches("[0-9]{1,3}") ? "%03d".formatted(Integer.parseInt(number)) : "?";
    }

    private static String text(Path folder, String file) {
        return text(folder.resolve(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
