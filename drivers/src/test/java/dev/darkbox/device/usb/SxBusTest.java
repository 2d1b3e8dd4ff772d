package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.UsbRule;
import dev.darkbox.device.sim.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SxBusTest {

    @TempDir
    Path root;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-10T20:00:00Z"));
    private final FakeSx h694 = new FakeSx(time, 0x57, 2750, 2200, 0x1C);
    /// Beside the camera: a hub, an ASI camera, an FLI camera, a keyboard, a filter wheel of the camera's maker.
    private final List<UsbPlace> others = List.of(new UsbPlace("1", 1, 0x1d6b, 2),
            new UsbPlace("1-3", 7, 0x03c3, 0x294a), new UsbPlace("1-4", 8, 0x046d, 0xc31c),
            new UsbPlace("1-5", 9, 0x0f18, 0x000a), new UsbPlace("1-6", 10, 0x1278, 0x0920, false));
    private UsbKernel kernel;

    @BeforeEach
    void machine() throws Exception {
        kernel = new UsbKernel(root.resolve("sys"), root.resolve("dev"), root.resolve("proc"));
        Files.createDirectories(kernel.sys().resolve("bus/usb/devices"));
        Files.createDirectories(kernel.proc());
    }

    private SxBus bus(Optional<DeviceException> refusal, SxWish... wishes) {
        var ports = new UsbPorts() {
            @Override
            public List<UsbPlace> seen(String asker) {
                var all = new ArrayList<>(h694.seen(asker));
                all.addAll(others);
                return all;
            }

            @Override
            public UsbLink open(String asker, UsbPlace place) throws DeviceException {
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                return h694.open(asker, place);
            }
        };
        return new SxBus(ports, kernel, time, List.of(wishes));
    }

    private static SxWish wish(SxSpec.Which which) {
        return new SxWish("north", which);
    }

    private List<String> lacks(Optional<DeviceException> refusal, SxSpec.Which which) throws Exception {
        return bus(refusal, wish(which)).look().shortcomings().stream().map(Shortcoming::text).toList();
    }

    private void bind(String driver) throws Exception {
        Path link = Files.createDirectories(kernel.sys().resolve("bus/usb/devices/1-2:1.0"))
                .resolve("driver");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("../../drivers/" + driver));
    }

    @Test
    void camerasAreShownWithWhatTheySayAndWhatToWriteAndLetGo() throws Exception {
        h694.serial = "SX9";
        DeviceSurvey survey = bus(Optional.empty()).look();
        assertEquals(
                List.of("Starlight Xpress camera at 1-2", "FLI device at 1-5",
                        "Starlight Xpress device at 1-6"),
                survey.devices().stream().map(Device::name).toList(), "ZWO's are shown elsewhere");
        Device camera = survey.devices().getFirst();
        assertEquals(State.CONNECTED_JUST_NOW, camera.state());
        assertEquals(
                List.of("driver = \"sx\"", "serial = \"SX9\"", "position = \"1-2\"", "1278:0194 at 1-2",
                        "Starlight Xpress H694", "SX9", "1.18 build 1108",
                        "2750x2200 px, 4.54 µm, mono, 16 bits", "[1, 2, 4]",
                        "none: frames are dark behind a cover only", "-40.0°C..35.0°C",
                        "not driven by Darkbox"),
                camera.traits().stream().map(Trait::value).toList());
        assertEquals("close", h694.told().getLast());
        assertEquals("Darkbox does not drive it over USB; use INDI for it", survey.devices().get(1).note());
        assertEquals("no camera: it has not the two pipes of one", survey.devices().getLast().note());
    }

    @Test
    void aKernelDriverIsNamed() throws Exception {
        bind("usbtest");
        assertTrue(bus(Optional.empty()).look().devices().getFirst().traits()
                .contains(Trait.of("kernel", "its driver usbtest lets go while the camera is used")));
    }

    @Test
    void aCameraThatAProgramUsesIsNotTouchedAndTheProgramNamed() throws Exception {
        bind("usbfs");
        Device unseen = bus(Optional.empty()).look().devices().getFirst();
        assertEquals(State.CANNOT_CONNECT, unseen.state());
        assertEquals("in use by a program of another user, perhaps the daemon", unseen.note());
        Path process = kernel.proc().resolve("812");
        Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), "indi_sx_ccd\n");
        Files.createSymbolicLink(process.resolve("fd/7"), kernel.dev().resolve("bus/usb/001/005"));
        assertEquals("in use by indi_sx_ccd, process 812",
                bus(Optional.empty()).look().devices().getFirst().note());
        assertEquals(List.of(), h694.told());
    }

    @Test
    void whatMayNotBeOpenedIsShownWithTheRuleToAdd() throws Exception {
        String advice = h694.place() + ": " + UsbRule.advice(h694.place().vendor());
        var survey = bus(Optional.of(new DeviceException.Refused("x", advice))).look();
        assertEquals(State.CANNOT_CONNECT, survey.devices().getFirst().state());
        String note = survey.devices().getFirst().note();
        assertTrue(note.contains("/etc/udev/rules.d/60-darkbox-usb.rules") && note.endsWith(
                "SUBSYSTEM==\"usb\", ENV{DEVTYPE}==\"usb_device\", ATTR{idVendor}==\"1278\", GROUP=\"plugdev\", MODE=\"0660\""),
                note);
    }

    @Test
    void whatTheConfigurationAsksForInVainIsSaid() throws Exception {
        h694.serial = "SX9";
        var at = new SxSpec.Which.At("1-2");
        var elsewhere = new SxSpec.Which.At("2-1");
        var serial = new SxSpec.Which.Serial("SX9");
        var another = new SxSpec.Which.Serial("SX7");
        var only = new SxSpec.Which.TheOnly();
        for (var which : List.of(at, serial, only)) {
            assertEquals(List.of(), lacks(Optional.empty(), which));
        }
        assertEquals(
                List.of("no Starlight Xpress camera at position 2-1; there is 1278:0194 at 1-2 with serial"
                        + " number \"SX9\""),
                lacks(Optional.empty(), elsewhere));
        assertEquals(
                List.of("no Starlight Xpress camera with serial number \"SX7\"; there is 1278:0194 at 1-2"
                        + " with serial number \"SX9\""),
                lacks(Optional.empty(), another));
        Optional<DeviceException> refusal = Optional.of(new DeviceException.Refused("x", "no"));
        assertEquals(List.of(), lacks(refusal, another), "it may be the one that could not be asked");
        h694.unplug();
        assertEquals(List.of("no Starlight Xpress camera is plugged in"), lacks(Optional.empty(), only));
        assertEquals(List.of("no Starlight Xpress camera with serial number \"SX9\"; there is none"),
                lacks(Optional.empty(), serial));
    }

    @Test
    void aMachineWithoutSuchCamerasIsNotLookedAt() throws Exception {
        assertFalse(bus(Optional.empty()).isWorthALook());
        assertTrue(bus(Optional.empty(), wish(new SxSpec.Which.TheOnly())).isWorthALook());
        Path device = Files.createDirectories(kernel.sys().resolve("bus/usb/devices/1-3"));
        Files.writeString(device.resolve("idVendor"), "03c3\n");
        assertFalse(bus(Optional.empty()).isWorthALook(), "ZWO's are shown elsewhere");
        Files.writeString(device.resolve("idVendor"), "1278\n");
        assertTrue(bus(Optional.empty()).isWorthALook());
    }
}
