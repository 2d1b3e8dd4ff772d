package dev.darkbox.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.FitsCards;
import dev.darkbox.quality.ChangeMetrics;
import dev.darkbox.quality.DefectRule;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterMetrics;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.ScratchPicture;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MetricCardsTest {

    @Test
    void everyMetricHasACardAndIsReadBackFromIt() throws Exception {
        var stats = new MasterStats(1, 1, 1, 1, 1, 1, 1);
        var result = Masters.result(Masters.DARK, Masters.SHAPE);
        Map<String, Double> metrics = numbered(MasterMetrics.class);
        Map<String, Double> change = numbered(ChangeMetrics.class);
        var cards = new FitsCards();
        try (ScratchPicture picture = ScratchPicture.open(result);
                Defects defects = Defects
                        .find(new Defects.Looked(picture, Statistics.of(picture), 3, Double.NaN,
                                Optional.empty(), Optional.empty()), DefectRule.usual())) {
            MetricCards.add(cards, new Assessment(stats, new Verdict(Verdict.Kind.PASS, ""), metrics, change,
                    defects));
        } finally {
            Files.delete(result.scratch());
        }
        var read = new HashMap<String, String>();
        for (FitsCards.Card card : cards.list()) {
            assertTrue(read.put(card.key(), card.value()) == null, card.key() + " stands for two metrics");
            assertTrue(card.toString().stripTrailing().endsWith(card.comment()), () -> "cut: " + card);
        }
        var header = new MasterHeader(read);
        assertEquals(metrics, header.metrics());
        assertEquals(change, header.change());
    }

    /// The names of a record's figures, each with a number of its own.
    private static Map<String, Double> numbered(Class<? extends Record> type) throws Exception {
        int parts = type.getRecordComponents().length;
        Class<?>[] doubles = new Class<?>[parts];
        java.util.Arrays.fill(doubles, double.class);
        Object[] values = DoubleStream.iterate(0.000_012_5, value -> value + 1).limit(parts).boxed()
                .toArray();
        Object figures = type.getConstructor(doubles).newInstance(values);
        Map<String, Double> named = figures instanceof MasterMetrics metrics
                ? metrics.named()
                : ((ChangeMetrics) figures).named();
        assertEquals(parts, named.size());
        return new LinkedHashMap<>(named);
    }
}
