package dev.darkbox.bench;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What one run took.
///
/// @param processorSeconds user and system, all threads
/// @param peakMebibytes resident, at most; 0: not known
/// @param othersProcessors processors that other processes kept busy meanwhile, on average
record Cost(double wallSeconds, double processorSeconds, double peakMebibytes, double othersProcessors) {

    Cost(double wallSeconds, double processorSeconds, double peakMebibytes) {
        this(wallSeconds, processorSeconds, peakMebibytes, 0);
    }

    /// Something that takes time.
    interface Run {
        Cost run() throws IOException, InterruptedException;
    }

    /// Runs it and looks what others do meanwhile.
    static Cost watched(Run run) throws IOException, InterruptedException {
        double before = Machine.allProcessorSeconds();
        Cost cost = run.run();
        double others = Machine.allProcessorSeconds() - before - cost.processorSeconds;
        return new Cost(cost.wallSeconds, cost.processorSeconds, cost.peakMebibytes,
                Math.max(0, others / cost.wallSeconds));
    }

    static double least(List<Cost> costs, ToDoubleFunction<Cost> what) {
        return costs.stream().mapToDouble(what).min().orElse(Double.NaN);
    }

    static double middle(List<Cost> costs, ToDoubleFunction<Cost> what) {
        List<Cost> sorted = costs.stream().sorted(Comparator.comparingDouble(what)).toList();
        int n = sorted.size();
        return (what.applyAsDouble(sorted.get((n - 1) / 2)) + what.applyAsDouble(sorted.get(n / 2))) / 2;
    }

    static double most(List<Cost> costs, ToDoubleFunction<Cost> what) {
        return costs.stream().mapToDouble(what).max().orElse(Double.NaN);
    }

    /// The least and the middle one.
    static String text(List<Cost> costs, ToDoubleFunction<Cost> what) {
        return String.format(Locale.ROOT, "%.2f / %.2f", least(costs, what), middle(costs, what));
    }
}
