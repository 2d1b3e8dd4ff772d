package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.sdk.AsiCameraInfo;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiPlaces;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What ZWO cameras there are, what can be done with them, and what is in the way. Nothing is set.
public final class AsiSurvey {

    private static final String PLACE = "ZWO cameras of this machine";

    private final Optional<Path> library;
    private final AsiPlaces places;
    private final Arena arena;
    private final AsiBus bus;
    private final AsiPatience patience;
    private final List<AsiWish> wishes;

    /// @param library where the configuration says the maker's library is; empty for the usual places
    /// @param wishes of the rigs; may be none
    public AsiSurvey(Optional<Path> library, List<AsiWish> wishes) {
        this(library, AsiPlaces.usual(), Arena.global(), AsiBus.ofThisMachine(), AsiPatience.usual(), wishes);
    }

    AsiSurvey(Optional<Path> library, AsiPlaces places, Arena arena, AsiBus bus, AsiPatience patience,
            List<AsiWish> wishes) {
        this.library = library;
        this.places = places;
        this.arena = arena;
        this.bus = bus;
        this.patience = patience;
        this.wishes = List.copyOf(wishes);
    }

    /// Whether there is anything to look at: the library, one of the maker's devices on the bus, or a wish.
    public boolean isWorthALook() {
        return library.isPresent() || !wishes.isEmpty() || places.find().isPresent() || !bus.look().isEmpty();
    }

    /// A fresh look; opens each camera for a moment.
    public DeviceSurvey look() throws InterruptedException {
        try {
            AsiHub hub = AsiHub.load(library, places, arena, patience);
            var devices = new ArrayList<Device>();
            var names = new ArrayList<String>();
            List<AsiHub.Sight> sights = hub.look(true);
            for (AsiHub.Sight sight : sights) {
                devices.add(device(hub, sight));
                names.add(sight.toString());
            }
            bus.look().stream().filter(p -> names.stream().noneMatch(name -> isOf(p, name)))
                    .forEach(p -> devices.add(unseen(p)));
            return new DeviceSurvey(PLACE, Optional.empty(), devices, shortcomings(sights));
        } catch (DeviceException e) {
            List<Device> plugged = bus.look().stream().map(this::unseen).toList();
            return new DeviceSurvey(PLACE, Optional.of(e.what()), plugged, shortcomings(List.of()));
        }
    }

    private static boolean isOf(AsiBus.Plugged plugged, String name) {
        return !plugged.product().isEmpty() && name.contains(plugged.product());
    }

    /// On the bus, and not among the library's cameras.
    private Device unseen(AsiBus.Plugged plugged) {
        String note = plugged.isOurs()
                ? "not shown by the maker's library: no camera, or one that is newer than the library"
                : AsiAdvice.noRight();
        return new Device(plugged.product().isEmpty() ? plugged.id() : plugged.product(), Set.of(Kind.OTHER),
                "USB " + plugged.id(), State.CANNOT_CONNECT, note,
                List.of(Trait.at(plugged.node().toString(), "release", plugged.release())));
    }

    private List<Shortcoming> shortcomings(List<AsiHub.Sight> sights) {
        var all = new ArrayList<Shortcoming>();
        for (AsiWish wish : wishes) {
            long fitting = sights.stream().filter(sight -> fits(wish.spec(), sight)).count();
            if (fitting != 1) {
                all.add(new Shortcoming(wish.rig(), fitting == 0
                        ? wish.spec() + " is not there"
                        : "%d cameras may be meant by %s: name one by its serial number".formatted(fitting,
                                wish.spec()),
                        fitting == 0 ? wish.spec().model() : ""));
            }
        }
        return all;
    }

    private static boolean fits(AsiSpec spec, AsiHub.Sight sight) {
        return (spec.model().isEmpty() || spec.model().equals(sight.info().name()))
                && (spec.serial().isEmpty() || spec.serial().equals(sight.serial()));
    }

