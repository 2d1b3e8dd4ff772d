package dev.darkbox.consumer;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.Conditions;
import dev.darkbox.library.MasterKeys.Kind;
import java.util.List;
import java.util.function.Predicate;

/// Comparisons that several programs make. What one side does not know is not compared.
final class Same {

    private Same() {}

    static boolean gain(Light light, Published master) {
        return number(light.conditions().gain(), master.keys().conditions().gain());
    }

    static boolean offset(Light light, Published master) {
        return number(light.conditions().offset(), master.keys().conditions().offset());
    }

    static boolean binning(Light light, Published master) {
        return number(light.conditions().binning(), master.keys().conditions().binning());
    }

    static boolean size(Light light, Published master) {
        Conditions of = light.conditions();
        Conditions on = master.keys().conditions();
        return (of.widthPx() == 0 || on.widthPx() == 0 || of.widthPx() == on.widthPx())
                && (of.heightPx() == 0 || on.heightPx() == 0 || of.heightPx() == on.heightPx());
    }

    static boolean camera(Light light, Published master) {
        String of = light.conditions().camera();
        String on = master.keys().conditions().camera();
        return of.isEmpty() || on.isEmpty() || of.equals(on);
    }

    static boolean mode(Light light, Published master) {
        String of = light.conditions().mode();
        String on = master.keys().conditions().mode();
        return of.isEmpty() || on.isEmpty() || of.equals(on);
    }

    static boolean setPoint(Light light, Published master, int toleranceMilliK) {
        Celsius of = light.setPoint();
        Celsius on = master.keys().setPoint();
        return !of.isKnown() || !on.isKnown() || of.milliKelvinTo(on) <= toleranceMilliK;
    }

    private static boolean number(int of, int on) {
        return of == Readout.NONE || on == Readout.NONE || of == on;
    }

    /// What goes into the list that lights are calibrated from, or that of flats.
    static List<Published> kind(Light light, List<Published> shelf) {
        Kind kind = light.flat() ? Kind.DARK_FLAT : Kind.DARK;
        return shelf.stream().filter(master -> master.keys().kind() == kind).toList();
    }

    static List<Published> of(List<Published> shelf, Predicate<Published> rule) {
        return shelf.stream().filter(rule).toList();
    }
}
