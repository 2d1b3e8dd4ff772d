package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import java.util.Comparator;
import java.util.List;

/// PixInsight, script WBPP 3.x: XISF masters only; same binning and size, exposure within a tolerance of 10 s, and whatever
/// keywords the person groups by. Dark flats are master darks there.
///
/// Source: WBPP 2.5.9 and 3.x, read; that the nearest exposure wins where several are within the tolerance is assumed.
public final class Wbpp implements Consumer {

    /// The script's own default.
    private static final double TOLERANCE_S = 10;

    @Override
    public String title() {
        return "PixInsight WBPP";
    }

    @Override
    public Pick pick(Light light, List<Published> shelf) {
        List<Published> grouped = Same.of(shelf, master -> !master.isBias()
                && master.endings().contains("xisf") && Same.binning(light, master)
                && Same.size(light, master) && Same.gain(light, master) && Same.offset(light, master)
                && Same.setPoint(light, master, 0));
        return grouped.stream().filter(master -> off(light, master) <= TOLERANCE_S)
                .min(Comparator.comparingDouble(master -> off(light, master)))
                .<Pick>map(master -> new Takes(master, off(light, master) == 0
                        ? "gain, offset, set point, binning and size are equal, and the exposure too"
                        : "its exposure is the nearest within %.0f s".formatted(TOLERANCE_S), List.of()))
                .orElseGet(() -> new Nothing(grouped.isEmpty()
                        ? "no .xisf of this gain, offset, set point, binning and size"
                        : "none is within %.0f s of the exposure".formatted(TOLERANCE_S)));
    }

    private static double off(Light light, Published master) {
        return Math.abs(light.seconds() - master.seconds());
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        return List.of(
                "Add the .xisf files: WBPP 3 refuses masters in FITS.",
                "Add GAIN, OFFSET and SET-TEMP as grouping keywords (pre): without them it looks at none of the three.",
                "Leave \"master dark includes bias\" on and dark optimisation off.");
    }
}
