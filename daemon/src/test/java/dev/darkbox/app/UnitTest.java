package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.UsbRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The files for systemd agree with each other, with the examples and with the daemon.
class UnitTest {

    private static final Path SYSTEMD = Path.of("..", "systemd");

    @Test
    void sysusersMakesWhomTheUnitNames() throws IOException {
        List<String> made = lines(SYSTEMD.resolve("darkbox.sysusers"))
                .filter(line -> line.startsWith("u ")).map(line -> line.split(" ", -1)[1]).toList();
        assertEquals(made, List.of(setting("User")));
        assertEquals(made, List.of(setting("Group")));
    }

    @Test
    void theLibraryFolderHasOneModeWhoeverMakesIt() throws IOException {
        assertEquals(List.of("d /var/lib/" + setting("StateDirectory") + " " + setting("StateDirectoryMode")
                + " darkbox darkbox -"),
                lines(SYSTEMD.resolve("darkbox.tmpfiles")).filter(line -> line.contains("/var/lib"))
                        .toList());
    }

    @Test
    void theExamplesWriteWhereTheUnitAllowsIt() throws IOException {
        for (String name : List.of("minimal.toml", "darkbox.toml")) {
            List<String> libraries = lines(Path.of("..", "config", name))
                    .filter(line -> line.startsWith("library = ")).toList();
            assertTrue(!libraries.isEmpty() && libraries.stream().allMatch(
                    line -> line.matches("library = \"/var/lib/darkbox(/.*)?\"")), name + ": " + libraries);
        }
    }

    @Test
    void theDaemonHasEndedBeforeSystemdLosesPatience() throws IOException {
        int limit = Integer.parseInt(setting("TimeoutStopSec"));
        assertTrue(Service.ALL_ENDS.toSeconds() + 10 <= limit, limit + " s");
    }

    @Test
    void stoppingTheDaemonDoesNotStopTheServerItStartedBeforeItsRunIsOver() throws IOException {
        assertEquals("mixed", setting("KillMode"));
    }

    @Test
    void theServersUnitIsClosedToTheOutsideAndItsFifoIsTheOneThatIsDocumented() throws IOException {
        List<String> unit = lines(SYSTEMD.resolve("darkbox-indiserver.service")).toList();
        assertTrue(unit.containsAll(List.of("IPAddressDeny=any", "IPAddressAllow=localhost",
                "User=" + setting("User"), "RuntimeDirectory=darkbox-indi", "Before=darkboxd.service")),
                unit.toString());
        assertTrue(unit.stream().anyMatch(line -> line.startsWith("ExecStart=/usr/bin/indiserver ")
                && line.contains(" -f /run/darkbox-indi/fifo ") && line.endsWith(" $INDI_DRIVERS")),
                unit.toString());
        assertTrue(Files.readString(Path.of("..", "README.md"))
                .contains("restart_fifo = \"/run/darkbox-indi/fifo\""));
        assertTrue(setting("After").contains(" darkbox-indiserver.service"), setting("After"));
    }

    /// What udev gives to a group, sysusers puts the daemon in, and the unit's sandbox leaves open.
    @Test
    void chipsAndPulsesAreTheDaemonsByItsGroup() throws IOException {
        String rules = Files.readString(SYSTEMD.resolve("darkbox-gpio.rules"));
        assertTrue(rules.contains("KERNEL==\"gpiochip[0-9]*\", GROUP=\"gpio\", MODE=\"0660\""), rules);
        assertTrue(lines(SYSTEMD.resolve("darkbox.sysusers")).toList()
                .contains("m " + setting("User") + " gpio"));
        List<String> unit = lines(SYSTEMD.resolve("darkboxd.service")).toList();
        assertTrue(unit.contains("DeviceAllow=char-gpiochip rw"), unit.toString());
        // ProtectKernelTunables makes /sys read-only, and PWM channels are files there
        assertTrue(
                !unit.contains("ProtectKernelTunables=yes")
                        || unit.contains("ReadWritePaths=-/sys/devices/platform"),
                unit.toString());
        assertTrue(Files.readString(Path.of("..", "README.md"))
                .contains("share/systemd/darkbox-gpio.rules /etc/udev/rules.d/60-darkbox-gpio.rules"));
    }

    /// The lines that people are told to add are those that are shipped, for a file and a group that the rest knows of.
    @Test
    void camerasOnUsbAreTheDaemonsByItsGroup() throws IOException {
        List<String> rules = lines(SYSTEMD.resolve("darkbox-usb.rules")).toList();
        assertTrue(rules.containsAll(List.of(UsbRule.line(0x1278), UsbRule.line(0x03c3))), rules.toString());
        assertTrue(rules.getFirst().startsWith("# " + UsbRule.FILE + ": "), rules.getFirst());
        assertTrue(lines(SYSTEMD.resolve("darkbox.sysusers")).toList()
                .contains("m " + setting("User") + " " + UsbRule.GROUP));
        assertTrue(lines(SYSTEMD.resolve("darkboxd.service")).toList()
                .contains("DeviceAllow=char-usb_device rw"));
        assertTrue(Files.readString(Path.of("..", "README.md"))
                .contains("share/systemd/darkbox-usb.rules " + UsbRule.FILE));
    }

    /// Each file that udev makes writable is one that [dev.darkbox.device.gpio] writes.
    @Test
    void udevHandsOverTheFilesThatPulsesAreMadeBy() throws IOException {
        List<String> rules = lines(SYSTEMD.resolve("darkbox-gpio.rules"))
                .filter(line -> line.contains("RUN+="))
                .toList();
        assertEquals(2, rules.size(), rules.toString());
        assertTrue(rules.getFirst().contains("chgrp gpio export unexport && chmod g+w export unexport"));
        assertTrue(rules.getLast().contains("chgrp gpio period duty_cycle enable polarity"
                + " && chmod g+w period duty_cycle enable polarity"));
    }

    private static String setting(String key) throws IOException {
        List<String> values = lines(SYSTEMD.resolve("darkboxd.service"))
                .filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1))
                .toList();
        assertEquals(1, values.size(), key);
        return values.getFirst();
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream();
    }
}
