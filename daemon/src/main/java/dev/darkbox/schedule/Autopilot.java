package dev.darkbox.schedule;

import dev.darkbox.device.DeviceException;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.ScheduleRules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Begins by itself, on one rig, what is due: in its windows, once in each, while it is allowed.
///
/// It looks every minute or so. In an open window it begins a refresh of as much of what is due as should be done before
/// the window shuts, and afterwards a spot check if one is due; both once in each opening, whatever comes of them and
/// whoever restarts the daemon meanwhile. What was missed, or failed, or did not fit, is still due in the next one. When
/// three refreshes in a row made nothing of what they were to make, there is one a week until one does.
///
/// Threading: one thread looks; [#standing] is for any.
public final class Autopilot {

    private static final int FRUITLESS_MOST = 3;
    private static final Duration FRUITLESS_PAUSE = Duration.ofDays(7);
    /// The library is not read at every look.
    private static final Duration PAUSE = Duration.ofMinutes(10);
    /// Looks in a row at which a condition must be gone before a run is stopped for it.
    private static final int NO_MOST = 2;

    private final String rig;
    private final ScheduleRules rules;
    private final Openings openings;
    private final Scheduler scheduler;
    private final Agenda agenda;
    private final Permit permit;
    private final SpotChecks checks;
    private final Tried.Memory memory;
    private final ClockWatch clock = new ClockWatch();
    private Optional<Instant> began = Optional.empty();
    private Instant rest = Instant.MIN;
    private Instant restFrom = Instant.MAX;
    private int refusals;
    private volatile Standing standing = Standing.of("starting");

    /// @param rules of the rig, with `refresh` on
    /// @param permit its `only_while`
    public Autopilot(String rig, ScheduleRules rules, Scheduler scheduler, Agenda agenda, Permit permit,
            SpotChecks checks, Tried.Memory memory) {
        this.rig = rig;
        this.rules = rules;
        this.scheduler = scheduler;
        this.agenda = agenda;
        this.permit = permit;
        this.checks = checks;
        this.memory = memory;
        openings = new Openings(rules.windows(), rules.zone());
    }

    public String rig() {
        return rig;
    }

    /// What it does or waits for.
    public Standing standing() {
        return standing;
    }

    /// Watches a run that began by itself before the daemon was restarted, and now goes on. Before the first look.
    ///
    /// @param since when it began to go on
    public void adopt(Instant since) {
        began = Optional.of(since);
    }

    /// Decides anew.
    ///
    /// @param waited since the last look
    /// @return what it does or waits for now
    public Standing look(Instant now, Duration waited) throws InterruptedException {
        try {
            standing = decide(now, clock.isSteady(now, waited));
        } catch (IOException | DeviceException e) {
            rest(now);
            standing = Standing.until(rest, "waits: " + e.getMessage());
        }
        return standing;
    }

    private Standing decide(Instant now, boolean steady)
            throws IOException, DeviceException, InterruptedException {
        Optional<Start.Busy> running = scheduler.running(rig);
        if (running.isPresent()) {
            restFrom = Instant.MAX;
            return began.isPresent() && began.get().equals(running.get().since())
                    ? watch(running.get())
                    : Standing.of("waits for the " + running.get().what());
        }
        began = Optional.empty();
        refusals = 0;
        if (!steady) {
            return Standing.of("waits until the clock has gone evenly for %d min".formatted(
                    ClockWatch.STEADY.toMinutes()));
        }
        Optional<Opening> open = openings.at(now);
        if (open.isEmpty()) {
            restFrom = Instant.MAX;
            Optional<Opening> next = openings.after(now);
            return new Standing("waits for a window", next.map(Opening::from));
        }
        return isResting(now) ? standing : begin(now, open.get());
    }

    /// A clock that was set back does not prolong a pause.
    private boolean isResting(Instant now) {
        return now.isBefore(rest) && !now.isBefore(restFrom);
    }

    private void rest(Instant now) {
        restFrom = now;
        rest = now.plus(PAUSE);
    }

    private Standing begin(Instant now, Opening open)
            throws IOException, DeviceException, InterruptedException {
        Tried tried = memory.recall();
        Optional<Standing> begun = tried.refresh().equals(open.from())
                ? Optional.empty()
                : refresh(now, open, tried);
        if (begun.isEmpty() && !tried.check().equals(open.from())) {
            begun = check(now, open, tried);
        }
        if (begun.isPresent()) {
            return begun.get();
        }
        rest(now);
        Optional<Instant> next = openings.after(now).map(Opening::from);
        return new Standing("nothing to do in this window", next);
    }

