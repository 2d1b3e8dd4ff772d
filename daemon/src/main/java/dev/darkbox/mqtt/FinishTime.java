package dev.darkbox.mqtt;

import dev.darkbox.device.Celsius;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When a run will be over: what is left of its plan, at the pace measured so far. Waits that no plan knows (a cooler without
/// reserve, a camera that is recovered) move it when they are there. Threading: the owner's.
final class FinishTime {

    /// A change up to this is none: panels would count every frame.
    static final Duration SAME = Duration.ofMinutes(1);

    final SetPace pace = new SetPace();
    final ColdPace cold;
    private final List<Step> steps = new ArrayList<>();
    private int present = -1;
    private int kept;
    private boolean leaving;

    /// A set, and the pause in front of it.
    private record Step(PlannedSet set, Duration pause) {}

    FinishTime(CoolingRules rules) {
        cold = new ColdPace(rules);
    }

    /// @param framesKept there already; of the first sets, as far as is known
    void begin(RefreshPlan plan, int framesKept) {
        steps.clear();
        for (CapturePlan visit : plan.visits()) {
            boolean first = true;
            for (PlannedSet set : visit.sets()) {
                steps.add(new Step(set, first ? Duration.ZERO : visit.cooldownBetweenGroups()));
                first = false;
            }
        }
        present = -1;
        kept = framesKept;
        leaving = false;
        cold.begin();
    }

    /// The sets before it are done, or given up.
    void setStarted(Instant at, PlannedSet set, int had) {
        var key = FrameCounts.Key.of(set);
        for (int i = 0; i < steps.size(); i++) {
            if (FrameCounts.Key.of(steps.get(i).set()).equals(key)) {
                // of the sets behind it nothing is there: they are taken one after another
                kept = i == present ? kept : 0;
                present = i;
                steps.set(i, new Step(set, steps.get(i).pause()));
            }
        }
        pace.begin(at, set, had);
    }

    /// Nothing more is taken.
    void warming(Celsius sensor) {
        leaving = true;
        cold.warming(sensor);
    }

    /// What is left of the run.
    Duration left(Instant now) {
        if (leaving) {
            return cold.warmingUp();
        }
        Duration sum = Duration.ZERO;
        Celsius target = Celsius.UNKNOWN;
        if (present >= 0) {
            PlannedSet set = steps.get(present).set();
            sum = pace.over() ? pace.left(set, now) : cold.untilOpen(set.target()).plus(pace.left(set, now));
            target = set.target();
        }
        int there = kept;
        for (int i = present + 1; i < steps.size(); i++) {
            PlannedSet set = steps.get(i).set();
            int had = Math.min(there, set.set().keep());
            there -= had;
            if (had < set.set().keep()) {
                sum = sum.plus(steps.get(i).pause()).plus(cold.between(target, set.target()))
                        .plus(pace.whole(set, had));
                target = set.target();
            }
        }
        return sum.plus(cold.warmingUp(target));
    }

    /// The time to be told: the one told before, unless it is another by more than [#SAME].
    Instant at(Instant now, Optional<Instant> before) {
        Instant estimate = now.plus(left(now));
        return before.filter(told -> Duration.between(told, estimate).abs().compareTo(SAME) <= 0)
                .orElseGet(() -> Instant.ofEpochSecond(estimate.getEpochSecond()));
    }
}
