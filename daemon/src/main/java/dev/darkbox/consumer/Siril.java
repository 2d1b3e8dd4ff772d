package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.ByHand;
import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.Conditions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Siril 1.2 and newer: the file whose name a pattern makes of the light's header, to the letter (path parsing).
///
/// Source: siril commit a5869d93a, path_parse.c, read.
public final class Siril implements Consumer {

    @Override
    public String title() {
        return "Siril";
    }

    @Override
    public Pick pick(Light light, List<Published> shelf) {
        boolean wholeDegrees = !light.setPoint().isKnown() || light.setPoint().milliC() % 1000 == 0;
        if (light.exposure().toNanosPart() != 0 || !wholeDegrees) {
            return new ByHand("a pattern makes no whole numbers of fractions: name the file with -dark=");
        }
        String name = name(light);
        return shelf.stream()
                .filter(master -> master.name().equals(name) && master.endings().contains("fit"))
                .findFirst()
                .<Pick>map(master -> new Takes(master, "the pattern makes its name of the header", List.of()))
                .orElseGet(() -> new Nothing("there is no " + name + ".fit"));
    }

    /// What the pattern becomes for a light.
    static String name(Light light) {
        Conditions of = light.conditions();
        return begin(light, light.filter(), String.valueOf(light.exposure().toSeconds()))
                + end(light, String.valueOf(of.gain()), String.valueOf(of.offset()),
                        light.setPoint().isKnown() ? String.valueOf(light.setPoint().milliC() / 1000) : "",
                        String.valueOf(of.binning()));
    }

    /// The pattern itself, for lights of this kind.
    static String pattern(Light light) {
        return begin(light, "$FILTER:%s$", "$EXPTIME:%d$")
                + end(light, "$GAIN:%d$", "$OFFSET:%d$", "$SET-TEMP:%d$", "$XBINNING:%d$") + ".fit";
    }

    private static String begin(Light light, String filter, String seconds) {
        return (light.flat() ? "master-darkflat_" + filter + "_" : "master-dark_") + seconds + "s";
    }

    private static String end(Light light, String gain, String offset, String target, String binning) {
        Conditions of = light.conditions();
        Celsius setPoint = light.setPoint();
        return (of.gain() == Readout.NONE ? "" : "_GAIN" + gain)
                + (of.offset() == Readout.NONE ? "" : "_OFFSET" + offset)
                + (setPoint.isKnown() ? "_T" + target + "C" : "")
                + (of.binning() > 1 ? "_BIN" + binning : "");
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        var lines = new ArrayList<String>();
        var patterns = new LinkedHashSet<String>();
        lights.stream().filter(light -> !light.flat()).map(Siril::pattern).forEach(patterns::add);
        patterns.forEach(pattern -> lines.add(
                "set gui_prepro.dark_lib=FOLDER/%s and calibrate with -dark=$defdark.".formatted(pattern)));
        lights.stream().filter(Light::flat).findFirst().ifPresent(light -> lines.add(
                "calibrate flats with -dark=FOLDER/%s where the exposure is of whole seconds, else name the file."
                        .formatted(pattern(light))));
        lines.add("FOLDER is masters/production; give no bias where a dark is given, and no -opt.");
        return lines;
    }
}