    /// Begins a refresh or says why not; empty when nothing is due.
    private Optional<Standing> refresh(Instant now, Opening open, Tried tried)
            throws IOException, DeviceException, InterruptedException {
        List<DueItem> due = agenda.due(now);
        if (due.isEmpty()) {
            return Optional.empty();
        }
        int fruitless = fruitless(tried);
        Instant again = tried.refresh().plus(FRUITLESS_PAUSE);
        if (fruitless >= FRUITLESS_MOST && now.isBefore(again)) {
            rest(now);
            return Optional
                    .of(Standing.until(again, "%d refreshes made nothing of %s; the next try is a week after"
                            .formatted(fruitless, String.join(", ", tried.masters()))));
        }
        Optional<Standing> no = notAllowed(now);
        if (no.isPresent()) {
            return no;
        }
        Agenda.Fit fit = agenda.fit(due, open.left(now), now);
        if (fit.work().isEmpty()) {
            rest(now);
            return Optional.of(new Standing("does not begin: " + fit.left(),
                    openings.after(now).map(Opening::from)));
        }
        memory.keep(new Tried(open.from(), fit.masters(), fruitless, tried.check()));
        String left = fit.left().isEmpty() ? "" : "; later: " + fit.left();
        return Optional.of(start(fit.what(), fit.work().get(), tried, left));
    }

    /// Refreshes in a row that made nothing of what they were to make, the last one among them.
    private int fruitless(Tried tried) throws IOException {
        return tried.masters().isEmpty() || agenda.isAnyMade(tried.masters(), tried.refresh())
                ? 0
                : tried.fruitless() + 1;
    }

    private Optional<Standing> check(Instant now, Opening open, Tried tried)
            throws IOException, InterruptedException {
        if (rules.spotCheckDays() == 0) {
            return Optional.empty();
        }
        Optional<Instant> last = agenda.lastChecked();
        if (last.isEmpty() || now.isBefore(last.get().plus(Duration.ofDays(rules.spotCheckDays())))) {
            return Optional.empty();
        }
        Optional<Scheduler.Work> work = checks.of(rig);
        if (work.isEmpty()) {
            return Optional.empty();
        }
        Optional<Standing> no = notAllowed(now);
        if (no.isPresent()) {
            return no;
        }
        memory.keep(new Tried(tried.refresh(), tried.masters(), tried.fruitless(), open.from()));
        return Optional.of(start("spot check", work.get(), tried, ""));
    }

    /// What keeps a run from beginning now: a clock behind the library's, or somebody else's word.
    private Optional<Standing> notAllowed(Instant now) throws IOException, InterruptedException {
        Optional<Instant> youngest = agenda.youngest();
        if (youngest.isPresent() && now.isBefore(youngest.get())) {
            rest(now);
            return Optional.of(Standing.of("waits: the clock says %s, and a master was begun at %s".formatted(
                    now, youngest.get())));
        }
        Permit.Answer answer = permit.ask();
        return answer.word() == Permit.Word.YES
                ? Optional.empty()
                : Optional.of(Standing.of("waits: " + answer.why()));
    }

    private Standing start(String what, Scheduler.Work work, Tried before, String left) throws IOException {
        return switch (scheduler.start(rig, what, work)) {
            case Start.Accepted accepted -> {
                began = Optional.of(accepted.since());
                yield Standing.of("began the " + what + left);
            }
            case Start.Busy busy -> {
                memory.keep(before);
                yield Standing.of("waits for the " + busy.what());
            }
            case Start.Ending _ -> {
                memory.keep(before);
                yield Standing.of("the daemon is ending");
            }
        };
    }

    /// Stops what began by itself once its conditions are gone.
    private Standing watch(Start.Busy run) throws InterruptedException {
        Permit.Answer answer = permit.ask();
        refusals = answer.word() == Permit.Word.NO ? refusals + 1 : 0;
        if (refusals < NO_MOST) {
            return Standing.of("the %s goes on".formatted(run.what()));
        }
        scheduler.abort(rig);
        return Standing.of("stopped the %s: %s".formatted(run.what(), answer.why()));
    }
}
