package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialPortsTest {

    @TempDir
    private Path root;

    private SerialPorts ports() {
        return new SerialPorts(root.resolve("dev"), root.resolve("sys"), root.resolve("proc"));
    }

    private Path port(String name) throws IOException {
        Files.createDirectories(root.resolve("dev"));
        return Files.createFile(root.resolve("dev").resolve(name));
    }

    private void link(String folder, String name, String port) throws IOException {
        Path links = Files.createDirectories(root.resolve("dev/serial").resolve(folder));
        Files.createSymbolicLink(links.resolve(name), Path.of("../..").resolve(port));
    }

    @Test
    void aMachineWithoutPortsHasNone() {
        assertEquals(List.of(), ports().seen());
    }

    @Test
    void aPortIsSeenWithItsNamesItsMakerAndWhoHasIt() throws IOException {
        Path usb0 = port("ttyUSB0");
        port("ttyAMA0");
        port("ttyS0");
        port("video0");
        link("by-id", "usb-FTDI_FT232R_A8004xyz-if00-port0", "ttyUSB0");
        link("by-id", "usb-gone-if00", "ttyACM7");
        link("by-path", "platform-usb-0:1.2:1.0-port0", "ttyUSB0");
        Path device = Files.createDirectories(root.resolve("sys/devices/usb1/1-1"));
        Path node = Files.createDirectories(device.resolve("1-1:1.0/ttyUSB0"));
        Files.writeString(device.resolve("idVendor"), "0403\n");
        Files.writeString(device.resolve("idProduct"), "6001\n");
        Files.writeString(device.resolve("manufacturer"), "FTDI\n");
        Files.writeString(device.resolve("product"), "FT232R USB UART\n");
        Files.writeString(device.resolve("serial"), "A8004xyz\n");
        Path tty = Files.createDirectories(root.resolve("sys/class/tty/ttyUSB0"));
        Files.createSymbolicLink(tty.resolve("device"), node);
        Path descriptors = Files.createDirectories(root.resolve("proc/4711/fd"));
        Files.writeString(root.resolve("proc/4711/comm"), "indi_flipflat\n");
        Files.createSymbolicLink(descriptors.resolve("5"), usb0);

        List<SerialPorts.Seen> seen = ports().seen();
        assertEquals(List.of("ttyAMA0", "ttyUSB0"),
                seen.stream().map(s -> s.path().getFileName().toString()).toList());
        SerialPorts.Seen plain = seen.get(0);
        assertEquals(new SerialPorts.Seen(plain.path(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()), plain);
        SerialPorts.Seen cap = seen.get(1);
        assertTrue(cap.best().endsWith("by-id/usb-FTDI_FT232R_A8004xyz-if00-port0"), cap.toString());
        assertTrue(cap.byPath().orElseThrow().endsWith("platform-usb-0:1.2:1.0-port0"));
        assertEquals("0403:6001 FTDI FT232R USB UART A8004xyz", cap.usb().orElseThrow().text());
        assertEquals(Optional.of("indi_flipflat, process 4711"), cap.holder());
    }

    @Test
    void whatToDoAboutAPortThatMayNotBeOpenedNamesUserAndGroup() throws IOException {
        String user = System.getProperty("user.name");
        assertEquals(
                "user " + user
                        + " may not open it, only root may: a udev rule should give it to the group dialout",
                SerialPorts.rightsAdvice(Path.of("/dev/null")));
        assertEquals(
                "user %s may not open it: sudo usermod -aG dialout %s, then log in again or restart the daemon"
                        .formatted(user, user),
                SerialPorts.rightsAdvice(root.resolve("gone")));
    }
}
