package dev.darkbox.plan;

import java.time.LocalDate;
import java.util.List;

/// A whole run on one rig: every preset's visit, in order.
///
/// @param rig name of the rig, as in the configuration
/// @param evening local date the run began, which names the dated folder
/// @param profile where the new masters are published
/// @param visits never empty
/// @param purpose what the frames are for
public record RefreshPlan(
        String rig, LocalDate evening, Profile profile, List<CapturePlan> visits, Purpose purpose) {

    /// Which of the two sets of published masters a run feeds.
    public enum Profile { STAGING, PRODUCTION }

    /// Which masters to make again.
    public enum Scope {
        BIAS, DARKS, DARK_FLATS, ALL,
        /// What is missing, stale or asked for, as [DueItem]s tell it.
        DUE
    }

    /// What the frames of a run are for. Only a refresh makes masters and stores frames in the dated folders.
    public enum Purpose {
        /// New masters.
        REFRESH,
        /// A few frames against each master in production.
        SPOT_CHECK,
        /// One frame calibrated with its master.
        VALIDATION
    }

    /// A refresh.
    public RefreshPlan(String rig, LocalDate evening, Profile profile, List<CapturePlan> visits) {
        this(rig, evening, profile, visits, Purpose.REFRESH);
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
