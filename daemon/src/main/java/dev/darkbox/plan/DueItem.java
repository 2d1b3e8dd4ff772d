package dev.darkbox.plan;

import java.util.List;

/// A set that is wanted, what the library has for it, and why it is to be taken.
///
/// @param reasons empty when it is not due
/// @param near one line on the master that is nearest to it, or stands for it until then; may be empty
public record DueItem(PlannedSet set, Match match, List<DueReason> reasons, String near) {

    public DueItem {
        reasons = List.copyOf(reasons);
    }

    public boolean isDue() {
        return !reasons.isEmpty();
    }

    /// Every reason in one line.
    public String why() {
        return String.join("; ", reasons.stream().map(DueReason::text).toList());
    }
}
