package dev.darkbox.kernel;

import dev.darkbox.kernel.ClipRule.Method;
import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import dev.darkbox.kernel.StackKernels.Sample;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Digests of what kernels make of stacks that depend on nothing but this source: twin of `src/test/c/digest.c`, line
/// for line. By comparing lines kernels for different machines are compared.
public final class Digests {

    private static final int LONG_RUN = 700;
    private static final int LONG_STACK = 40;
    private static final ValueLayout.OfShort FITS_WORD = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    private final StackKernels kernels;
    private long state;
    private long digest;

    private Digests(StackKernels kernels) {
        this.kernels = kernels;
    }

    /// `SET FIRST LAST STEP`: digests of the Java kernels, or of the C kernels of an instruction set.
    ///
    /// @param arguments `java` or one of [NativeKernels#SETS], and the numbers of frames
    public static void main(String[] arguments) {
        Optional<? extends StackKernels> kernels = arguments[0].equals("java")
                ? Optional.of(new JavaKernels())
                : NativeKernels.load(arguments[0]);
        of(kernels.orElseThrow(), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3])).forEach(System.out::println);
    }

    /// One line for each method, kind of sample, and mean or median: stacks of `first`, `first + step`, ... `last` frames.
    static List<String> of(StackKernels kernels, int first, int last, int step) {
        var digests = new Digests(kernels);
        var lines = new ArrayList<String>();
        for (Method method : Method.values()) {
            for (Sample sample : Sample.values()) {
                for (boolean median : new boolean[]{false, true}) {
                    lines.add(digests.line(method, sample, median, first, last, step));
                }
            }
        }
        return lines;
    }

    private String line(Method method, Sample sample, boolean median, int first, int last, int step) {
        digest = 0xcbf29ce484222325L;
        for (int frames = first; frames <= last; frames += step) {
            stack(frames, method, sample, median);
        }
        return "%s %s %s %016x".formatted(method.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                sample == Sample.F32 ? "f32" : "u16", median ? "median" : "mean", digest);
    }

    private int below(int bound) {
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        return (int) (((state * 2_685_821_657_736_338_717L) >>> 33) % bound);
    }

    private int noise(int spread) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += below(2 * spread + 1) - spread;
        }
        return sum;
    }

    private int level() {
        return switch (below(6)) {
            case 0 -> below(65_536);
            case 1 -> 32_768;
            case 2 -> 65_530;
            case 3 -> below(4);
            default -> 480 + below(60);
        };
    }

    private int sample(int kind, int level, int other, boolean isOdd) {
        return switch (kind) {
            case 0 -> level + noise(4) + (below(40) == 0 ? below(30_000) : 0);
            case 1 -> level + below(3);
            case 2 -> below(5) == 0 ? other : level;
            case 3 -> level;
            case 4 -> isOdd ? other : level;
            case 5 -> 65_535;
            case 6 -> below(2) == 0 ? 65_535 : level + noise(4);
            case 7 -> below(65_536);
            case 8 -> level + noise(600);
            case 9 -> below(2) == 0 ? 0 : level + noise(2);
            default -> level + noise(4);
        };
    }

    private void fill(MemorySegment samples, int frames, int pixels, long stride, Sample sample) {
        int fractions = below(3) == 0 ? 4096 : below(2) == 0 ? 64 : 1;
        for (int px = 0; px < pixels; px++) {
            int kind = below(16);
            int about = level();
            int other = below(65_536);
            int odd = below(frames);
            for (int f = 0; f < frames; f++) {
                int adu = Math.clamp(sample(kind, about, other, f == odd), 0, 65_535);
                long at = sample.bytes() * (f * stride + px);
                switch (sample) {
                    case FITS_U16 -> samples.set(FITS_WORD, at, (short) (adu - 32_768));
                    case F32 -> samples.set(ValueLayout.JAVA_FLOAT, at,
                            (float) (adu + (double) below(fractions) / fractions));
                }
            }
        }
    }

    private ClipRule rule(Method method, int frames, boolean median, Arena arena) {
        double low = 0.5 * (1 + below(6));
        double high = 0.5 * (1 + below(6));
        MemorySegment lambda = MemorySegment.NULL;
        switch (method) {
            case LINEAR_FIT -> {
                low = 0.493 + 0.777 * below(6);
                high = 0.493 + 0.777 * below(6);
            }
            case ESD -> {
                low = 0.05 + 0.09 * below(6);
                lambda = arena.allocate(ValueLayout.JAVA_DOUBLE, frames + 1);
                for (int n = 1; n <= frames; n++) {
                    lambda.setAtIndex(ValueLayout.JAVA_DOUBLE, n, 1.1 + 0.35 * Math.sqrt(Math.sqrt(n)));
                }
            }
            case PERCENTILE -> {
                low = 0.003 * below(60);
                high = 0.003 * below(60);
            }
            case MINMAX -> {
                low = below(4);
                high = below(4);
            }
            case NONE, SIGMA, WINSORIZED, MAD -> {
            }
        }
        return new ClipRule(method, low, high, median, below(4) == 0, lambda);
    }

    private void stack(int frames, Method method, Sample sample, boolean median) {
        state = 88_172_645_463_325_252L + frames * 1_000_003L
                + method.code() * 4L + sample.code() * 2L + (median ? 1 : 0);
        boolean isLong = frames < LONG_STACK && below(8) == 0;
        int pixels = isLong ? LONG_RUN : 1 + below(frames < LONG_STACK ? 130 : 40);
        long stride = (long) pixels + below(7);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment samples = arena.allocate(frames * stride * sample.bytes(), 64);
            fill(samples, frames, pixels, stride, sample);
            ClipRule rule = rule(method, frames, median, arena);
            MemorySegment starts = arena.allocate(ValueLayout.JAVA_LONG, frames);
            for (int f = 0; f < frames; f++) {
                starts.setAtIndex(ValueLayout.JAVA_LONG, f, f * stride * sample.bytes());
            }
            var into = new Results(
                    arena.allocate(4L * pixels, 64), arena.allocate(2L * pixels, 64),
                    arena.allocate(2L * pixels, 64), arena.allocate(2L * pixels, 64),
                    arena.allocate(4L * pixels, 64), arena.allocate(4L * pixels, 64),
                    arena.allocate(8L * frames, 64), arena.allocate(8L * frames, 64),
                    sample == Sample.F32
                            ? MemorySegment.NULL
                            : arena.allocate(8L * StackKernels.MOMENTS * frames, 64),
                    arena.allocate(24, 64), arena.allocate(kernels.scratchBytes(frames), 64));
            kernels.combine(new Run(sample, samples, starts, frames, pixels), rule, into);
            add(into, pixels, frames);
        }
    }

    private void add(Results from, int pixels, int frames) {
        for (int px = 0; px < pixels; px++) {
            add(Integer.toUnsignedLong(from.value().getAtIndex(ValueLayout.JAVA_INT, px)));
            add(Short.toUnsignedLong(from.low().getAtIndex(ValueLayout.JAVA_SHORT, px)));
            add(Short.toUnsignedLong(from.high().getAtIndex(ValueLayout.JAVA_SHORT, px)));
            add(Short.toUnsignedLong(from.used().getAtIndex(ValueLayout.JAVA_SHORT, px)));
            add(Integer.toUnsignedLong(from.sigma().getAtIndex(ValueLayout.JAVA_INT, px)));
            add(Integer.toUnsignedLong(from.halves().getAtIndex(ValueLayout.JAVA_INT, px)));
        }
        for (int f = 0; f < frames; f++) {
            add(from.lowOfFrame().getAtIndex(ValueLayout.JAVA_LONG, f));
            add(from.highOfFrame().getAtIndex(ValueLayout.JAVA_LONG, f));
            for (int m = 0; m < StackKernels.MOMENTS; m++) {
                add(from.moments().address() == 0
                        ? 0
                        : from.moments().getAtIndex(ValueLayout.JAVA_LONG,
                                (long) f * StackKernels.MOMENTS + m));
            }
        }
        for (int i = 0; i < 3; i++) {
            add(from.noise().getAtIndex(ValueLayout.JAVA_LONG, i));
        }
    }

    private void add(long number) {
        digest = (digest ^ number) * 1_099_511_628_211L;
        digest ^= digest >>> 29;
    }
}