    private Device device(AsiHub hub, AsiHub.Sight sight) throws InterruptedException {
        String driver = hub.library().file() + hub.library().sdkVersion().map(v -> ", SDK " + v).orElse("");
        if (sight.problem().isPresent()) {
            return new Device(sight.info().name(), Set.of(Kind.CAMERA), driver, State.CANNOT_CONNECT,
                    AsiAdvice.doesNotOpen(sight.problem().get().what()), sensor(sight.info()));
        }
        var traits = new ArrayList<Trait>();
        traits.add(Trait.of("write", "driver = \"asi\""));
        traits.add(Trait.of("write", "model = \"%s\"".formatted(sight.info().name())));
        if (!sight.serial().isEmpty()) {
            traits.add(Trait.of("write", "serial = \"%s\"".formatted(sight.serial())));
        }
        traits.addAll(sensor(sight.info()));
        if (!hub.tellsSerials()) {
            traits.add(Trait.missing("serial number",
                    "the library is too old to tell: it lacks ASIGetSerialNumber"));
        } else if (sight.serial().isEmpty()) {
            traits.add(Trait.missing("serial number", "the camera has none"));
        }
        if (bus.isShortOfMemory()) {
            traits.add(Trait.at(bus.memoryMb().toString(), "note",
                    "large frames may fail: the kernel's usbfs_memory_mb is below the maker's 200"));
        }
        var connection = new AsiConnection(hub, new AsiSpec(sight.info().name(), sight.serial()),
                patience.comeback(), bus);
        try (connection) {
            connection.open();
            traits.addAll(controls(connection.now().controls()));
            return new Device(sight.toString(), Set.of(Kind.CAMERA), driver, State.CONNECTED_JUST_NOW, "",
                    traits);
        } catch (DeviceException e) {
            return new Device(sight.toString(), Set.of(Kind.CAMERA), driver, State.CANNOT_CONNECT, e.what(),
                    traits);
        }
    }

    private static List<Trait> sensor(AsiCameraInfo info) {
        String color = AsiFacts.bayer(info).isEmpty() ? "mono" : "colour " + AsiFacts.bayer(info);
        return List.of(
                Trait.of("sensor",
                        String.format(Locale.ROOT, "%s px, %.2f µm, %s, %d bits", AsiFacts.sensor(info),
                                info.pixelMicron(), color, info.bitDepth())),
                Trait.of("binning", info.bins().toString()),
                Trait.of("shutter", info.mechanicalShutter()
                        ? "shut for dark and bias frames"
                        : "none: frames are dark behind a cover only"),
                Trait.of("bus",
                        info.usb3Host()
                                ? "USB 3"
                                : "USB 2" + (info.usb3Camera() ? ", the camera has USB 3" : "")));
    }

    private static List<Trait> controls(AsiControls controls) throws DeviceException, InterruptedException {
        var traits = new ArrayList<Trait>();
        for (AsiControl control : controls.all().keySet()) {
            String range = AsiSettings.range(controls.demand(control));
            String now = control == AsiControl.TEMPERATURE
                    ? AsiCooler.sensor(controls).toString()
                    : "%d (%s)".formatted(controls.get(control), range);
            String rule = rule(control);
            traits.add(Trait.at(control.title(), word(control), rule.isEmpty() ? now : now + "; " + rule));
        }
        return traits;
    }

    private static String word(AsiControl control) {
        return switch (control) {
            case GAIN -> "gain";
            case OFFSET -> "offset";
            case BANDWIDTH -> "USB limit";
            case EXPOSURE -> "exposure, µs";
            case TEMPERATURE -> "temperature";
            case COOLER_POWER -> "cooler power, %";
            case TARGET_TEMPERATURE -> "set point, °C";
            case COOLER_ON -> "cooler";
            case FAN_ON -> "fan";
            case ANTI_DEW_HEATER -> "window heater";
            case HARDWARE_BIN, HIGH_SPEED, MONO_BIN -> "readout mode";
            case GAMMA -> "gamma";
            case WHITE_BALANCE_RED, WHITE_BALANCE_BLUE -> "white balance";
            case OVERCLOCK -> "overclocking";
            case FLIP -> "flip";
            case PATTERN_ADJUST -> "pattern";
        };
    }

    /// What becomes of it, where nobody asks the configuration.
    private static String rule(AsiControl control) {
        return switch (control) {
            case FAN_ON -> "runs with the cooler";
            case ANTI_DEW_HEATER -> "off in the dark";
            case GAMMA, WHITE_BALANCE_RED, WHITE_BALANCE_BLUE, OVERCLOCK, FLIP -> "made to do nothing";
            case PATTERN_ADJUST -> "left alone";
            case GAIN, OFFSET, BANDWIDTH, EXPOSURE, TEMPERATURE, COOLER_POWER, TARGET_TEMPERATURE, COOLER_ON,
                    HARDWARE_BIN, HIGH_SPEED, MONO_BIN ->
                "";
        };
    }
}
