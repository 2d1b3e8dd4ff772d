package dev.darkbox.device.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomTest {

    private static final int DRAWS = 2_000_000;

    @Test
    void normalDeviatesHaveTheMomentsOfTheBellCurve() {
        var bits = new Bits(5);
        double m1 = 0;
        double m2 = 0;
        double m3 = 0;
        double m4 = 0;
        int beyondThree = 0;
        for (int i = 0; i < DRAWS; i++) {
            double z = bits.normal();
            m1 += z;
            m2 += z * z;
            m3 += z * z * z;
            m4 += z * z * z * z;
            beyondThree += Math.abs(z) > 3 ? 1 : 0;
        }
        assertEquals(0, m1 / DRAWS, 0.003);
        assertEquals(1, m2 / DRAWS, 0.004);
        assertEquals(0, m3 / DRAWS, 0.01);
        assertEquals(3, m4 / DRAWS, 0.04);
        assertEquals(0.0027, (double) beyondThree / DRAWS, 0.0002);
    }

    @Test
    void countsHaveTheFrequenciesOfPoissonsLaw() {
        var bits = new Bits(7);
        for (float mean : new float[]{0.001f, 0.07f, 1, 2.5f, 7.3f, 15.9f}) {
            var seen = new int[64];
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < DRAWS / 4; i++) {
                int n = Poisson.of(mean, bits.next() >>> Normal.BITS);
                seen[n]++;
                sum += n;
                squares += (double) n * n;
            }
            double draws = DRAWS / 4.0;
            double average = sum / draws;
            assertEquals(mean, average, 5 * Math.sqrt(mean / draws), "mean " + mean);
            assertEquals(1, (squares / draws - average * average) / mean, 0.01 + 5 / Math.sqrt(mean * draws),
                    "variance of mean " + mean);
            double p = Math.exp(-mean);
            for (int n = 0; n < 40; n++) {
                assertEquals(p, seen[n] / draws, 0.0005 + 5 * Math.sqrt(p / draws), n + " at mean " + mean);
                p *= mean / (n + 1);
            }
        }
    }

    @Test
    void streamsOfNeighbouringRowsAreUnrelated() {
        double product = 0;
        for (int row = 0; row < 1000; row++) {
            var above = new Bits(Bits.key(1, 2, row));
            var below = new Bits(Bits.key(1, 2, row + 1));
            for (int x = 0; x < 100; x++) {
                product += above.normal() * below.normal();
            }
        }
        assertTrue(Math.abs(product) < 5 * Math.sqrt(100_000), "correlation sum " + product);
    }
}
