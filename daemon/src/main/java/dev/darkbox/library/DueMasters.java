package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.plan.DuePart;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.quality.Verdict;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which masters of a rig's presets are to be made: those that are missing, too old, or of an old epoch. Pure.
///
/// A failed master is none; one that is held waits for a person and is not made again meanwhile.
public final class DueMasters {

    private static final int BIAS_DAYS = 365;
    /// Hot pixels come with the months.
    private static final int DARK_DAYS = 183;

    private DueMasters() {}

    /// In the order in which they would be taken.
    ///
    /// @param masters of this rig's library
    public static List<DuePart> of(RigPresets rig, List<MasterEntry> masters, LocalDate today) {
        Map<MasterEntry, Relation> epochs = MasterEpochs.toNewest(masters);
        List<PlannedSet> wanted = Planner
                .plan(rig, RefreshPlan.Scope.ALL, today, RefreshPlan.Profile.STAGING)
                .map(RefreshPlan::sets).orElse(List.of());
        var due = new ArrayList<DuePart>();
        for (PlannedSet set : wanted) {
            why(set, newest(set, masters), epochs, today)
                    .ifPresent(why -> due.add(new DuePart(set.master(), why)));
        }
        return List.copyOf(due);
    }

    private static Optional<MasterEntry> newest(PlannedSet set, List<MasterEntry> masters) {
        return masters.stream()
                .filter(master -> master.name().equals(set.master()))
                .filter(master -> set.readout().mode().isEmpty()
                        || master.readoutMode().equals(set.readout().mode()))
                .filter(master -> master.verdict().kind() != Verdict.Kind.FAIL)
                .max(Comparator.comparing(MasterEntry::begun));
    }

    private static Optional<String> why(PlannedSet set, Optional<MasterEntry> newest,
            Map<MasterEntry, Relation> epochs, LocalDate today) {
        if (newest.isEmpty()) {
            return Optional.of("none yet");
        }
        if (epochs.get(newest.get()) == Relation.OTHER) {
            return Optional
                    .of("made on %s, before the camera's driver, firmware or controls changed".formatted(
                            newest.get().evening()));
        }
        long days = ChronoUnit.DAYS.between(newest.get().evening(), today);
        int most = most(set.set());
        return days > most ? Optional.of("%d days old, at most %d".formatted(days, most)) : Optional.empty();
    }

    private static int most(FrameSet set) {
        return switch (set) {
            case FrameSet.Bias _ -> BIAS_DAYS;
            case FrameSet.Dark _, FrameSet.DarkFlat _ -> DARK_DAYS;
        };
    }
}
