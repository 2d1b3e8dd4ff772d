package dev.darkbox.cli;

import dev.darkbox.config.RigConfig;
import dev.darkbox.quality.Limit;
import dev.darkbox.quality.Limits;
import dev.darkbox.quality.Verdict;
import java.util.Locale;

/// What `[rig.quality]` of a configuration asks of a master.
public final class RigLimits {

    private RigLimits() {}

    /// The usual limits with those of the rig in their places.
    public static Limits of(RigConfig rig) {
        Limits limits = Limits.usual().withDriftPercent(rig.quality().driftPercent()).withOnDrift(switch (rig
                .quality().onDrift()) {
            case WARN -> Verdict.Kind.WARN;
            case HOLD -> Verdict.Kind.HOLD;
            case FAIL -> Verdict.Kind.FAIL;
        }).withOnFirst(rig.firstMaster());
        for (var limit : rig.quality().limits().entrySet()) {
            limits = limits.with(Limit.valueOf(limit.getKey().toUpperCase(Locale.ROOT)), limit.getValue());
        }
        return limits;
    }
}
