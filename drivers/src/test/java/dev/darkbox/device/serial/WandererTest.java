package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.serial.Wanderer.End;
import dev.darkbox.device.serial.Wanderer.FirstWord;
import dev.darkbox.device.serial.Wanderer.Greeting;
import dev.darkbox.device.serial.Wanderer.Request;
import dev.darkbox.device.serial.Wanderer.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WandererTest {

    private static final Instant T0 = Instant.parse("2026-01-01T20:00:00Z");

    @Test
    void requestsAreSpelled() {
        assertEquals("1500001\n", new Request.Greet().encode());
        assertEquals("1000\n", new Request.Shut().encode());
        assertEquals("1001\n", new Request.Open().encode());
        assertEquals("255\n", new Request.Light(255).encode());
        assertEquals("9999\n", new Request.Light(0).encode());
        assertEquals("2000\n", new Request.Heat(0).encode());
        assertEquals("2150\n", new Request.Heat(150).encode());
        assertThrows(IllegalArgumentException.class, () -> new Request.Light(256));
        assertThrows(IllegalArgumentException.class, () -> new Request.Heat(151));
    }

    @Test
    void linesAreUnderstoodAtEverySplit() {
        Status status = new Status(true, 20250506, 15, 280, 14.41, 12.78, Optional.of(0), Optional.of(50));
        Splits.each("\r\n",
                "done\r\nWandererCoverV4ProA20250506A15.00A280.00A14.41A12.78A0A50A1A\r\n\nWandererCoverV3A20220920A255A10500A\n0A\r",
                lines -> {
                    assertEquals(4, lines.size());
                    assertEquals(Optional.empty(), Status.decode(lines.get(0)));
                    assertEquals(Optional.of(status), FirstWord.decode(lines.get(1)));
                    assertEquals(Optional.of(new Greeting(20220920, 255, 10500)),
                            FirstWord.decode(lines.get(2)));
                    assertEquals(Optional.of(new End(true, "0A")), End.decode(lines.get(3)));
                });
    }

    /// A V3 may not end its lines, so what has come of one must not be taken for all of it.
    @Test
    void aGreetingIsWholeWithItsLastLetterOnly() {
        String whole = "WandererCoverV3A20220920A0A10500A";
        for (int length = 0; length < whole.length(); length++) {
            assertEquals(Optional.empty(), Greeting.decode(whole.substring(0, length)));
            assertEquals(Optional.empty(), End.decode(whole.substring(0, length)));
        }
        assertTrue(Greeting.decode(whole).isPresent());
    }

    @Test
    void lampAndHeaterAreToldByTheFirmwaresDay() {
        Status old = Status.decode("WandererCoverV4A20240101A20.00A270.00A145.00A12.11A").orElseThrow();
        assertEquals(Optional.empty(), old.level());
        assertEquals(Optional.empty(), old.power());
        assertFalse(old.pro());
        assertEquals(Optional.of(7),
                Status.decode("WandererCoverV4A20240618A20.00A270.00A145.00A12.11A7A").orElseThrow().level());
        assertEquals(Optional.of(150),
                Status.decode("WandererCoverV4A20240618A20A270A145A12A7A150A").orElseThrow().power());
    }

    @Test
    void otherShapesAreNoStatus() {
        for (String line : List.of("", "done", "CloseSet",
                "ZXWBProV3A20250410A-127.00A-127.00A-127.00A45.20A",
                "WandererCoverV4A20250404A20.00A270.00A145.00A12.11A", // its lamp is missing
                "WandererCoverV4A20250404A20.00A270.00A145.00A12.11A256A0A",
                "WandererCoverV4A20250404A20.00A270.00A145.00A12.11A0A151A",
                "WandererCoverV4A20250404A270.00A20.00A145.00A12.11A0A0A",
                "WandererCoverV4A20250404A20.00A270.00A999.00A12.11A0A0A",
                "WandererCoverV4A2025040A20.00A270.00A145.00A12.11A0A0A",
                "WandererCoverV4A20250404AA270.00A145.00A12.11A0A0A",
                "ndererCoverV4A20250404A20.00A270.00A145.00A12.11A0A0A")) {
            assertEquals(Optional.empty(), Status.decode(line), line);
        }
    }

    @Test
    void anErrorIsAnEndThatDidNotArrive() {
        assertEquals(Optional.of(new End(false, "Error: no end points")), End.decode("Error: no end points"));
        assertEquals(Optional.empty(), End.decode("Err"));
        assertEquals(Optional.empty(), End.decode("WandererCoverV3A"));
        assertEquals(Optional.empty(), End.decode("1A10500A"));
    }

    @Test
    void anAngleIsStillAfterThreeLinesOverASecond() {
        record Step(double second, double degrees, boolean still, boolean moved) {}
        Step[] story = {
            new Step(0, 20.0, false, false),
            new Step(1, 20.2, false, false),
            new Step(2, 19.8, true, false),
            new Step(3, 20.4, false, true), // creeps, though little from line to line
            new Step(3.3, 20.4, false, false),
            new Step(3.6, 20.4, false, false), // three lines in too short a time
            new Step(4.4, 20.4, true, false),
            new Step(9.5, 20.4, false, false), // nobody looked for a while
            new Step(10, 40, false, true),
        };
        WandererAngle angle = WandererAngle.first(story[0].degrees, T0);
        for (Step step : story) {
            Instant at = T0.plusMillis((long) (step.second * 1000));
            angle = at.equals(T0) ? angle : angle.next(step.degrees, at);
            assertEquals(step.still, angle.still(), step.toString());
            assertEquals(step.moved, angle.moved(), step.toString());
        }
    }
}
