package dev.darkbox.device.usb;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The cameras on this machine's USB: those that can be driven are opened, asked and let go again; those that cannot are
/// named with the way to use them.
public final class SxBus {

    private static final String PLACE = "USB";
    /// Other makers' cameras, by vendor.
    private static final Map<Integer, String> OTHERS = Map.of(0x03C3, "ZWO", 0x0F18, "FLI", 0x156C,
            "Meade DSI");
    /// The driver that stands for a program which has claimed a device.
    private static final String A_PROGRAM = "usbfs";

    private final UsbPorts ports;
    private final Path sys;
    private final Time time;

    public SxBus() {
        this(new Usb4JavaPorts(), Path.of("/sys"), Time.system());
    }

    SxBus(UsbPorts ports, Path sys, Time time) {
        this.ports = ports;
        this.sys = sys;
        this.time = time;
    }

    /// A fresh look. Takes a fraction of a second for each camera that answers, seconds for one that does not.
    public DeviceSurvey look() throws InterruptedException {
        List<UsbPlace> seen;
        try {
            seen = ports.seen(PLACE);
        } catch (DeviceException e) {
            return new DeviceSurvey(PLACE, Optional.of(e.what()), List.of(), List.of());
        }
        var devices = new ArrayList<Device>();
        for (UsbPlace place : seen) {
            if (place.vendor() == SxDoor.VENDOR) {
                devices.add(starlight(place));
            } else if (OTHERS.containsKey(place.vendor())) {
                devices.add(
                        new Device("%s camera at %s".formatted(OTHERS.get(place.vendor()), place.position()),
                                Set.of(Kind.CAMERA), "", State.NOT_CONNECTED,
                                "not driven over USB here; use INDI for it",
                                List.of(Trait.at(place.position(), "USB", place.toString()))));
            }
        }
        return new DeviceSurvey(PLACE, Optional.empty(), devices, List.of());
    }

    private Device starlight(UsbPlace place) throws InterruptedException {
        var traits = new ArrayList<Trait>();
        traits.add(Trait.at(place.position(), "USB", place.toString()));
        kernelDriver(place).filter(driver -> !driver.equals(A_PROGRAM)).ifPresent(
                driver -> traits.add(
                        Trait.of("kernel", "its driver " + driver + " lets go while the camera is used")));
        var spec = new SxSpec("Starlight Xpress camera at " + place.position(),
                new SxSpec.Which.At(place.position()));
        try (SxCamera camera = SxCamera.open(spec, ports, time)) {
            CameraFacts facts = camera.facts();
            traits.add(Trait.of("model", facts.model()));
            if (!facts.serial().isEmpty()) {
                traits.add(Trait.of("serial number", facts.serial()));
            }
            traits.add(Trait.of("firmware", facts.firmware()));
            traits.add(Trait.of("sensor", facts.sensor() + (camera.hasColours() ? ", colour" : "")));
            traits.add(camera.cooler().isPresent()
                    ? Trait.of("cooler", "%s..%s".formatted(SxReply.COLDEST, SxReply.WARMEST))
                    : Trait.missing("cooler", "the camera has none"));
            return new Device(spec.name(), Set.of(Kind.CAMERA), facts.driver(), State.CONNECTED_JUST_NOW, "",
                    traits);
        } catch (DeviceException e) {
            return new Device(spec.name(), Set.of(Kind.CAMERA), "", State.CANNOT_CONNECT, e.what(), traits);
        }
    }

    /// What the kernel has bound to its first interface.
    private Optional<String> kernelDriver(UsbPlace place) {
        Path link = sys.resolve("bus/usb/devices/%s:1.0/driver".formatted(place.position()));
        try {
            return Optional.of(Files.readSymbolicLink(link)).map(Path::getFileName).map(Path::toString);
        } catch (IOException _) {
            return Optional.empty(); // nothing is bound
        }
    }
}
