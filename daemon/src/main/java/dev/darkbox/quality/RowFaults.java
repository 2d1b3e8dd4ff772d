package dev.darkbox.quality;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Rows that did not come over the cable: noise, or nothing, where other frames have a picture.
///
/// Rows that are so in every frame are the sensor's or its driver's habit, and no fault of a frame.
final class RowFaults {

    /// Fewer rows of nothing together are chance in a frame of little noise.
    private static final int LEAST_EMPTY = 4;
    /// Runs of rows told.
    private static final int MOST_TOLD = 3;

    private RowFaults() {}

    /// @param others frames to compare with; one of them without such rows is enough
    static Optional<Fault> of(FramePrint print, List<FramePrint> others) {
        return noise(print, others).or(() -> empty(print, others));
    }

    private static Optional<Fault> noise(FramePrint print, List<FramePrint> others) {
        BitSet rows = new BitSet();
        for (FramePrint other : others) {
            BitSet more = (BitSet) print.noiseRows().clone();
            more.andNot(other.noiseRows());
            rows.or(more);
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(OddFrame.Kind.NOISE, rows.cardinality(),
                        "%s noise, not a picture; other frames have a picture there"
                                .formatted(told(rows))));
    }

    private static Optional<Fault> empty(FramePrint print, List<FramePrint> others) {
        BitSet rows = new BitSet();
        for (FramePrint other : others) {
            BitSet more = (BitSet) print.emptyRows().clone();
            more.andNot(other.emptyRows());
            rows.or(more);
        }
        BitSet runs = longRuns(rows);
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fault(OddFrame.Kind.EMPTY, runs.cardinality(),
                        "%s without any noise: nothing came over the cable".formatted(told(runs))));
    }

    private static BitSet longRuns(BitSet rows) {
        var runs = new BitSet();
        for (int from = rows.nextSetBit(0); from >= 0;) {
            int to = rows.nextClearBit(from);
            runs.set(from, to, to - from >= LEAST_EMPTY);
            from = rows.nextSetBit(to);
        }
        return runs;
    }

    /// `rows 1010 to 1018 are`, `row 3 is`.
    static String told(BitSet rows) {
        var text = new StringJoiner(", ");
        int runs = 0;
        for (int from = rows.nextSetBit(0); from >= 0; runs++) {
            int to = rows.nextClearBit(from);
            if (runs < MOST_TOLD) {
                text.add(to - from == 1 ? "" + from : "%d to %d".formatted(from, to - 1));
            }
            from = rows.nextSetBit(to);
        }
        String all = text + (runs > MOST_TOLD ? " and %d more".formatted(runs - MOST_TOLD) : "");
        return rows.cardinality() == 1 ? "row " + all + " is" : "rows " + all + " are";
    }
}
