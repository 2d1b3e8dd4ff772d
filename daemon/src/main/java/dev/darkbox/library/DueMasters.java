package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.FrameShape;
import dev.darkbox.library.Holding.State;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.Match;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a rig's presets want, what the library has for each of them, and why it is to be made again. Pure.
///
/// The youngest master of a set counts, in whatever profile it is; a failed one never was. One that waits for a
/// person's word is not made again meanwhile, unless a reason comes that is younger than it. A withdrawn one is made
/// again, unless a person put an older one back in its place.
public final class DueMasters {

    private final RigPresets rig;
    private final Holdings holdings;
    private final Staleness staleness;
    private final LocalDate today;

    /// @param rig as it is configured now
    /// @param holdings of its library
    /// @param entries of its ledger, oldest first
    /// @param now what the camera was when it was last seen; unknown when nobody saw it since the newest master
    /// @param today the evening it is
    public DueMasters(RigPresets rig, DueRules rules, Holdings holdings, List<LedgerEntry> entries,
            CameraEpoch now, LocalDate today) {
        this.rig = rig;
        this.holdings = holdings;
        this.today = today;
        staleness = new Staleness(rules, holdings, entries, now, today);
    }

    /// Every set that is wanted, due or not, in the order in which they would be taken.
    public List<DueItem> all() {
        return Planner.plan(rig, RefreshPlan.Scope.ALL, today, RefreshPlan.Profile.STAGING)
                .map(RefreshPlan::sets).orElse(List.of()).stream().map(this::item).toList();
    }

    /// Those that are due.
    public List<DueItem> due() {
        return all().stream().filter(DueItem::isDue).toList();
    }

    /// Size of the youngest master's frames, unbinned; empty when there is none, or it does not tell.
    public Optional<FrameShape> picture() {
        return holdings.holdings().stream().max(Comparator.comparing(Holding::goodAfter))
                .map(holding -> holding.master().keys().conditions())
                .filter(conditions -> conditions.widthPx() > 0 && conditions.heightPx() > 0)
                .map(conditions -> new FrameShape(conditions.widthPx() * Math.max(1, conditions.binning()),
                        conditions.heightPx() * Math.max(1, conditions.binning())));
    }

    /// A master that becomes due although nothing happens.
    ///
    /// @param evening the first on which it is
    public record Coming(PlannedSet set, LocalDate evening) {}

    /// What becomes due next of what is not due yet; the first in the order of taking.
    public Optional<Coming> coming() {
        return all().stream().filter(item -> !item.isDue())
                .flatMap(item -> current(item.set()).flatMap(holding -> staleness.until(item.set(), holding))
                        .map(evening -> new Coming(item.set(), evening)).stream())
                .min(Comparator.comparing(Coming::evening));
    }

    private DueItem item(PlannedSet set) {
        Optional<Holding> withdrawn = newest(set, State.WITHDRAWN);
        Optional<Holding> current = current(set);
        boolean isBack = withdrawn.isPresent() && current.isPresent()
                && (current.get().master().begun().isAfter(withdrawn.get().master().begun())
                        || staleness.isPutBack(current.get(), withdrawn.get()));
        if (withdrawn.isPresent() && !isBack) {
            String inForce = current.map(holding -> "until then that of " + holding.master().evening())
                    .orElse("");
            return new DueItem(set, Match.WITHDRAWN, List.of(staleness.withdrawn(withdrawn.get())), inForce);
        }
        return current.map(holding -> item(set, holding)).orElseGet(() -> none(set));
    }

    private DueItem item(PlannedSet set, Holding current) {
        List<DueReason> reasons = staleness.of(set, current);
        String waits = current.state() == State.HELD
                ? "%s waits for a person's word: %s".formatted(current.id().shown(), current.why())
                : current.id().shown();
        return new DueItem(set, reasons.isEmpty() ? Match.EXACT : Match.STALE, reasons, waits);
    }

    private DueItem none(PlannedSet set) {
        List<MasterEntry> usable = holdings.holdings().stream()
                .filter(holding -> holding.state() != State.FAILED && holding.state() != State.WITHDRAWN)
                .map(Holding::master).toList();
        Optional<Nearest.Found> nearest = Nearest.to(set, usable);
        if (nearest.isPresent()) {
            var reason = new DueReason(nearest.get().kind(), "none yet: " + nearest.get().line());
            return new DueItem(set, Match.NEAR, List.of(reason), nearest.get().line());
        }
        String failed = newest(set, State.FAILED)
                .map(holding -> ": that of %s failed".formatted(holding.master().evening())).orElse("");
        return new DueItem(set, Match.MISSING,
                List.of(new DueReason(DueReason.Kind.NEVER_MADE, "none yet" + failed)), "");
    }

    /// The youngest that is neither failed nor withdrawn.
    private Optional<Holding> current(PlannedSet set) {
        return newest(set, State.PRODUCTION, State.STAGING, State.HELD, State.SUPERSEDED);
    }

    private Optional<Holding> newest(PlannedSet set, State... states) {
        List<State> wanted = List.of(states);
        return holdings.holdings().stream().filter(holding -> wanted.contains(holding.state()))
                .filter(holding -> Nearest.isExact(set, holding.master()))
                .max(Comparator.comparing(holding -> holding.master().begun()));
    }
}
