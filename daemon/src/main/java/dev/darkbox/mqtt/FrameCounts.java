package dev.darkbox.mqtt;

import dev.darkbox.device.Readout;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.util.HashMap;
import java.util.Map;

/// Frames of a run: how many there are, how many there will be. A set that begins again at a warmer set point is the same set.
/// Threading: the owner's.
final class FrameCounts {

    private final Map<Key, Integer> accepted = new HashMap<>();
    private int kept;
    private int total;
    private int rejected;

    /// What is the same however warm it is.
    record Key(FrameSet set, String preset, Readout readout) {

        static Key of(PlannedSet set) {
            return new Key(set.set(), set.preset(), set.readout());
        }
    }

    /// @param framesKept there from an earlier life of the run; of which sets is told when each begins, if it does
    void begin(RefreshPlan plan, int framesKept) {
        accepted.clear();
        rejected = 0;
        kept = framesKept;
        total = plan.sets().stream().mapToInt(set -> set.set().keep()).sum();
    }

    void started(PlannedSet set, int had) {
        if (accepted.put(Key.of(set), had) == null) {
            kept = Math.max(0, kept - had);
        }
    }

    void accepted(PlannedSet set, int n) {
        accepted.put(Key.of(set), n);
    }

    void rejected() {
        rejected++;
    }

    int of(PlannedSet set) {
        return accepted.getOrDefault(Key.of(set), 0);
    }

    int done() {
        return Math.min(total, kept + accepted.values().stream().mapToInt(Integer::intValue).sum());
    }

    int total() {
        return total;
    }

    int rejectedSoFar() {
        return rejected;
    }

    int percent() {
        return total == 0 ? 0 : 100 * done() / total;
    }
}
