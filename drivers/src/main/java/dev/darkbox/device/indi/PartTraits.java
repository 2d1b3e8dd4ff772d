package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.indi.Vector.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a wheel, a cap and a panel show of themselves, as they were seen last.
final class PartTraits {

    private PartTraits() {}

    /// Of a device that is connected; nothing for what it is not.
    static List<Trait> of(IndiDevice device) {
        var traits = new ArrayList<Trait>();
        device.find("FILTER_SLOT").ifPresent(slot -> traits.add(wheel(device, slot)));
        device.find("CAP_PARK").ifPresent(park -> traits.add(Trait.at("CAP_PARK", "cap",
                IndiCap.position(park).name().toLowerCase(Locale.ROOT))));
        device.find("FLAT_LIGHT_CONTROL").ifPresent(light -> traits.add(Trait.at("FLAT_LIGHT_CONTROL",
                "light",
                light.isOn("FLAT_LIGHT_ON") ? "on" : light.isOn("FLAT_LIGHT_OFF") ? "off" : "unknown")));
        device.find("FLAT_LIGHT_INTENSITY").map(v -> v.members().get("FLAT_LIGHT_INTENSITY_VALUE"))
                .ifPresent(m -> traits.add(Trait.at("FLAT_LIGHT_INTENSITY", "brightness", number(m))));
        return traits;
    }

    private static Trait wheel(IndiDevice device, Vector slot) {
        Member value = slot.members().get("FILTER_SLOT_VALUE");
        if (value == null || !(value.max() >= 1)) {
            return Trait.missing("filters", "FILTER_SLOT does not say how many slots there are");
        }
        var names = new ArrayList<String>();
        for (int i = 1; i <= Math.min(value.max(), 64); i++) {
            String member = "FILTER_SLOT_NAME_" + i;
            String name = device.find("FILTER_NAME").map(v -> v.text(member)).orElse("");
            names.add(i + (name.isEmpty() ? "" : ":" + name));
        }
        return Trait.at("FILTER_SLOT", "filters", "at %s %s".formatted(
                Double.isFinite(value.number()) ? Numbers.plainText(value.number()) : "no slot", names));
    }

    /// A number and its range.
    static String number(Member member) {
        double value = member.number();
        String text = Double.isFinite(value) ? Numbers.plainText(shorter(value)) : member.text();
        return member.hasRange()
                ? "%s (%s..%s)".formatted(text, Numbers.plainText(shorter(member.min())),
                        Numbers.plainText(shorter(member.max())))
                : text;
    }

    /// Without the digits that binary fractions bring.
    private static double shorter(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(Locale.ROOT, "%.6g", value)) : value;
    }
}
