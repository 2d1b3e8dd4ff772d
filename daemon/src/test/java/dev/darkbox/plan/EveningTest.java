package dev.darkbox.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class EveningTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /// One line per case: instant, zone, evening.
    @Test
    void aNightHasTheDateOfItsEvening() {
        record Case(String instant, ZoneId zone, String evening) {}
        Case[] cases = {
            new Case("2025-09-23T18:00:00Z", BERLIN, "2025-09-23"), // 20:00
            new Case("2025-09-23T21:59:59Z", BERLIN, "2025-09-23"), // a second before midnight
            new Case("2025-09-23T22:00:00Z", BERLIN, "2025-09-23"), // midnight
            new Case("2025-09-24T00:00:00Z", BERLIN, "2025-09-23"), // 02:00
            new Case("2025-09-24T09:59:59Z", BERLIN, "2025-09-23"), // a second before noon
            new Case("2025-09-24T10:00:00Z", BERLIN, "2025-09-24"), // noon
            new Case("2025-03-30T01:30:00Z", BERLIN, "2025-03-29"), // the night that loses an hour
            new Case("2025-10-26T00:30:00Z", BERLIN, "2025-10-25"), // the night that gains one, 02:30
            new Case("2025-10-26T01:30:00Z", BERLIN, "2025-10-25"), // 02:30 again
            new Case("2026-01-01T03:00:00Z", BERLIN, "2025-12-31"),
            new Case("2024-03-01T02:00:00Z", BERLIN, "2024-02-29"),
            new Case("2025-09-23T22:00:00Z", ZoneId.of("Pacific/Auckland"), "2025-09-23"), // 10:00 on the 24th
            new Case("2025-09-24T06:00:00Z", ZoneId.of("America/Santiago"), "2025-09-23"), // 03:00
        };
        for (Case c : cases) {
            assertEquals(LocalDate.parse(c.evening), Evening.of(Instant.parse(c.instant), c.zone),
                    c.toString());
        }
    }
}
