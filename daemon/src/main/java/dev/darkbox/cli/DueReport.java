package dev.darkbox.cli;

import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Reply;
import dev.darkbox.device.FrameShape;
import dev.darkbox.library.DueMasters;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Pace;
import dev.darkbox.plan.PlanEstimate;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.stack.LiveIntegration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is due on a rig as a reply, with what each set takes, whoever read the library.
///
/// @param sensor the camera's whole frame, unbinned
/// @param stored whether a set's frames become files
/// @param evening it is
public record DueReport(
        RigConfig rig, FrameShape sensor, BiPredicate<PlannedSet, FrameShape> stored, LocalDate evening) {

    /// Which sets' frames become files at all.
    public static BiPredicate<PlannedSet, FrameShape> stores(LiveConfig live) {
        return (set, shape) -> live.mode() != LiveConfig.Mode.MASTER || LiveIntegration
                .refusal(shape, live.reject(), set.set().keep(), live.memoryBytes()).isPresent();
    }

    /// The reply.
    ///
    /// @param schedule what begins by itself
    /// @param nextAt when that is at the earliest
    public Reply.Due of(DueMasters masters, long freeBytes, String schedule, Optional<Instant> nextAt) {
        List<DueItem> items = masters.all();
        Set<String> due = items.stream().filter(DueItem::isDue).map(item -> item.set().master())
                .collect(Collectors.toSet());
        List<Reply.DueRow> rows = items.stream()
                .map(item -> new Reply.DueRow(item, cost(set -> set.equals(item.set())))).toList();
        Optional<String> next = masters.coming()
                .map(coming -> "%s on %s".formatted(coming.set().label(), coming.evening()));
        return new Reply.Due(rig.name(), rows, cost(set -> due.contains(set.master())), freeBytes, next,
                schedule, nextAt);
    }

    private Reply.Cost cost(Predicate<PlannedSet> wanted) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL, evening, rig.profile())
                .flatMap(plan -> Planner.only(plan, wanted)).map(this::cost)
                .orElse(new Reply.Cost(0, Duration.ZERO, Duration.ZERO, 0));
    }

    /// What a plan takes.
    public Reply.Cost cost(RefreshPlan plan) {
        PlanEstimate estimate = PlanEstimate.of(plan, rig.cooling(), sensor, rig.keepRaw() != KeepRaw.NEVER,
                stored,
                Pace.unmeasured());
        return new Reply.Cost(estimate.frames(), estimate.total(),
                estimate.cooling().plus(estimate.soaking()), estimate.diskBytes());
    }

    /// What each of its sets takes alone, in their order.
    public List<Reply.Cost> each(RefreshPlan plan) {
        return plan.sets().stream().map(set -> Planner.only(plan, set::equals).map(this::cost).orElseThrow())
                .toList();
    }
}
