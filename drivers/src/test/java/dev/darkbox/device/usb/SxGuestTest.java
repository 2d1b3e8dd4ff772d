package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Guest;
import dev.darkbox.linux.GpioChip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.lang3.SystemUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.usb4java.LibUsb;

/// Real usb4java, libusb and the kernel's USB stack drive emulated cameras, in a virtual machine: as the daemon's user in our
/// unit's sandbox, with our udev rule.
@Tag("slow")
@Tag("vm")
class SxGuestTest {

    private static final int RUN_SECONDS = 900;
    private static final int PATIENCE = 5;

    @Test
    void theDriverTakesFramesAndOutlivesFaultsOnARealKernel() throws Exception {
        Guest guest = Guest.built("usb")
                .classes(GpioChip.class, SxCamera.class, SxBusProcess.class, LibUsb.class, SystemUtils.class)
                .installed("darkbox.sysusers", "darkbox-usb.rules", "darkboxd.service")
                .cameras()
                .tree(Path.of(System.getProperty(UsbLibrary.FOLDER)), "usb");
        List<String> console = guest.run("usb-job.sh", RUN_SECONDS);
        assertEquals(List.of(), console.stream().filter(line -> line.startsWith("not ok ")).toList());

        assertEquals(List.of("root:root 664"), said(guest, "without-rule"));
        List<String> refused = said(guest, "survey");
        assertEquals(1, refused.size(), refused.toString());
        assertEquals(
                "CANNOT_CONNECT 1278:0119 at 1-1: user darkbox may not open it: put this line into "
                        + "/etc/udev/rules.d/60-darkbox-usb.rules, add the user to the group plugdev and plug the "
                        + "camera in again: SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", "
                        + "ATTR{idVendor}==\"1278\", GROUP=\"plugdev\", MODE=\"0660\"",
                refused.getFirst());
        assertEquals(List.of("root:plugdev 660"), said(guest, "with-rule"));

        SxStories.whole(said(guest, "whole"));
        SxStories.faults(PATIENCE, said(guest, "faults"));
        SxStories.unplug(said(guest, "unplug"));
        SxStories.several(said(guest, "several"));

        SxStories.held("1278:0119", "1392x1040", "this program", said(guest, "held"));
        List<String> driver = said(guest, "driver");
        assertTrue(driver.size() == 2 && driver.getFirst().endsWith("/usbserial_generic"), driver.toString());
        assertEquals(driver.getFirst(), driver.getLast(), "the kernel's driver has it again");
    }

    private static List<String> said(Guest guest, String story) throws IOException {
        return Files.readString(guest.folder().resolve("said").resolve(story), StandardCharsets.UTF_8).lines()
                .map(String::stripTrailing).toList();
    }
}
