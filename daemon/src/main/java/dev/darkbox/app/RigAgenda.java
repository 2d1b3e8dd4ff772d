package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.EventSink;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.DueMasters;
import dev.darkbox.library.Holding;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.Evening;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Pace;
import dev.darkbox.plan.PlanEstimate;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Agenda;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What there is to do on one rig of the configuration.
///
/// Threading: stateless; any.
final class RigAgenda implements Agenda {

    /// Sets told one by one of those that do not fit.
    private static final int MOST_TOLD = 3;

    private final RigConfig rig;
    private final Kit kit;
    private final Sensors sensors;
    private final EventSink events;

    RigAgenda(RigConfig rig, Kit kit, Sensors sensors, EventSink events) {
        this.rig = rig;
        this.kit = kit;
        this.sensors = sensors;
        this.events = events;
    }

    private CalibrationLibrary library() {
        return new CalibrationLibrary(rig.library(), kit.disk());
    }

    DueMasters masters(Instant now) throws IOException {
        return library().due(new RigPresets(rig.name(), rig.presets()), rig.due(),
                Evening.of(now, rig.schedule().zone()));
    }

    @Override
    public List<DueItem> due(Instant now) throws IOException {
        return masters(now).due();
    }

    @Override
    public Fit fit(List<DueItem> due, Duration time, Instant now)
            throws IOException, DeviceException, InterruptedException {
        Optional<RefreshPlan> all = Planner.plan(new RigPresets(rig.name(), rig.presets()),
                RefreshPlan.Scope.ALL, Evening.of(now, rig.schedule().zone()), rig.profile());
        FrameShape sensor = sensors.of(rig);
        var chosen = new ArrayList<String>();
        var left = new ArrayList<String>();
        Optional<RefreshPlan> plan = Optional.empty();
        for (DueItem item : due) {
            String master = item.set().master();
            Optional<RefreshPlan> with = all.flatMap(whole -> Planner.only(whole,
                    set -> chosen.contains(set.master()) || set.master().equals(master)));
            Optional<String> refusal = with.isEmpty()
                    ? Optional.of("is in no preset")
                    : refusal(estimate(with.get(), sensor), time);
            if (refusal.isEmpty()) {
                chosen.add(master);
                plan = with;
            } else {
                left.add(item.set().label() + " " + refusal.get());
            }
        }
        String told = String.join(", ", left.stream().limit(MOST_TOLD).toList())
                + (left.size() > MOST_TOLD ? " and %d more".formatted(left.size() - MOST_TOLD) : "");
        return plan.map(p -> new Fit(chosen, Optional.of(RigRun.beginUnasked(rig, p, kit, events)),
                DaemonDesk.what(p), told)).orElse(Fit.nothing(told));
    }

    PlanEstimate estimate(RefreshPlan plan, FrameShape sensor) {
        return PlanEstimate.of(plan, rig.cooling(), sensor, rig.keepRaw() != KeepRaw.NEVER, kit::storesFrames,
                Pace.unmeasured());
    }

    private Optional<String> refusal(PlanEstimate estimate, Duration time) throws IOException {
        Optional<String> disk = estimate.refusal(Disk.room(rig.library()));
        return disk.isPresent() || estimate.total().compareTo(time) <= 0
                ? disk
                : Optional.of("would be done after %d min, the window shuts in %d min".formatted(
                        estimate.total().toMinutes(), time.toMinutes()));
    }

    @Override
    public Optional<Instant> lastChecked() throws IOException {
        Optional<Instant> checked = library().ledger().read().entries().stream()
                .filter(LedgerEntry.SpotChecked.class::isInstance).map(LedgerEntry::at)
                .max(Comparator.naturalOrder());
        return library().holdings().holdings().stream()
                .filter(holding -> holding.state() == Holding.State.PRODUCTION).map(Holding::goodAfter)
                .max(Comparator.naturalOrder())
                .map(made -> checked.filter(made::isBefore).orElse(made));
    }

    @Override
    public boolean isAnyMade(List<String> masters, Instant since) throws IOException {
        return library().holdings().holdings().stream()
                .filter(holding -> holding.state() != Holding.State.FAILED)
                .filter(holding -> masters.contains(holding.master().name()))
                .anyMatch(holding -> !holding.goodAfter().isBefore(since));
    }

    @Override
    public Optional<Instant> youngest() throws IOException {
        return library().holdings().holdings().stream().map(Holding::goodAfter)
                .max(Comparator.naturalOrder());
    }
}
