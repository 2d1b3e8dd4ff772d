package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.indi.Vector.Member;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Power of a cooler, from drivers that count in per cent, in fractions, and that do not say which.
class CoolerLoadTest {

    private static String load(String driver, double most, String... values) {
        var load = new CoolerLoad(VendorProfile.of(driver, "", "Cam").power());
        return Arrays.stream(values)
                .map(v -> Numbers
                        .plainText(load.percent(new Member("CCD_COOLER_VALUE", "", v, 0, most))))
                .toList().toString();
    }

    @Test
    void driversKnownToGiveFractionsAreMultiplied() {
        assertEquals("[0, 1, 87.5, 100]", load("indi_atik_ccd", 100, "0", "0.01", "0.875", "1"));
        assertEquals("[50]", load("/usr/bin/indi_mi_ccd_usb", 100, "0.5"));
    }

    @Test
    void driversKnownToGivePerCentAreNotWhateverTheyAnnounce() {
        assertEquals("[0.5, 1, 87]", load("indi_asi_ccd", 1, "0.5", "1", "87"));
        assertEquals("[1]", load("indi_toupcam_ccd", 1, "1"));
        assertEquals("[35, 7]", load("indi_toupcam_ccd", Double.NaN, "35%", "7 %"), "older ones give text");
    }

    @Test
    void anUnknownDriverThatAnnouncesOneIsMultipliedUntilItGivesMore() {
        assertEquals("[25, 100, 40, 0.5]", load("indi_new_ccd", 1, "0.25", "1", "40", "0.5"));
        assertEquals("[0.5, 40]", load("indi_new_ccd", 100, "0.5", "40"));
    }
}
