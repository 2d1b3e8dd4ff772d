package dev.darkbox.kernel;

import dev.darkbox.kernel.StackKernels.Results;
import dev.darkbox.kernel.StackKernels.Run;
import java.lang.foreign.ValueLayout;

/// Stacks of 16-bit samples without sorting: a tile of pixels at a time, every stack counted value by value, or only
/// summed when that will do ([SummedStacks]). What takes ranks of equal samples goes to [Column].
final class CountedStacks {

    private final Words tile;
    private final Lanes lanes = new Lanes();
    private final SummedStacks summed;
    private final Bins even;
    private final Bins odd;
    private final Column column;
    private final Fates fates;
    private final double[] all;
    private final Sheet sheet = new Sheet();
    private final FrameMoments moments = new FrameMoments();

    /// For runs of up to `frames` frames: see [Words], 110 KiB and 72 bytes for each frame.
    CountedStacks(int frames) {
        tile = new Words(frames);
        summed = new SummedStacks(tile, lanes);
        even = new Bins(frames);
        odd = new Bins(frames);
        column = new Column(frames);
        fates = new Fates(frames);
        all = new double[frames];
    }

    /// Combines a run of pixels.
    void combine(Run run, ClipRule rule, Results into) {
        sheet.begin();
        int room = Words.room(run.frames());
        for (int first = 0; first < run.pixels(); first += room) {
            int count = Math.min(room, run.pixels() - first);
            tile.take(run, first, count);
            if (SummedStacks.fits(rule)) {
                summed(first, count, rule, into);
            } else {
                ladders(first, count, rule, into);
            }
            if (into.moments().address() != 0) {
                moments.add(tile, count, into.moments());
            }
        }
        sheet.end(into);
    }

    private void summed(int first, int count, ClipRule rule, Results into) {
        summed.find(rule);
        for (int p = 0; p < count; p += 2) {
            if (!summed.knows(p)) {
                ladders(first, count, p, rule, into);
                continue;
            }
            summed.put(p, into, first + p, sheet);
            if (p + 1 < count) {
                summed.put(p + 1, into, first + p + 1, sheet);
            }
        }
    }

    private void ladders(int first, int count, ClipRule rule, Results into) {
        lanes.range(tile);
        for (int p = 0; p < count; p += 2) {
            ladders(first, count, p, rule, into);
        }
    }

    /// Pixel `p` and the next one.
    private void ladders(int first, int count, int p, ClipRule rule, Results into) {
        int evenLeast = lanes.least(p);
        int evenGreatest = lanes.greatest(p);
        int oddLeast = lanes.least(p + 1);
        int oddGreatest = lanes.greatest(p + 1);
        Ladder evens;
        Ladder odds;
        if (Bins.narrow(evenLeast, evenGreatest, tile.frames())
                && Bins.narrow(oddLeast, oddGreatest, tile.frames())) {
            Bins.count(tile, p / 2, even, evenLeast, odd, oddLeast);
            evens = even.counted(evenLeast, evenGreatest, tile.frames(), rule.dropZeros());
            odds = odd.counted(oddLeast, oddGreatest, tile.frames(), rule.dropZeros());
        } else {
            evens = even.take(tile, p, evenLeast, evenGreatest, rule.dropZeros());
            odds = odd.take(tile, p + 1, oddLeast, oddGreatest, rule.dropZeros());
        }
        finish(evens, first, p, rule, into);
        if (p + 1 < count) {
            finish(odds, first, p + 1, rule, into);
        }
        even.clear();
        odd.clear();
    }

    private void finish(Ladder ladder, int first, int p, ClipRule rule, Results into) {
        if (!LadderClip.clip(ladder, rule)) {
            sorted(ladder, first, p, rule, into);
            return;
        }
        int low = ladder.low();
        sheet.put(into, first + p, ladder.value(rule.median()), ladder.n, ladder.kept, low,
                ladder.variance());
        boolean wantHalves = into.halves().address() != 0;
        if (ladder.kept == 0) {
            if (wantHalves) {
                into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, first + p, 0);
            }
            return;
        }
        int least = ladder.least() - Words.ADU_OF_ZERO;
        int greatest = ladder.greatest() - Words.ADU_OF_ZERO;
        if (ladder.kept < ladder.n) {
            countOutside(p, least, greatest, rule.dropZeros(), into);
        }
        if (wantHalves) {
            into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, first + p, halves(p, least, greatest));
        }
    }

    private void sorted(Ladder ladder, int first, int p, ClipRule rule, Results into) {
        column.clip(ladder, rule);
        for (int f = 0; f < tile.frames(); f++) {
            all[f] = tile.sample(f, p) + Words.ADU_OF_ZERO;
        }
        int low = fates.find(column, all, tile.frames(), rule.dropZeros(), into);
        sheet.put(into, first + p, column.value(rule.median()), column.counted(), column.kept(), low,
                column.variance());
        if (into.halves().address() != 0) {
            into.halves().setAtIndex(ValueLayout.JAVA_FLOAT, first + p,
                    fates.halves(all, tile.frames(), rule.dropZeros()));
        }
    }

    private void countOutside(int p, int least, int greatest, boolean dropZeros, Results into) {
        int[] words = tile.words();
        int end = tile.frames() * tile.stride();
        int shift = 16 * (p & 1);
        for (int i = p / 2, f = 0; i < end; i += tile.stride(), f++) {
            int x = (words[i] << shift) >> 16;
            if (((x - least) | (greatest - x)) < 0 && !(dropZeros && x == Words.EMPTY)) {
                Fates.count(x < least ? into.lowOfFrame() : into.highOfFrame(), f);
            }
        }
    }

    /// Of the samples `least..greatest`.
    private float halves(int p, int least, int greatest) {
        int[] words = tile.words();
        int end = tile.frames() * tile.stride();
        int shift = 16 * (p & 1);
        int odds = 0;
        int kept = 0;
        int sum = 0;
        int oddSum = 0;
        int parity = 0;
        for (int i = p / 2; i < end; i += tile.stride()) {
            int x = (words[i] << shift) >> 16;
            int in = ~((x - least) | (greatest - x)) >> 31;
            int adu = (x + Words.ADU_OF_ZERO) & in;
            kept -= in;
            sum += adu;
            odds -= in & parity;
            oddSum += adu & parity;
            parity = ~parity;
        }
        return Fates.halves(sum - oddSum, kept - odds, oddSum, odds);
    }
}
