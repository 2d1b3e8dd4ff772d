package dev.darkbox.consumer;

import dev.darkbox.consumer.Pick.NotUsed;
import dev.darkbox.consumer.Pick.Nothing;
import dev.darkbox.consumer.Pick.Takes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// KStars/Ekos and StellarMate: rows of its dark library with the same camera, gain, binning and size, a temperature within
/// 1 °C and not too old; of these the one with the highest score: 2 for the nearest exposure, 2 for the newest, 1 for the
/// nearest temperature. The exposure need not be equal.
///
/// Source: kstars darkprocessor and darklibrary, read. Rows made on one day count as equally new, and a draw goes to the
/// nearer exposure: that is assumed.
public final class Ekos implements Consumer {

    private static final int TOLERANCE_MILLIK = 1000;
    /// Its own default.
    private static final int REFUSED_AFTER_DAYS = 30;
    /// What [#setup] asks for.
    private static final int SET_TO_DAYS = 400;

    @Override
    public String title() {
        return "Ekos";
    }

    @Override
    public Pick pick(Light light, List<Published> shelf) {
        if (light.flat()) {
            return new NotUsed("it takes no darks from flats");
        }
        List<Published> fitting = Same.of(Same.kind(light, shelf), master -> Same.camera(light, master)
                && Same.gain(light, master) && Same.binning(light, master) && Same.size(light, master)
                && Same.setPoint(light, master, TOLERANCE_MILLIK));
        List<Published> fresh = Same.of(fitting, master -> days(light, master) <= SET_TO_DAYS);
        if (fresh.isEmpty()) {
            return new Nothing(fitting.isEmpty()
                    ? "no dark of this camera, gain, binning and size within 1 °C"
                    : "older than %d days".formatted(SET_TO_DAYS));
        }
        Published best = fresh.stream().max(Comparator.comparingInt((Published m) -> score(light, m, fresh))
                .thenComparing(Comparator.comparingDouble((Published m) -> off(light, m)).reversed())).get();
        long days = days(light, best);
        return new Takes(best, "its score is the highest, for exposure, age and temperature",
                days > REFUSED_AFTER_DAYS
                        ? List.of(
                                "%d days old: refused unless the dark library's duration is raised from %d days"
                                        .formatted(days, REFUSED_AFTER_DAYS))
                        : List.of());
    }

    private static int score(Light light, Published master, List<Published> all) {
        double nearest = all.stream().mapToDouble(m -> off(light, m)).min().orElse(0);
        Optional<Instant> newest = all.stream().map(Ekos::day).max(Comparator.naturalOrder());
        int coldest = all.stream().mapToInt(m -> apart(light, m)).min().orElse(0);
        return (off(light, master) == nearest ? 2 : 0) + (newest.equals(Optional.of(day(master))) ? 2 : 0)
                + (apart(light, master) == coldest ? 1 : 0);
    }

    private static double off(Light light, Published master) {
        return Math.abs(light.seconds() - master.seconds());
    }

    /// Noon to noon, so that a night is one day.
    private static Instant day(Published master) {
        return master.begun().atZone(ZoneOffset.UTC).minusHours(12).toLocalDate().atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static int apart(Light light, Published master) {
        boolean known = light.setPoint().isKnown() && master.keys().setPoint().isKnown();
        return known ? light.setPoint().milliKelvinTo(master.keys().setPoint()) : 0;
    }

    private static long days(Light light, Published master) {
        return Duration.between(master.begun(), light.at()).toDays();
    }

    @Override
    public List<String> setup(List<Light> lights, List<Published> shelf) {
        return List.of(
                "Give it copies of the .fit files (16 bits; floats are dangerous to it), for it deletes files it does not "
                        + "like, with one row each in its dark library, all of one time stamp.",
                "Raise the dark library's duration from %d to %d days, or it refuses masters after a month."
                        .formatted(REFUSED_AFTER_DAYS, SET_TO_DAYS),
                "Restart it after rows were added. It darks previews, focus and guiding only; lights are saved as taken.");
    }
}
