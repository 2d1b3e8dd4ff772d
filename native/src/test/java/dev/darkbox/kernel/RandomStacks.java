package dev.darkbox.kernel;

import dev.darkbox.kernel.ClipRule.Method;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/// Stacks as cameras do not make them often enough: each pixel is of another kind.
final class RandomStacks {

    /// What one pixel's samples are like.
    private enum Kind {
        NOISE, NOISE_WITH_HITS, WIDE, NARROW, TIES, TWO_LEVELS, CONSTANT, BUT_ONE, EMPTY, SATURATED, HALF_SATURATED, NEAR_EMPTY, UNIFORM, DRIFT, SYMMETRIC, ONE_SIDED
    }

    private static final double[] FACTORS = {0, 0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3, 3, 5, 50};

    private RandomStacks() {}

    static Samples samples(SplittableRandom random, StackKernels.Sample kind, int frames, int pixels) {
        var adu = new double[frames][pixels];
        double step = kind == StackKernels.Sample.F32 ? random.nextInt(3) == 0 ? 1 : 1.0 / 64 : 1;
        Kind[] kinds = Kind.values();
        boolean ordinary = random.nextBoolean(); // most pixels of most cameras are
        for (int px = 0; px < pixels; px++) {
            Kind like = ordinary && random.nextInt(8) != 0
                    ? Kind.NOISE_WITH_HITS
                    : kinds[random.nextInt(kinds.length)];
            pixel(random, like, step, adu, px);
        }
        return new Samples(kind, adu);
    }

    private static void pixel(SplittableRandom random, Kind kind, double step, double[][] adu, int px) {
        int n = adu.length;
        double level = kind == Kind.NEAR_EMPTY
                ? random.nextInt(4)
                : switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(65_536);
                    case 1 -> 32_768;
                    case 2 -> 65_530;
                    default -> 480 + random.nextInt(60);
                };
        double other = random.nextInt(65_536);
        int odd = random.nextInt(n);
        for (int f = 0; f < n; f++) {
            double value = switch (kind) {
                case NOISE -> level + 5 * random.nextGaussian();
                case NOISE_WITH_HITS -> level + 5 * random.nextGaussian()
                        + (random.nextInt(50) == 0 ? random.nextInt(30_000) : 0);
                case WIDE -> level + 900 * random.nextGaussian();
                case NARROW -> level + 0.4 * random.nextGaussian();
                case TIES -> level + random.nextInt(3);
                case TWO_LEVELS -> random.nextInt(5) == 0 ? other : level;
                case CONSTANT -> level;
                case BUT_ONE -> f == odd ? other : level;
                case EMPTY -> 0;
                case SATURATED -> 65_535;
                case HALF_SATURATED -> random.nextBoolean() ? 65_535 : level + 5 * random.nextGaussian();
                case NEAR_EMPTY -> level + 3 * random.nextGaussian();
                case UNIFORM -> random.nextInt(65_536);
                case DRIFT -> level + f * 0.7 + random.nextGaussian();
                case SYMMETRIC -> level + (f % 2 == 0 ? 1 : -1) * (f / 2) * (double) (1 + odd % 7);
                case ONE_SIDED -> level - 20 * Math.log(1 - random.nextDouble());
            };
            adu[f][px] = Math.clamp(Math.rint(value / step) * step, 0, 65_535);
        }
    }

    /// Numbers for a method, tight ones too; for a linear fit such that no sample lies on the limit itself.
    static ClipRule rule(SplittableRandom random, Method method, int frames, boolean median, Arena arena) {
        double low = 0;
        double high = 0;
        MemorySegment lambda = MemorySegment.NULL;
        switch (method) {
            case NONE -> {
            }
            case SIGMA, WINSORIZED, MAD -> {
                low = FACTORS[random.nextInt(FACTORS.length)];
                high = FACTORS[random.nextInt(FACTORS.length)];
            }
            case LINEAR_FIT -> {
                low = 0.493 + 0.777 * random.nextInt(6);
                high = 0.493 + 0.777 * random.nextInt(6);
            }
            case ESD -> {
                low = 0.05 + 0.09 * random.nextInt(6);
                double ease = 0.3 + 0.13 * random.nextInt(8);
                lambda = arena.allocate(ValueLayout.JAVA_DOUBLE, frames + 1);
                for (int n = 0; n <= frames; n++) {
                    lambda.setAtIndex(ValueLayout.JAVA_DOUBLE, n, 1.1 + ease * Math.log(n + 1));
                }
            }
            case PERCENTILE -> {
                low = 0.003 * random.nextInt(60);
                high = 0.003 * random.nextInt(60);
            }
            case MINMAX -> {
                low = random.nextInt(1 + Math.min(frames, 6));
                high = random.nextInt(4) == 0 ? frames - low : random.nextInt(1 + Math.min(frames, 6));
            }
        }
        return new ClipRule(method, low, high, median, random.nextInt(4) == 0, lambda);
    }
}
