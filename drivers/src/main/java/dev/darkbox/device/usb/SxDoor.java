package dev.darkbox.device.usb;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the camera that somebody wants among those that are plugged in, and opens it.
final class SxDoor {

    static final int VENDOR = 0x1278;

    private final SxSpec spec;
    private final UsbPorts ports;
    private final Time time;
    /// Where it was found last.
    private Optional<String> known = Optional.empty();

    /// A camera that answers.
    record Opened(UsbPlace place, SxTalk talk, SxIdentity identity) {}

    SxDoor(SxSpec spec, UsbPorts ports, Time time) {
        this.spec = spec;
        this.ports = ports;
        this.time = time;
    }

    /// @throws DeviceException.Lost it is not plugged in
    /// @throws DeviceException.Refused it may not be opened, or there are several and none was named
    Opened open() throws DeviceException, InterruptedException {
        List<UsbPlace> all = cameras(ports.seen(spec.name()));
        Opened opened = switch (spec.which()) {
            case SxSpec.Which.TheOnly _ -> {
                if (all.size() > 1) {
                    throw new DeviceException.Refused(spec.name(),
                            "there are several Starlight Xpress cameras, one must be named by position or serial number: "
                                    + text(all));
                }
                yield open(all.stream().findFirst()
                        .orElseThrow(() -> absent("no Starlight Xpress camera", all)), true);
            }
            case SxSpec.Which.At(String position) ->
                open(all.stream().filter(place -> place.position().equals(position)).findFirst()
                        .orElseThrow(() -> absent("no Starlight Xpress camera at " + position, all)), true);
            case SxSpec.Which.Serial(String serial) -> bySerial(serial, all);
        };
        known = Optional.of(opened.place().position());
        return opened;
    }

    /// Filter wheels and whatever else the maker has on USB have other pipes.
    static boolean isCamera(UsbPlace place) {
        return place.vendor() == VENDOR && place.hasPipes();
    }

    private static List<UsbPlace> cameras(List<UsbPlace> seen) {
        return seen.stream().filter(SxDoor::isCamera).toList();
    }

    /// Asks one after the other. Those that turn out to be others' are not reset, whether or not they answer.
    private Opened bySerial(String serial, List<UsbPlace> all) throws DeviceException, InterruptedException {
        boolean refused = false;
        var others = new ArrayList<String>();
        for (UsbPlace place : all) {
            boolean resets = known.map(place.position()::equals).orElse(all.size() == 1);
            try {
                Opened opened = open(place, resets);
                if (opened.identity().serial().equals(serial)) {
                    return opened;
                }
                opened.talk().close();
                others.add("%s with serial number \"%s\"".formatted(place, opened.identity().serial()));
            } catch (DeviceException e) {
                // another's, perhaps; ours may be the next
                refused |= e instanceof DeviceException.Refused;
                others.add(e.what().startsWith(place.toString()) ? e.what() : place + ": " + e.what());
            }
        }
        String text = "no Starlight Xpress camera with serial number \"%s\" is plugged in; there is %s"
                .formatted(serial, others.isEmpty() ? "none" : String.join(", ", others));
        throw refused
                ? new DeviceException.Refused(spec.name(), text)
                : new DeviceException.Lost(spec.name(), text);
    }

    private DeviceException.Lost absent(String what, List<UsbPlace> all) {
        return new DeviceException.Lost(spec.name(),
                "%s is plugged in; there is %s".formatted(what, all.isEmpty() ? "none" : text(all)));
    }

    private static String text(List<UsbPlace> all) {
        return all.stream().map(UsbPlace::toString).collect(Collectors.joining(", "));
    }

    /// @param resets one that does not answer is reset and opened a second time
    private Opened open(UsbPlace place, boolean resets) throws DeviceException, InterruptedException {
        try {
            return greet(place, resets);
        } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
            if (!resets) {
                throw e;
            }
            return greet(place, false);
        }
    }

    private Opened greet(UsbPlace place, boolean resets) throws DeviceException, InterruptedException {
        var talk = new SxTalk(spec.name(), ports.open(spec.name(), place), spec.answerLimit(), time);
        boolean greeted = false;
        try {
            var opened = new Opened(place, talk, SxIdentity.ask(spec.name(), place.product(), talk));
            greeted = true;
            return opened;
        } finally {
            if (!greeted) {
                if (resets) {
                    talk.resetDevice();
                }
                talk.close();
            }
        }
    }
}
