package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import java.util.Comparator;
import java.util.List;

/// DeepSkyStacker: of the darks loaded those of the same gain; one whose exposure is within 5 % (below a second: whose
/// 1/t is within 5), else the nearest. Temperature and offset are not looked at.
///
/// Source: DSS commit 01c00037, read.
public final class DeepSkyStacker implements Consumer {

    @Override
    public String title() {
        return "DeepSkyStacker";
    }

    @Override
    public Pick pick(Light light, List<Published> shelf) {
        return Same.kind(light, shelf).stream()
                .filter(master -> Same.gain(light, master) && Same.offset(light, master)
                        && Same.setPoint(light, master, 0) && Same.size(light, master))
                .min(Comparator.comparingDouble(master -> Math.abs(light.seconds() - master.seconds())))
                .<Pick>map(master -> new Takes(master, near(light.seconds(), master.seconds())
                        ? "gain and exposure fit"
                        : "no exposure fits, and its is the nearest", List.of()))
                .orElseGet(() -> new Nothing("none of this gain was loaded"));
    }

    private static boolean near(double light, double dark) {
        return light >= 1 ? Math.abs(light - dark) <= 0.05 * light : Math.abs(1 / light - 1 / dark) <= 5;
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        return List.of(
                "Load the .fit of one set point and offset only: it looks at neither.",
                "Load no bias (offset) with them: it would be subtracted from the dark as well, which would then lack it.",
                "Load one dark for each exposure of the lights: a single one is taken for all.");
    }
}
