package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.cli.RigLimits;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.quality.Limit;
import dev.darkbox.quality.Limits;
import dev.darkbox.quality.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `[rig.quality]` and what an examination makes of it.
class LimitsTest {

    @TempDir
    private Path folder;

    @Test
    void everyLimitHasAKeyWithTheSameUsualValue() throws Exception {
        RigConfig rig = ((Loaded.Ok) read("")).config().rigs().getFirst();
        Limits limits = RigLimits.of(rig);
        for (Limit limit : Limit.values()) {
            assertEquals(limit.usual(), limits.of(limit), limit.name());
        }
        assertEquals(Stream.of(Limit.values()).filter(limit -> limit != Limit.DRIFT_PERCENT)
                .map(limit -> limit.name().toLowerCase(Locale.ROOT)).toList(),
                List.copyOf(rig.quality().limits().keySet()));
    }

    @Test
    void whatTheFileSaysIsWhatHolds() throws Exception {
        RigConfig rig = ((Loaded.Ok) read("drift_percent = 7\non_drift = \"warn\"\nfewest_frames = 3\n"))
                .config()
                .rigs().getFirst();
        Limits limits = RigLimits.of(rig);
        assertEquals(7, limits.of(Limit.DRIFT_PERCENT));
        assertEquals(3, limits.of(Limit.FEWEST_FRAMES));
        assertEquals(Verdict.Kind.WARN, limits.onDrift());
    }

    @Test
    void aMilderAnswerComesNotLaterThanAHarderOne() throws Exception {
        var wrong = (Loaded.Wrong) read(
                "temperature_warn_k = 2\nleak_fail_noises = 0.1\nsix_sigma_warn = 3\n");
        assertEquals(List.of(
                ":8: rig.quality.temperature_warn_k is 2; allowed: temperature_warn_k at most what"
                        + " temperature_hold_k is",
                ":9: rig.quality.leak_fail_noises is 0.1; allowed: leak_hold_noises at most what"
                        + " leak_fail_noises is",
                ":10: rig.quality.six_sigma_warn is 3; allowed: a number 0.000001..1"),
                wrong.problems().stream().map(problem -> problem.substring(problem.indexOf(".toml") + 5))
                        .toList());
    }

    private Loaded read(String quality) throws Exception {
        return ConfigReader.load(Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "dark-box"
                [rig.camera]
                driver = "sim"
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [20]
                """.replace("[[rig.preset]]", "[rig.quality]\n" + quality + "[[rig.preset]]")));
    }
}
