package dev.darkbox.device.sim;

/// Random bits that are a function of a key and a count.
///
/// SplitMix64: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014,
/// with its golden-ratio increment, and variant 13 of the mixers in D. Stafford, Better bit mixing, 2011, as in
/// `java.util.SplittableRandom`. A stream is `mix(state += GAMMA)`: neighbouring pixels do not wait for each other.
final class Bits {

    static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    Bits(long state) {
        this.state = state;
    }

    long next() {
        state += GAMMA;
        return mix(state);
    }

    /// Uniform in (0, 1).
    double unit() {
        return ((next() >>> 12) + 0.5) * 0x1p-52;
    }

    /// Mean 0, variance 1.
    double normal() {
        return Normal.of(next());
    }

    /// Number of events of a Poisson process with a mean of up to some thousands.
    int poisson(double mean) {
        if (mean > 500) {
            return (int) Math.max(0, Math.rint(mean + Math.sqrt(mean) * normal()));
        }
        double left = Math.exp(-mean);
        int n = 0;
        for (double p = unit(); p > left && n < 2000; p *= unit()) {
            n++;
        }
        return n;
    }

    /// A key for a stream of its own.
    static long key(long seed, long a, long b) {
        return mix(mix(mix(seed + GAMMA) ^ a) + GAMMA * (b + 1));
    }

    static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
