package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.indi.IndiSpec.Setting;
import dev.darkbox.device.indi.Vector.Kind;
import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A preset's `mode`, made into orders to a camera's driver. Several parts are separated by commas; a part is
///
/// ```
///  High                           the switch of that name or label, or the index, in the one mode property that has it
///  TC_LOW_NOISE=ON                the switch of that name or label, or the number, in a property of the camera
///  CCD_CONTROLS.HighSpeedMode=0   a number in a property of several
/// ```
///
/// A mode whose own name has a comma or an equals sign in it is understood when it stands alone.
final class ReadModes {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final IndiDevice camera;
    private final Places places;

    /// One order.
    ///
    /// @param device where the property is
    /// @param value plain decimal; empty for a switch, which is turned on
    record Choice(IndiDevice device, String property, String member, String value) {}

    private ReadModes(IndiDevice camera, Places places) {
        this.camera = camera;
        this.places = places;
    }

    /// What to order for a mode, each property once.
    ///
    /// @param mode empty for nothing
    /// @throws DeviceException.Refused the camera has no such mode, or more than one
    static List<Choice> choose(IndiDevice camera, Places places, String mode) throws DeviceException {
        return mode.isBlank() ? List.of() : new ReadModes(camera, places).all(mode.strip());
    }

    private List<Choice> all(String mode) throws DeviceException {
        List<Choice> whole = plain(mode);
        if (whole.size() == 1) {
            return whole;
        }
        var choices = new ArrayList<Choice>();
        var properties = new HashSet<String>();
        for (String part : COMMA.split(mode, -1)) {
            Choice choice = one(part);
            if (!properties.add(choice.property() + (choice.value().isEmpty() ? "" : choice.member()))) {
                throw refused(mode, choice.property() + " is named twice");
            }
            choices.add(choice);
        }
        return choices;
    }

    private Choice one(String part) throws DeviceException {
        List<Choice> found = plain(part);
        int equals = part.indexOf('=');
        if (found.isEmpty() && equals > 0) {
            return named(part, part.substring(0, equals).strip(), part.substring(equals + 1).strip());
        }
        if (found.isEmpty()) {
            throw refused(part, places.modes().isEmpty()
                    ? "the camera has no readout modes; write mode = \"\", or name their place: "
                            + Setting.READ_MODE.key()
                    : "not in any of " + allowed());
        }
        if (found.size() > 1) {
            throw refused(part, "in more than one property; write " + String.join(" or ",
                    found.stream().map(c -> c.property() + "=" + part).toList()));
        }
        return found.getFirst();
    }

    /// A part without a property: every place it may mean.
    private List<Choice> plain(String word) {
        return places.modes().stream().flatMap(v -> in(v, word).stream()).toList();
    }

    private Optional<Choice> in(Vector v, String word) {
        IndiDevice device = new IndiDevice(camera.connection(), v.device());
        if (v.kind() == Kind.SWITCH) {
            return PropertyStore.called(v, word).map(m -> new Choice(device, v.name(), m.name(), ""));
        }
        Optional<String> member = places.override(Setting.READ_MODE)
                .filter(place -> place.property().equals(v.name()) && !place.member().isEmpty())
                .map(MemberName::member).or(() -> v.members().keySet().stream().findFirst());
        return Double.isFinite(Numbers.parse(word))
                ? member.map(m -> new Choice(device, v.name(), m, Numbers.plainText(Numbers.parse(word))))
                : Optional.empty();
    }

    /// A part that names its property.
    private Choice named(String part, String place, String value) throws DeviceException {
        int dot = place.indexOf('.');
        String property = dot < 0 ? place : place.substring(0, dot);
        Vector v = camera.all().stream().filter(p -> p.name().equalsIgnoreCase(property)).findFirst()
                .orElseThrow(() -> refused(part, "the camera has no property " + property));
        if (v.kind() == Kind.SWITCH && dot < 0) {
            return in(v, value).orElseThrow(() -> refused(part, "allowed: " + words(v)));
        }
        if (v.kind() != Kind.NUMBER || !Double.isFinite(Numbers.parse(value))) {
            throw refused(part, "%s is a %s".formatted(v.name(), v.kind().name().toLowerCase(Locale.ROOT)));
        }
        Optional<Member> member = dot >= 0
                ? PropertyStore.called(v, place.substring(dot + 1))
                : v.members().size() == 1 ? v.members().values().stream().findFirst() : Optional.empty();
        return new Choice(camera, v.name(), member.orElseThrow(() -> refused(part, "allowed: "
                + Arrays.toString(v.members().keySet().stream().map(m -> v.name() + "." + m).toArray())))
                .name(), Numbers.plainText(Numbers.parse(value)));
    }

    private DeviceException.Refused refused(String mode, String why) {
        return new DeviceException.Refused(camera.name(), "readout mode \"" + mode + "\": " + why);
    }

    /// Every mode there is, for people.
    private List<String> allowed() {
        return places.modes().stream().map(v -> v.name() + " " + words(v)).toList();
    }

    /// What may stand behind a property's name.
    static List<String> words(Vector v) {
        return v.members().values().stream().map(m -> v.kind() == Kind.SWITCH
                ? m.label().isEmpty() ? m.name() : m.label()
                : m.hasRange() ? Numbers.plainText(m.min()) + ".." + Numbers.plainText(m.max()) : "a number")
                .toList();
    }
}
