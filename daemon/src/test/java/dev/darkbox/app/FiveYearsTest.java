package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.plan.RefreshPlan.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Five years of a simulated observatory, evening by evening.
@Tag("slow")
@Timeout(900)
class FiveYearsTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 9, 23);
    private static final LocalDate LAST = LocalDate.of(2030, 9, 30);
    private static final String ABOVE = "# Calibration\n\nCleaned the window on leap day.\n\n";
    private static final String BELOW = "\nAnna: see also the log of the dome.\n";

    private static final String STORY = """
            2025-09-23 due: bias (never made), darkflat_Ha_5p4s (never made), dark_60s (never made); \
            made: bias held, dark_60s held, darkflat_Ha_5p4s held
            2025-09-24 anna promotes 3
            2026-03-20 due: darkflat_Ha_5p4s (season), dark_60s (season); \
            made: dark_60s in production, darkflat_Ha_5p4s in production
            2026-05-12 new flat table; \
            due: darkflat_Ha_4p8s (flat table); \
            made: darkflat_Ha_4p8s held
            2026-05-13 anna promotes 1
            2026-09-22 due: darkflat_Ha_4p8s (season), dark_60s (season); \
            made: dark_60s in production, darkflat_Ha_4p8s in production
            2026-09-23 due: bias (annual); \
            made: bias in production
            2026-11-05 new firmware; \
            due: bias (asked), darkflat_Ha_4p8s (epoch), dark_60s (epoch); \
            made: bias in production
            2026-11-06 due: darkflat_Ha_4p8s (epoch), dark_60s (epoch); \
            made: dark_60s in production, darkflat_Ha_4p8s in production
            2027-01-15 lights of 120 s; \
            due: dark_120s (preset); \
            made: dark_120s held
            2027-04-05 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2027-07-20 some pixels turn hot
            2027-08-07 spot check failed: dark_60s, dark_120s; \
            due: dark_60s (spot check), dark_120s (spot check); \
            made: dark_120s held, dark_60s held
            2027-08-08 anna promotes 2
            2027-09-22 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s held
            2027-09-23 anna promotes 1
            2027-11-05 due: bias (annual); \
            made: bias in production
            2028-02-29 anna edits the index
            2028-03-20 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2028-07-07 another camera
            2028-07-22 spot check failed: dark_120s of another camera; \
            due: bias (epoch), darkflat_Ha_4p8s (epoch), dark_60s (epoch), dark_120s (epoch, spot check); \
            made: bias held, dark_120s held, dark_60s held, darkflat_Ha_4p8s held
            2028-07-23 anna promotes 4
            2028-09-22 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2029-03-20 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2029-07-22 due: bias (annual); \
            made: bias in production
            2029-09-22 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2030-03-20 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s in production
            2030-07-22 due: bias (annual); \
            made: bias in production
            2030-09-22 due: darkflat_Ha_4p8s (season), dark_60s (season), dark_120s (season); \
            made: dark_120s in production, dark_60s in production, darkflat_Ha_4p8s held
            2030-09-23 anna promotes 1""";

    @TempDir
    private Path folder;

    /// A person's own words above and below the tables.
    private static String edit(Path index) throws IOException {
        String tables = Files.readString(index);
        Files.writeString(index, ABOVE + tables.substring(tables.indexOf("<!--")) + BELOW);
        return "anna edits the index";
    }

    @Test
    void fiveYears() throws Exception {
        var years = new SimulatedYears(folder, FIRST);
        years.on("2025-09-24", years::promote);
        years.on("2026-05-12", () -> {
            years.rigging.flat = "4.8";
            return "new flat table";
        });
        years.on("2026-11-05", () -> {
            years.rigging.firmware = "2";
            return years.ask(Scope.BIAS, "new firmware");
        });
        years.on("2026-05-13", years::promote);
        years.on("2027-01-15", () -> {
            years.rigging.darks = "[60, 120]";
            return "lights of 120 s";
        });
        years.off("2027-03-10", "2027-04-04");
        years.on("2027-07-20", () -> {
            years.rigging.season += 5;
            return "some pixels turn hot";
        });
        years.on("2027-08-08", years::promote);
        years.on("2027-09-23", years::promote);
        years.on("2028-02-29", () -> edit(years.library().index()));
        years.on("2028-07-07", () -> {
            years.rigging.seed = 2;
            return "another camera";
        });
        years.on("2028-07-23", years::promote);
        years.on("2030-09-23", years::promote);
        years.live(FIRST.datesUntil(LAST.plusDays(1)).toList());

        String text = Files.readString(years.library().index());
        assertAll(() -> assertEquals(STORY, years.story()),
                () -> assertTrue(years.confirmed() > 100, "spot checks that confirmed: " + years.confirmed()),
                () -> assertTrue(text.startsWith(ABOVE + "<!--") && text.endsWith(BELOW), text),
                () -> assertTrue(text.contains("2030-09-22"), text));
    }
}
