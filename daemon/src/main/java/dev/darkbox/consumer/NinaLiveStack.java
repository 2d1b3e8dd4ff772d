package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import java.util.ArrayList;
import java.util.List;

/// N.I.N.A. 3.x, plugin Live Stack: the first of the profile's dark library whose gain, offset, exposure, width and height
/// are the light's, each compared for equality. Temperature is not looked at.
///
/// Source: nina.plugin.livestack, commit ead6fbb, read.
public final class NinaLiveStack implements Consumer {

    @Override
    public String title() {
        return "N.I.N.A. Live Stack";
    }

    /// Darks and dark flats are in one library there.
    @Override
    public Pick pick(Light light, List<Published> shelf) {
        List<Published> equal = Same.of(shelf, master -> !master.isBias() && Same.gain(light, master)
                && Same.offset(light, master) && Same.size(light, master)
                && master.keys().exposure().equals(light.exposure()));
        List<Published> registered = Same.of(equal, master -> Same.setPoint(light, master, 0));
        if (registered.isEmpty()) {
            return new Nothing(equal.isEmpty()
                    ? "none has the light's gain, offset, size and exposure to the last digit"
                    : "those that fit are of another set point, and do not belong into this profile");
        }
        var cautions = new ArrayList<String>();
        if (equal.size() > registered.size()) {
            cautions.add("%d of another set point fit as well, because temperature is not looked at"
                    .formatted(equal.size() - registered.size()));
        }
        if (registered.size() > 1) {
            cautions.add("%s fits as well; the first in the list wins".formatted(registered.get(1).name()));
        }
        return new Takes(registered.getFirst(), "gain, offset, exposure and size are equal", cautions);
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        var lines = new ArrayList<String>();
        lines.add(
                "Register the .fit files of one set point only in a profile: temperature is not looked at.");
        lines.add("Replace entries, never add: the first that fits wins, so an old one hides a new one.");
        if (shelf.stream().anyMatch(Published::isBias)) {
            lines.add(
                    "Do not register the bias: it would be subtracted from lights beside the dark, which holds it "
                            + "already (or switch \"use bias for lights\" off), and flats would take it in place of their "
                            + "dark flats.");
        }
        lines.add(
                "Never leave gain or offset of an entry at \"ignore\" (-1): its exposure is not compared then.");
        lines.add(
                "Mount the folder before N.I.N.A. starts: entries whose file is missing are dropped for good.");
        return lines;
    }
}
