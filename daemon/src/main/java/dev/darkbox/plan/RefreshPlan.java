package dev.darkbox.plan;

import java.time.LocalDate;
import java.util.List;

/// A whole refresh of one rig: every preset's visit, in order.
///
/// @param rig name of the rig, as in the configuration
/// @param evening local date the run began, which names the dated folder
/// @param profile where the new masters are published
/// @param visits never empty
public record RefreshPlan(String rig, LocalDate evening, Profile profile, List<CapturePlan> visits) {

    /// Which of the two sets of published masters a run feeds.
    public enum Profile { STAGING, PRODUCTION }

    /// Which masters to make again.
    public enum Scope {
        BIAS, DARKS, DARK_FLATS, ALL,
        /// What is missing, stale or asked for, as [DueItem]s tell it.
        DUE
    }

    public RefreshPlan {
        visits = List.copyOf(visits);
        if (visits.isEmpty()) {
            throw new IllegalArgumentException("a refresh needs at least one visit");
        }
    }

    /// Every set of every visit, in order.
    public List<PlannedSet> sets() {
        return visits.stream().flatMap(visit -> visit.sets().stream()).toList();
    }
}
