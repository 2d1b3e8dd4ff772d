package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import dev.darkbox.device.Celsius;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// ASTAP: of the darks in its tab those whose exposure, set point (both rounded), gain and size fit; of these the one whose
/// date is the nearest.
///
/// Source: astap commit 01078b6, unit_stack.pas, read for darks; that flat darks are classified likewise is assumed.
public final class Astap implements Consumer {

    /// The narrowest it offers; its own default is 3.
    private static final int TOLERANCE_C = 1;

    @Override
    public String title() {
        return "ASTAP";
    }

    @Override
    public Pick pick(Light light, List<Published> shelf) {
        return Same.kind(light, shelf).stream()
                .filter(master -> Math.round(light.seconds()) == Math.round(master.seconds())
                        && setPoint(light.setPoint(), master.keys().setPoint())
                        && Same.gain(light, master) && Same.size(light, master))
                .min(Comparator.comparing(master -> Duration.between(light.at(), master.begun()).abs()))
                .<Pick>map(master -> new Takes(master,
                        "exposure, set point, gain and size fit, and its date is the nearest", List.of()))
                .orElseGet(() -> new Nothing("none fits in exposure, set point, gain and size"));
    }

    private static boolean setPoint(Celsius of, Celsius on) {
        return !of.isKnown() || !on.isKnown()
                || Math.abs(Math.round(of.degrees()) - Math.round(on.degrees())) <= TOLERANCE_C;
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        return List.of(
                "Add the .fit of darks to the darks tab and those of dark flats to the flat darks tab by hand: left to "
                        + "sort, it puts both among the darks.",
                "Tick classify by exposure, temperature and gain, with a temperature tolerance of 1.",
                "Do not rename files to master_dark…: DARK_CNT in the header already says that it is a master; do not "
                        + "remove it.",
                "It compares EGAIN before GAIN, as text: lights of another program that write another EGAIN do not match.");
    }
}
