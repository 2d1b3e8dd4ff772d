package dev.darkbox.quality;

import dev.darkbox.kernel.PictureKernels;
import dev.darkbox.kernel.PictureKernels.Pass;
import dev.darkbox.stack.RowSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Measures a picture in five passes over its rows.
///
/// Mean and standard deviation in double precision, the second about the first, each row summed as [PictureKernels]
/// says and the rows' sums added from top to bottom: no figure depends on threads or bands. Median and median absolute
/// deviation are exact to the last bit of a float. Pixels that are not finite numbers are left out.
///
/// Memory: about 2.5 MB per thread, four at most, and 2 MB of counts, whatever the picture's size.
public final class Statistics {

    /// Standard deviation of a normal distribution over its median absolute deviation, 1 / Φ⁻¹(3/4). Source:
    /// P. J. Rousseeuw, C. Croux, "Alternatives to the median absolute deviation", JASA 88, 1993, eq. 1.2.
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final double HOT_SIGMAS = 10;
    private static final double HOT_LEAST_ADU = 1;

    private final PictureKernels kernels;
    private final BandWalk<Counts> walk;
    private final int width;
    private final double[] rowSums;

    private Statistics(RowSource picture, PictureKernels kernels, BandWalk<Counts> walk) {
        this.kernels = kernels;
        this.walk = walk;
        width = picture.shape().widthPx();
        rowSums = new double[picture.shape().heightPx()];
    }

    /// Reads the whole picture five times.
    ///
    /// @param picture asked for rows by several threads at once
    /// @throws IOException also when no pixel is a finite number
    public static MasterStats of(RowSource picture) throws IOException {
        return of(picture, PictureKernels.best(), BandWalk.usualThreads());
    }

    static MasterStats of(RowSource picture, PictureKernels kernels, int threads) throws IOException {
        try (var walk = new BandWalk<Counts>(List.of(picture), threads, Counts::in)) {
            return new Statistics(picture, kernels, walk).measure(picture);
        }
    }

    private MasterStats measure(RowSource picture) throws IOException {
        walk.each((band, first, rows, counts) -> {
            sums(Pass.SUM, band, first, rows, 0, counts);
            run(Pass.RANGE, band, rows, 0, counts.range());
            run(Pass.UPPER, band, rows, 0, counts.bins());
        });
        var middle = new Middle(taken());
        if (middle.count() == 0) {
            throw new IOException("a picture of " + picture.shape() + " without one finite pixel");
        }
        double mean = total() / middle.count();
        walk.each((band, first, rows, counts) -> {
            sums(Pass.SQUARES, band, first, rows, mean, counts);
            lower(Pass.LOWER, band, rows, 0, middle, counts);
        });
        double sigma = Math.sqrt(total() / middle.count());
        double median = value(middle);
        walk.each((band, _, rows, counts) -> run(Pass.UPPER_APART, band, rows, median, counts.bins()));
        var deviation = new Middle(taken());
        walk.each((band, _, rows, counts) -> lower(Pass.LOWER_APART, band, rows, median, deviation, counts));
        double madSigma = MAD_TO_SIGMA * value(deviation);
        double limit = median + Math.max(HOT_LEAST_ADU, HOT_SIGMAS * madSigma);
        walk.each((band, _, rows, counts) -> run(Pass.ABOVE, band, rows, limit, counts.above()));
        return new MasterStats(mean, median, sigma, madSigma, least(), most(), hot());
    }

    private void sums(Pass pass, MemorySegment band, int first, int rows, double number, Counts counts) {
        run(pass, band, rows, number, counts.sums());
        MemorySegment.copy(counts.sums(), ValueLayout.JAVA_DOUBLE, 0, rowSums, first, rows);
    }

    private void run(Pass pass, MemorySegment band, int rows, double number, MemorySegment into) {
        kernels.run(pass, band, width, rows, number, 0, into);
    }

    private void lower(
            Pass pass, MemorySegment band, int rows, double number, Middle middle, Counts counts) {
        kernels.run(pass, band, width, rows, number, middle.left(), counts.bins());
        if (middle.left() != middle.right()) {
            kernels.run(pass, band, width, rows, number, middle.right(), counts.otherBins());
        }
    }

    private double total() {
        double total = 0;
        for (double sum : rowSums) {
            total += sum;
        }
        return total;
    }

    private long[] taken() {
        return Counts.take(walk.notes().stream().map(Counts::bins).toList());
    }

    private double value(Middle middle) {
        long[] left = taken();
        long[] right = middle.left() == middle.right()
                ? left
                : Counts.take(walk.notes().stream().map(Counts::otherBins).toList());
        return middle.value(left, right);
    }

    private double least() {
        int least = Integer.MAX_VALUE;
        for (Counts counts : walk.notes()) {
            least = Math.min(least, counts.range().getAtIndex(ValueLayout.JAVA_INT, 0));
        }
        return PictureKernels.value(least);
    }

    private double most() {
        int most = Integer.MIN_VALUE;
        for (Counts counts : walk.notes()) {
            most = Math.max(most, counts.range().getAtIndex(ValueLayout.JAVA_INT, 1));
        }
        return PictureKernels.value(most);
    }

    private long hot() {
        long hot = 0;
        for (Counts counts : walk.notes()) {
            hot += counts.above().get(ValueLayout.JAVA_LONG, 0);
        }
        return hot;
    }
}
