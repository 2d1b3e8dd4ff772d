package dev.darkbox.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class StudentTTest {

    /// NIST e-Handbook, 1.3.6.7.2, table of critical values.
    @Test
    void criticalValuesAreThoseOfTheTables() {
        assertEquals(6.314, StudentT.exceededWith(0.05, 1), 5e-4);
        assertEquals(31.821, StudentT.exceededWith(0.01, 1), 5e-4);
        assertEquals(2.920, StudentT.exceededWith(0.05, 2), 5e-4);
        assertEquals(2.571, StudentT.exceededWith(0.025, 5), 5e-4);
        assertEquals(4.144, StudentT.exceededWith(0.001, 10), 5e-4);
        assertEquals(2.704, StudentT.exceededWith(0.005, 40), 5e-4);
        assertEquals(1.984, StudentT.exceededWith(0.025, 100), 5e-4);
    }

    @Test
    void oneDegreeOfFreedomIsCauchys() {
        for (double t = 0; t < 50; t += 0.37) {
            assertEquals(0.5 - Math.atan(t) / Math.PI, StudentT.tail(t, 1), 1e-13);
        }
    }
}
