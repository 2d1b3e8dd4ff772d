package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The evenings of a simulated year on which something changes, and those before and after.
@Timeout(120)
class SelfBegunYearTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstYearInAFewEvenings() throws Exception {
        var years = new SimulatedYears(folder, LocalDate.of(2025, 9, 23));
        years.on("2025-09-24", years::promote);
        years.live(Stream
                .of("2025-09-23", "2025-09-24", "2025-09-25", "2026-03-19", "2026-03-20", "2026-03-21",
                        "2026-09-21", "2026-09-22", "2026-09-23", "2026-09-24")
                .map(LocalDate::parse).toList());
        assertEquals("""
                2025-09-23 due: bias (never made), darkflat_Ha_5p4s (never made), dark_60s (never made); \
                made: bias held, dark_60s held, darkflat_Ha_5p4s held
                2025-09-24 anna promotes 3
                2026-03-20 due: darkflat_Ha_5p4s (season), dark_60s (season); \
                made: dark_60s in production, darkflat_Ha_5p4s in production
                2026-09-22 due: darkflat_Ha_5p4s (season), dark_60s (season); \
                made: dark_60s in production, darkflat_Ha_5p4s in production
                2026-09-23 due: bias (annual); made: bias in production""", years.story());
    }
}
