package dev.darkbox.device.indi;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Shortcoming;
import dev.darkbox.device.Readout;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a rig of the configuration wants of the devices behind a server, and where that is wanted in vain.
///
/// @param readouts of its presets
/// @param setPoints of its presets
/// @param byShutter nothing but the camera's own shutter keeps the light out
public record IndiWish(IndiSpec spec, List<Readout> readouts, List<Celsius> setPoints, boolean byShutter) {

    public IndiWish {
        readouts = List.copyOf(readouts);
        setPoints = List.copyOf(setPoints);
    }

    /// A device in its part, with the property it cannot do without.
    private record Part(String part, String device, String property) {}

    private List<Part> parts() {
        var parts = new ArrayList<Part>();
        parts.add(new Part("camera", spec.camera(), "CCD_EXPOSURE"));
        parts.add(new Part("wheel", spec.wheel(), "FILTER_SLOT"));
        parts.add(new Part("cap", spec.cap(), "CAP_PARK"));
        parts.add(new Part("panel", spec.panel(), "FLAT_LIGHT_CONTROL"));
        spec.heaters().forEach(heater -> parts.add(new Part("heater " + heater.name(),
                heater.member().device(), heater.member().property())));
        parts.removeIf(part -> part.device().isEmpty());
        return parts;
    }

    /// Every device it names.
    List<String> names() {
        return parts().stream().map(Part::device).toList();
    }

    /// What a device is in the rig.
    List<String> partsOf(String device) {
        return parts().stream().filter(part -> part.device().equals(device)).map(Part::part).toList();
    }

    List<Shortcoming> shortcomings(IndiConnection connection, Map<String, Device> found) {
        var all = new ArrayList<Shortcoming>();
        for (Part part : parts()) {
            var device = new IndiDevice(connection, part.device());
            if (!found.containsKey(part.device())) {
                all.add(new Shortcoming(spec.rig(),
                        "%s \"%s\" is not there".formatted(part.part(), part.device()),
                        part.device()));
            } else if (IndiSurvey.isConnected(device) && !device.has(part.property())) {
                all.add(shortcoming("%s \"%s\" has no %s".formatted(part.part(), part.device(),
                        part.property())));
            }
        }
        for (IndiSpec.Heater heater : spec.heaters()) {
            MemberName member = heater.member();
            new IndiDevice(connection, member.device()).find(member.property())
                    .filter(v -> !v.members().containsKey(member.member()))
                    .ifPresent(v -> all.add(shortcoming("heater %s: %s has no %s, only %s".formatted(
                            heater.name(), member.property(), member.member(), v.members().keySet()))));
        }
        var camera = new IndiDevice(connection, spec.camera());
        if (IndiSurvey.isConnected(camera) && camera.has("CCD_EXPOSURE")) {
            presets(camera, all);
        }
        return all;
    }

    private void presets(IndiDevice camera, List<Shortcoming> all) {
        var places = new Places(camera, spec.overrides());
        for (Readout readout : readouts) {
            setting(places, Setting.GAIN, readout.gain()).ifPresent(all::add);
            setting(places, Setting.OFFSET, readout.offset()).ifPresent(all::add);
            setting(places, Setting.USB_LIMIT, readout.usbLimit()).ifPresent(all::add);
            try {
                ReadModes.choose(camera, places, readout.mode());
            } catch (DeviceException e) {
                all.add(shortcoming(e.what()));
            }
        }
        setPoints.stream().filter(Celsius::isKnown)
                .flatMap(point -> places.profile().neverReached(point).stream())
                .forEach(why -> all.add(shortcoming(why)));
        if (byShutter && !places.profile().shutter().mayShut()) {
            all.add(shortcoming("dark = \"shutter\", but the shutter: " + places.profile().shutter().text()));
        }
    }

    private Optional<Shortcoming> setting(Places places, Setting setting, int value) {
        if (value == Readout.NONE) {
            return Optional.empty();
        }
        Optional<MemberName> place = places.writable(setting);
        Optional<Vector> property = place.flatMap(p -> places.on(p).find(p.property()));
        if (property.isEmpty()) {
            return Optional.of(shortcoming("%s %d: the camera has no such setting; write \"none\", or %s"
                    .formatted(setting.words(), value, setting.key())));
        }
        if (property.get().kind() == Kind.SWITCH) {
            return PropertyStore.called(property.get(), String.valueOf(value)).isPresent()
                    ? Optional.empty()
                    : Optional.of(shortcoming("%s %d, allowed %s".formatted(setting.words(), value,
                            ReadModes.words(property.get()))));
        }
        Member member = property.get().members().get(place.orElseThrow().member());
        if (member == null) {
            return Optional.of(shortcoming("%s: there is no %s, which %s names".formatted(setting.words(),
                    place.orElseThrow(), setting.key())));
        }
        return member.hasRange() && (value < member.min() || value > member.max())
                ? Optional.of(shortcoming("%s %d, allowed %s..%s".formatted(setting.words(), value,
                        Numbers.plainText(member.min()), Numbers.plainText(member.max()))))
                : Optional.empty();
    }

    private Shortcoming shortcoming(String text) {
        return new Shortcoming(spec.rig(), text, "");
    }
}
