package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.sim.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SxBusTest {

    @TempDir
    Path sys;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-10T20:00:00Z"));
    private final FakeSx h694 = new FakeSx(time, 0x57, 2750, 2200, 0x14);

    /// The camera, an ASI camera, a hub and a keyboard.
    private UsbPorts bus(Optional<DeviceException> refusal) {
        return new UsbPorts() {
            @Override
            public List<UsbPlace> seen(String asker) {
                return List.of(new UsbPlace("1", 1, 0x1d6b, 2), h694.place(),
                        new UsbPlace("1-3", 7, 0x03c3, 0x294a),
                        new UsbPlace("1-4", 8, 0x046d, 0xc31c));
            }

            @Override
            public UsbLink open(String asker, UsbPlace place) throws DeviceException {
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                return h694.open(asker, place);
            }
        };
    }

    @Test
    void camerasAreShownWithWhatTheySayAndLetGo() throws Exception {
        h694.serial = "SX9";
        DeviceSurvey survey = new SxBus(bus(Optional.empty()), sys, time).look();
        assertEquals(List.of("Starlight Xpress camera at 1-2", "ZWO camera at 1-3"),
                survey.devices().stream().map(DeviceSurvey.Device::name).toList());
        DeviceSurvey.Device camera = survey.devices().getFirst();
        assertEquals(State.CONNECTED_JUST_NOW, camera.state());
        assertEquals(
                List.of("1278:0194 at 1-2", "Starlight Xpress H694", "SX9", "1.18 build 1108", "2750x2200",
                        "-40.0°C..35.0°C"),
                camera.traits().stream().map(Trait::value).toList());
        assertEquals("close", h694.told().getLast());
        assertEquals("not driven over USB here; use INDI for it", survey.devices().getLast().note());
    }

    @Test
    void aKernelDriverIsNamedAndAProgramsClaimIsNot() throws Exception {
        Path bound = Files.createDirectories(sys.resolve("bus/usb/devices/1-2:1.0")).resolve("driver");
        Files.createSymbolicLink(bound, Path.of("../../drivers/usbtest"));
        var bus = new SxBus(bus(Optional.empty()), sys, time);
        assertTrue(bus.look().devices().getFirst().traits()
                .contains(Trait.of("kernel", "its driver usbtest lets go while the camera is used")));
        Files.delete(bound);
        Files.createSymbolicLink(bound, Path.of("../../drivers/usbfs"));
        assertTrue(
                bus.look().devices().getFirst().traits().stream().noneMatch(t -> t.what().equals("kernel")));
    }

    @Test
    void whatMayNotBeOpenedIsShownWithTheRuleToAdd() throws Exception {
        String advice = UsbRights.advice(h694.place());
        var survey = new SxBus(bus(Optional.of(new DeviceException.Refused("x", advice))), sys, time).look();
        assertEquals(State.CANNOT_CONNECT, survey.devices().getFirst().state());
        String note = survey.devices().getFirst().note();
        assertTrue(note.contains("/etc/udev/rules.d/60-darkbox-usb.rules") && note.endsWith(
                "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"1278\", GROUP=\"plugdev\", MODE=\"0660\""),
                note);
    }
}
