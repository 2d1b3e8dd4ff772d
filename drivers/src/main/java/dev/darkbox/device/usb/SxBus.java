package dev.darkbox.device.usb;

import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The cameras on this machine's USB: those that can be driven are opened, asked and let go again; those that cannot are
/// named with the way to use them. One that a program uses is left alone. ZWO's are shown elsewhere.
public final class SxBus {

    private static final String PLACE = "cameras on USB";
    /// Other makers' cameras, by vendor.
    private static final Map<Integer, String> OTHERS = Map.of(0x0F18, "FLI", 0x156C, "Meade DSI");

    private final UsbPorts ports;
    private final UsbKernel kernel;
    private final Time time;
    private final List<SxWish> wishes;

    /// One of the maker's that is plugged in.
    ///
    /// @param facts what it said; empty when it was not asked or did not answer
    private record Seen(UsbPlace place, Device device, Optional<CameraFacts> facts) {}

    /// @param wishes of the rigs; may be none
    public SxBus(List<SxWish> wishes) {
        this(new Usb4JavaPorts(), UsbKernel.ofThisMachine(), Time.system(), wishes);
    }

    SxBus(UsbPorts ports, UsbKernel kernel, Time time, List<SxWish> wishes) {
        this.ports = ports;
        this.kernel = kernel;
        this.time = time;
        this.wishes = List.copyOf(wishes);
    }

    /// Whether there is anything to look at: a wish, or a device on the bus that would be shown. Opens nothing and loads
    /// nothing.
    public boolean isWorthALook() {
        Set<String> there = kernel.vendors();
        return !wishes.isEmpty() || there.contains(hex(SxDoor.VENDOR))
                || OTHERS.keySet().stream().map(SxBus::hex).anyMatch(there::contains);
    }

    private static String hex(int vendor) {
        return "%04x".formatted(vendor);
    }

    /// A fresh look. Takes a fraction of a second for each camera that answers, seconds for one that does not.
    public DeviceSurvey look() throws InterruptedException {
        List<UsbPlace> all;
        try {
            all = ports.seen(PLACE);
        } catch (DeviceException e) {
            return new DeviceSurvey(PLACE, Optional.of(e.what()), List.of(), List.of());
        }
        var devices = new ArrayList<Device>();
        var cameras = new ArrayList<Seen>();
        for (UsbPlace place : all) {
            if (SxDoor.isCamera(place)) {
                Seen seen = starlight(place);
                cameras.add(seen);
                devices.add(seen.device());
            } else if (place.vendor() == SxDoor.VENDOR) {
                devices.add(other("Starlight Xpress device", Kind.OTHER, place,
                        "no camera: it has not the two pipes of one"));
            } else if (OTHERS.containsKey(place.vendor())) {
                devices.add(other(OTHERS.get(place.vendor()) + " device", Kind.CAMERA, place,
                        "Darkbox does not drive it over USB; use INDI for it"));
            }
        }
        return new DeviceSurvey(PLACE, Optional.empty(), devices, shortcomings(cameras));
    }

    private static Device other(String what, Kind kind, UsbPlace place, String why) {
        return new Device("%s at %s".formatted(what, place.position()), Set.of(kind), "",
                State.CANNOT_CONNECT, why, List.of(Trait.at(place.position(), "USB", place.toString())));
    }

    private Seen starlight(UsbPlace place) throws InterruptedException {
        var spec = new SxSpec("Starlight Xpress camera at " + place.position(),
                new SxSpec.Which.At(place.position()));
        var traits = new ArrayList<Trait>();
        traits.add(Trait.of("write", "driver = \"sx\""));
        traits.add(Trait.of("write", "position = \"%s\"".formatted(place.position())));
        traits.add(Trait.at(place.position(), "USB", place.toString()));
        Optional<String> user = kernel.user(place);
        if (user.isPresent()) {
            return new Seen(place, new Device(spec.name(), Set.of(Kind.CAMERA), "", State.CANNOT_CONNECT,
                    "in use by " + user.get(), traits), Optional.empty());
        }
        kernel.driver(place).ifPresent(driver -> traits.add(
                Trait.of("kernel", "its driver " + driver + " lets go while the camera is used")));
        try (SxCamera camera = SxCamera.open(spec, ports, time)) {
            CameraFacts facts = camera.facts();
            if (!facts.serial().isEmpty()) {
                traits.add(1, Trait.of("write", "serial = \"%s\"".formatted(facts.serial())));
            }
            traits.addAll(camera.traits());
            return new Seen(place, new Device(spec.name(), Set.of(Kind.CAMERA), facts.driver(),
                    State.CONNECTED_JUST_NOW, "", traits), Optional.of(facts));
        } catch (DeviceException e) {
            return new Seen(place, new Device(spec.name(), Set.of(Kind.CAMERA), "", State.CANNOT_CONNECT,
                    e.what(), traits), Optional.empty());
        }
    }

    private List<Shortcoming> shortcomings(List<Seen> cameras) {
        var all = new ArrayList<Shortcoming>();
        for (SxWish wish : wishes) {
            lack(wish.which(), cameras).ifPresent(text -> all.add(new Shortcoming(wish.rig(), text, "")));
        }
        return all;
    }

    /// Why it cannot be had; empty too where it may be one that could not be asked.
    private static Optional<String> lack(SxSpec.Which which, List<Seen> cameras) {
        return switch (which) {
            case SxSpec.Which.TheOnly _ -> cameras.size() == 1
                    ? Optional.empty()
                    : Optional.of(cameras.isEmpty()
                            ? "no Starlight Xpress camera is plugged in"
                            : "several cameras may be meant, one must be named by position or serial number: "
                                    + text(cameras));
            case SxSpec.Which.At(String position) ->
                cameras.stream().anyMatch(seen -> seen.place().position().equals(position))
                        ? Optional.empty()
                        : Optional.of("no Starlight Xpress camera at position %s; there is %s"
                                .formatted(position, text(cameras)));
            case SxSpec.Which.Serial(String serial) ->
                cameras.stream().allMatch(seen -> seen.facts().isPresent()
                        && !seen.facts().get().serial().equals(serial))
                                ? Optional.of(
                                        "no Starlight Xpress camera with serial number \"%s\"; there is %s"
                                                .formatted(serial, text(cameras)))
                                : Optional.empty();
        };
    }

    private static String text(List<Seen> cameras) {
        return cameras.isEmpty()
                ? "none"
                : cameras.stream().map(seen -> seen.place() + seen.facts().map(CameraFacts::serial)
                        .filter(serial -> !serial.isEmpty())
                        .map(" with serial number \"%s\""::formatted).orElse(""))
                        .collect(Collectors.joining(", "));
    }
}
