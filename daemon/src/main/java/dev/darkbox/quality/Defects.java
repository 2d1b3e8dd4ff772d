package dev.darkbox.quality;

import dev.darkbox.quality.Defect.Kind;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pixels of a master that are not like the others, found in one walk over its rows.
///
/// A kind with more than [DefectRule#mostOfAKind] pixels is counted and not listed. Of two masters a pixel is unstable
/// when it is above the hot threshold in one and below half of it in the other, the larger of the two thresholds
/// holding for both, each above its own median.
///
/// Memory: 12 bytes per listed pixel off the heap, at most 29 MB with the usual rule, and a band of 256 kB for each
/// picture that is read. Threading: one thread at a time.
public final class Defects implements AutoCloseable {

    private static final int BAND_BYTES = 1 << 18;
    private static final double LEAST_ADU = 1;
    /// With fewer frames the scatter of a deviation itself is as large as what is looked for.
    private static final int LEAST_FRAMES = 5;
    private static final int ENTRY = 12;
    private static final int PIECE = 1 << 16;

    private final DefectRule rule;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> pieces = new ArrayList<>();
    private final Map<Integer, Long> counts = new HashMap<>();
    private long entries;
    private int listable = Kind.ALL_BITS;

    /// What is looked at.
    ///
    /// @param frames integrated
    /// @param eGain e-/ADU, `NaN` unknown: then warm and hot pixels are never called noisy
    /// @param sigma temporal deviation of each pixel, see [dev.darkbox.stack.Plane#SIGMA]; without it none is noisy
    /// @param before the previous master of the same shape; without it none is unstable
    public record Looked(RowSource picture, MasterStats stats, int frames, double eGain,
            Optional<RowSource> sigma, Optional<Before> before) {}

    /// The previous master.
    public record Before(RowSource picture, MasterStats stats) {}

    private Defects(DefectRule rule) {
        this.rule = rule;
    }

    /// Looks at each pixel.
    ///
    /// @return to be closed
    public static Defects find(Looked looked, DefectRule rule) throws IOException {
        var defects = new Defects(rule);
        try {
            defects.look(looked);
            return defects;
        } catch (IOException | RuntimeException e) {
            defects.close();
            throw e;
        }
    }

    private void look(Looked looked) throws IOException {
        var limits = new Limits(looked, rule);
        Optional<RowSource> sigma = looked.frames() < LEAST_FRAMES ? Optional.empty() : looked.sigma();
        double usualNoise = sigma.isPresent() ? Statistics.of(sigma.get()).median() : Double.NaN;
        Optional<RowSource> before = looked.before().map(Before::picture);
        int width = looked.picture().shape().widthPx();
        int height = looked.picture().shape().heightPx();
        int step = Math.clamp(BAND_BYTES / (4L * width), 1, height);
        try (Arena bands = Arena.ofConfined()) {
            MemorySegment now = bands.allocate(4L * step * width, 4);
            MemorySegment noise = sigma.isPresent()
                    ? bands.allocate(4L * step * width, 4)
                    : MemorySegment.NULL;
            MemorySegment old = before.isPresent()
                    ? bands.allocate(4L * step * width, 4)
                    : MemorySegment.NULL;
            for (int first = 0; first < height; first += step) {
                int rows = Math.min(step, height - first);
                looked.picture().rows(first, rows, now);
                if (sigma.isPresent()) {
                    sigma.get().rows(first, rows, noise);
                }
                if (before.isPresent()) {
                    before.get().rows(first, rows, old);
                }
                for (int i = 0; i < rows * width; i++) {
                    float value = now.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    int kinds = limits.level(value);
                    if (sigma.isPresent()
                            && limits.isNoisy(value, noise.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                                    usualNoise)) {
                        kinds |= Kind.NOISY.bit();
                    }
                    if (before.isPresent()
                            && limits.isUnstable(value, old.getAtIndex(ValueLayout.JAVA_FLOAT, i))) {
                        kinds |= Kind.UNSTABLE.bit();
                    }
                    if (kinds != 0) {
                        found(i % width, first + i / width, value, kinds);
                    }
                }
            }
        }
    }

    /// The rule in ADU of one master.
    private static final class Limits {

        private final DefectRule rule;
        private final double median;
        private final double hot;
        private final double warm;
        private final double cold;
        private final double eGain;
        private final double medianBefore;
        private final double changed;

