package dev.darkbox.master;

import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was found out about a new master.
///
/// @param metrics of it alone, by name, in an order that is kept; `NaN` where nobody can tell
/// @param change against the previous master, likewise; empty without one
/// @param defects its defective pixels; whoever made them closes them
public record Assessment(
        MasterStats stats, Verdict verdict, Map<String, Double> metrics, Map<String, Double> change,
        Defects defects) {

    public Assessment {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        change = Collections.unmodifiableMap(new LinkedHashMap<>(change));
    }

    /// Without metrics.
    public static Assessment of(MasterStats stats, Verdict verdict, Defects defects) {
        return new Assessment(stats, verdict, Map.of(), Map.of(), defects);
    }
}
