package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.version", "1.9"));
    private static final CameraEpoch NEW = CameraEpoch.of(Map.of("driver.version", "2.0"));
    private static final Instant LIGHT = Instant.parse("2025-10-01T21:00:00Z");
    /// A light of 180 s that every key of [Keys#DARK_180] fits.
    private static final Map<String, String> ALL = Map.ofEntries(Map.entry("kind", "dark"),
            Map.entry("camera", "Sim 26"), Map.entry("camera_id", "sim-1"), Map.entry("mode", "High Gain"),
            Map.entry("gain", "100"), Map.entry("offset", "50"), Map.entry("binning", "1"),
            Map.entry("usb_limit", "40"), Map.entry("size", "6248x4176"), Map.entry("set_point_c", "-10"),
            Map.entry("exposure_s", "180"), Map.entry("at", "2025-10-01T21:00:00Z"));

    private static Holding holding(String evening, Holding.State state, Optional<String> until,
            CameraEpoch epoch) {
        LocalDate date = LocalDate.parse(evening);
        Instant begun = Instant.parse(evening + "T20:00:00Z");
        var master = new MasterEntry("master-dark_180s", date,
                MasterFiles.in(Path.of("x"), "master-dark_180s"), 9,
                new MasterStats(1, 1, 1, 1, 1, 1, 1), -10, new Verdict(Verdict.Kind.PASS, ""), "High Gain",
                "r1",
                begun, "main", "lrgb", epoch.id(), epoch, Keys.DARK_180);
        return new Holding(master, state, begun, until.map(Instant::parse), "the next took its place");
    }

    private static Holding good(String evening) {
        return holding(evening, Holding.State.PRODUCTION, Optional.empty(), NEW);
    }

    private static Picked pick(Map<String, String> wanted, Holding... holdings) {
        return Selection.pick(List.of(holdings),
                WantedText.parse(wanted,
                        id -> id.equals("old") ? OLD : id.equals("new") ? NEW : CameraEpoch.UNKNOWN,
                        LIGHT));
    }

    private static List<String> why(Map<String, String> wanted, Holding holding) {
        Picked picked = pick(wanted, holding);
        return picked.best().isPresent() ? List.of() : picked.rejected().getFirst().why();
    }

    private static Map<String, String> with(String key, String value) {
        var map = new HashMap<>(ALL);
        map.put(key, value);
        return map;
    }

    @Test
    void aMasterThatAgreesInEveryKeyFits() {
        assertEquals(List.of(), why(ALL, good("2025-09-23")));
    }

    @Test
    void eachHardKeyAloneKeepsAMasterOutAndIsNamed() {
        Map.ofEntries(Map.entry("kind", "bias"), Map.entry("camera", "Sim 27"),
                Map.entry("camera_id", "sim-2"),
                Map.entry("mode", "Low Noise"), Map.entry("gain", "120"), Map.entry("offset", "10"),
                Map.entry("binning", "2"), Map.entry("usb_limit", "80"), Map.entry("size", "6248x4170"),
                Map.entry("bayer", "RGGB"), Map.entry("epoch", "old"), Map.entry("set_point_c", "-9.4"),
                Map.entry("exposure_s", "182"), Map.entry("at", "2025-09-01"))
                .forEach((key, value) -> assertEquals(1, why(with(key, value), good("2025-09-23")).size(),
                        key));
        assertEquals(List.of("gain 100, wanted 120"), why(with("gain", "120"), good("2025-09-23")));
        assertEquals(List.of("a dark, wanted a bias"), why(with("kind", "bias"), good("2025-09-23")));
        assertEquals(List.of("set point -10.0°C, wanted -9.4°C within 0.5 K"),
                why(with("set_point_c", "-9.4"), good("2025-09-23")));
        assertEquals(List.of("exposure 180.0 s, wanted 182.0 s within 1.82 s"),
                why(with("exposure_s", "182"), good("2025-09-23")));
        assertEquals(List.of("colour pattern not told, wanted RGGB"),
                why(with("bayer", "RGGB"), good("2025-09-23")));
        assertEquals(List.of("good from 2025-09-23 20:00 UTC, wanted for 2025-09-01 12:00 UTC"),
                why(with("at", "2025-09-01"), good("2025-09-23")));
        assertEquals("camera epoch: ",
                why(with("epoch", "old"), good("2025-09-23")).getFirst().substring(0, 14));
    }

    @Test
    void whatIsNotToldIsNotAskedAndTolerancesAreInclusive() {
        assertEquals(List.of(), why(Map.of("kind", "dark"), good("2025-09-23")));
        assertEquals(List.of(), why(with("set_point_c", "-9.5"), good("2025-09-23")));
        assertEquals(List.of(), why(with("exposure_s", "178.3"), good("2025-09-23")));
        assertEquals(List.of(), why(with("mode", "high gain"), good("2025-09-23")));
        assertEquals(List.of(), why(with("epoch", "new"), good("2025-09-23")));
        var wide = new HashMap<>(with("set_point_c", "-8"));
        wide.put("tolerance_k", "2");
        assertEquals(List.of(), why(wide, good("2025-09-23")));
    }

    @Test
    void theNewestWhoseWindowTheLightIsInIsPicked() {
        Holding spring = holding("2025-03-20", Holding.State.SUPERSEDED, Optional.of("2025-09-23T20:00:00Z"),
                NEW);
        Holding autumn = good("2025-09-23");
        Holding next = good("2026-03-20");
        assertEquals(Optional.of(autumn), pick(ALL, next, autumn, spring).best());
        assertEquals(Optional.of(spring), pick(with("at", "2025-05-01"), next, autumn, spring).best());
        assertEquals(Optional.of(next), pick(with("any_date", "true"), spring, autumn, next).best());
        assertEquals(List.of("good until 2025-09-23 20:00 UTC, wanted for 2025-10-01 21:00 UTC: "
                + "the next took its place"), why(ALL, spring));
    }

    @Test
    void whatIsNotInForceIsNotPickedAndSaysWhy() {
        assertEquals(List.of("in staging only"),
                why(ALL, holding("2025-09-23", Holding.State.STAGING, Optional.empty(), NEW)));
        assertEquals(List.of(), why(with("staging", "true"),
                holding("2025-09-23", Holding.State.STAGING, Optional.empty(), NEW)));
        for (Holding.State state : List.of(Holding.State.HELD, Holding.State.WITHDRAWN,
                Holding.State.FAILED)) {
            assertEquals(
                    List.of(state.name().toLowerCase(java.util.Locale.ROOT) + ": the next took its place"),
                    why(with("any_date", "true"), holding("2025-09-23", state, Optional.empty(), NEW)));
        }
    }

    @Test
    void thoseThatAlmostFitStandFirst() {
        Holding far = holding("2025-09-24", Holding.State.HELD, Optional.empty(), NEW);
        Holding near = good("2025-09-23");
        Picked picked = pick(with("gain", "7"), far, near);
        assertEquals(List.of(near, far), picked.rejected().stream().map(Picked.Rejected::holding).toList());
    }

    @Test
    void programsSpellOneCameraInManyWays() {
        record Pair(String has, String asked, boolean same) {}
        for (Pair pair : List.of(new Pair("ZWO CCD ASI2600MM Pro", "ZWO ASI2600MM Pro", true),
                new Pair("QHY CCD QHY600M-7b0d2b4", "QHY600M", true),
                new Pair("ZWO ASI2600MM Pro", "ZWO ASI2600MM Duo", false),
                new Pair("ZWO ASI2600MM Pro", "ZWO ASI2600MC Pro", false),
                new Pair("ZWO ASI2600MM Pro", "ZWO", false), new Pair("Sim 26", "", true),
                new Pair("", "ZWO ASI2600MM Pro", false), new Pair("CCD Camera", "Camera", true))) {
            assertEquals(pair.same, new CameraNames(pair.asked).isOne(pair.has), pair.toString());
        }
    }

    @Test
    void wrongWishesNameKeyValueAndWhatIsAllowed() {
        record Wrong(String key, String value, String says) {}
        for (Wrong wrong : List.of(
                new Wrong("kind", "lights", "kind is \"lights\"; allowed: bias, dark, dark-flat"),
                new Wrong("gain", "1.5", "gain is \"1.5\"; allowed: a whole number 0..1000000000"),
                new Wrong("size", "6248", "size is \"6248\"; allowed: columns x rows, e.g. 6248x4176"),
                new Wrong("at", "today",
                        "at is \"today\"; allowed: a date such as 2025-09-23, or a time such as "
                                + "2025-09-23T20:15:00Z"),
                new Wrong("set_point_c", "cold", "set_point_c is \"cold\"; allowed: a number -150..80"),
                new Wrong("epoch", "x",
                        "epoch is \"x\"; allowed: twelve hex digits, the name of a file in ops/epochs"))) {
            assertEquals(wrong.says, assertThrows(IllegalArgumentException.class,
                    () -> pick(with(wrong.key, wrong.value))).getMessage());
        }
        assertEquals("kind is missing; allowed: bias, dark, dark-flat",
                assertThrows(IllegalArgumentException.class,
                        () -> pick(Map.of())).getMessage());
    }
}