        Limits(Looked looked, DefectRule rule) {
            this.rule = rule;
            MasterStats stats = looked.stats();
            median = stats.median();
            hot = above(stats, rule.hotSigmas());
            warm = above(stats, rule.warmSigmas());
            cold = above(stats, rule.coldSigmas());
            eGain = looked.eGain();
            MasterStats before = looked.before().map(Before::stats).orElse(stats);
            medianBefore = before.median();
            changed = Math.max(hot, above(before, rule.hotSigmas()));
        }

        private static double above(MasterStats stats, double sigmas) {
            return Math.max(LEAST_ADU, sigmas * stats.madSigma());
        }

        int level(float value) {
            double over = value - median;
            int kinds = value >= rule.saturatedAdu() ? Kind.SATURATED.bit() : 0;
            if (over > hot) {
                return kinds | Kind.HOT.bit();
            }
            if (over > warm) {
                return kinds | Kind.WARM.bit();
            }
            return over < -cold ? kinds | Kind.COLD.bit() : kinds;
        }

        boolean isNoisy(float value, float noise, double usual) {
            double over = value - median;
            if (!(eGain > 0) && over > warm) {
                return false;
            }
            double shot = eGain > 0 ? Math.max(0, over) / eGain : 0;
            return noise > rule.noisyTimes() * Math.sqrt(usual * usual + shot);
        }

        boolean isUnstable(float value, float old) {
            double now = value - median;
            double before = old - medianBefore;
            return (now > changed && before < changed / 2) || (before > changed && now < changed / 2);
        }
    }

    private void found(int x, int y, float value, int kinds) {
        for (int bits = kinds; bits != 0; bits &= bits - 1) {
            int kind = Integer.lowestOneBit(bits);
            if (counts.merge(kind, 1L, Long::sum) > rule.mostOfAKind() && (listable & kind) != 0) {
                listable &= ~kind;
                compact();
            }
        }
        if ((kinds & listable) != 0) {
            put(entries++, x, y, value, kinds);
        }
    }

    private void put(long entry, int x, int y, float value, int kinds) {
        if (entry == (long) pieces.size() * PIECE) {
            pieces.add(arena.allocate((long) PIECE * ENTRY, 4));
        }
        MemorySegment piece = pieces.get((int) (entry / PIECE));
        long at = entry % PIECE * ENTRY;
        piece.set(ValueLayout.JAVA_SHORT, at, (short) x);
        piece.set(ValueLayout.JAVA_SHORT, at + 2, (short) y);
        piece.set(ValueLayout.JAVA_FLOAT, at + 4, value);
        piece.set(ValueLayout.JAVA_INT, at + 8, kinds);
    }

    /// Takes out what is of no kind that is listed any more.
    private void compact() {
        long kept = 0;
        for (long i = 0; i < entries; i++) {
            MemorySegment from = pieces.get((int) (i / PIECE)).asSlice(i % PIECE * ENTRY, ENTRY);
            if ((from.get(ValueLayout.JAVA_INT, 8) & listable) != 0) {
                pieces.get((int) (kept / PIECE)).asSlice(kept % PIECE * ENTRY, ENTRY).copyFrom(from);
                kept++;
            }
        }
        entries = kept;
    }

    /// Pixels of each kind, listed or not.
    public Map<Kind, Long> counts() {
        var all = new EnumMap<Kind, Long>(Kind.class);
        for (Kind kind : Kind.values()) {
            all.put(kind, counts.getOrDefault(kind.bit(), 0L));
        }
        return all;
    }

    /// Kinds that are counted and not listed.
    public Set<Kind> unlisted() {
        return Defect.kinds(~listable & Kind.ALL_BITS);
    }

    /// Pixels listed.
    public long listed() {
        return entries;
    }

    /// A listed pixel; they are in the order of the rows, top row first.
    ///
    /// @param i 0..[#listed] - 1
    public Defect get(long i) {
        MemorySegment entry = pieces.get((int) (i / PIECE)).asSlice(i % PIECE * ENTRY, ENTRY);
        return new Defect(Short.toUnsignedInt(entry.get(ValueLayout.JAVA_SHORT, 0)),
                Short.toUnsignedInt(entry.get(ValueLayout.JAVA_SHORT, 2)),
                entry.get(ValueLayout.JAVA_FLOAT, 4), Defect.kinds(entry.get(ValueLayout.JAVA_INT, 8)));
    }

    @Override
    public void close() {
        arena.close();
    }
}
