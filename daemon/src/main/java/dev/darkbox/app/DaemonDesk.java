package dev.darkbox.app;

import dev.darkbox.cli.LibraryAnswers;
import dev.darkbox.cli.MasterLines;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Desk;
import dev.darkbox.control.Reply;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Catalogue;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Pace;
import dev.darkbox.plan.PlanEstimate;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.RigState;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Standing;
import dev.darkbox.schedule.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/// What the daemon does with each command.
///
/// Threading: any number of connections at once.
final class DaemonDesk implements Desk {

    /// Less than an asker waits for its first answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<RigConfig> rigs;
    private final Kit kit;
    private final Scheduler scheduler;
    private final Feed feed;
    private final EventSink events;
    private final Sensors sensors;
    private final DueDesk due;
    private final CheckDesk checks;
    private final HandDesk hands;
    private final Consumer<RigConfig> changed;
    private final CountDownLatch open = new CountDownLatch(1);

    /// @param events where runs tell what happens; feeds `feed` among others
    DaemonDesk(List<RigConfig> rigs, Kit kit, Scheduler scheduler, Feed feed, EventSink events) {
        this(rigs, kit, scheduler, feed, events, new Sensors(kit.time()),
                new CheckDesk(kit, scheduler, events),
                _ -> Optional.empty(), _ -> {});
    }

    /// The same with a schedule.
    ///
    /// @param checks what does them for the schedule as well
    /// @param standings of the rigs' schedules, by name
    /// @param changed told of a rig whose masters stand otherwise than before
    DaemonDesk(List<RigConfig> rigs, Kit kit, Scheduler scheduler, Feed feed, EventSink events,
            Sensors sensors, CheckDesk checks, Function<String, Optional<Standing>> standings,
            Consumer<RigConfig> changed) {
        this.rigs = List.copyOf(rigs);
        this.kit = kit;
        this.scheduler = scheduler;
        this.feed = feed;
        this.events = events;
        this.sensors = sensors;
        due = new DueDesk(kit, sensors, standings);
        this.checks = checks;
        hands = new HandDesk(kit, scheduler);
        this.changed = changed;
    }

    /// Commands wait for this: what was cut short has the first claim on its rig.
    void open() {
        open.countDown();
    }

    @Override
    public void serve(Command command, Answer answer) throws IOException, InterruptedException {
        if (!open.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            answer.say(new Reply.Problem(1, "the daemon is still starting; try again"));
            return;
        }
        switch (command) {
            case Command.Refresh c when c.dryRun() -> plan(c.scope(), c.rig(), c.profile(), answer);
            case Command.Refresh c -> refresh(c, answer);
            case Command.Plan c -> plan(c.scope(), c.rig(), Optional.empty(), answer);
            case Command.Due c -> due(c, answer);
            case Command.Ask c -> {
                for (RigConfig rig : chosen(c.rig(), answer)) {
                    answer.say(due.ask(rig, c));
                    Logger.info("{}: asked for {}: {}", rig.name(), c.scope(), c.why());
                }
            }
            case Command.Status _ -> {
                for (RigState state : feed.states()) {
                    answer.say(state(state));
                }
            }
            case Command.Follow c -> {
                for (RigConfig rig : chosen(c.rig(), answer)) {
                    if (!runs(rig.name())) {
                        answer.say(new Reply.Idle(rig.name()));
                    }
                }
                follow(chosen(c.rig(), answer), answer);
            }
            case Command.Abort c -> {
                for (RigConfig rig : chosen(c.rig(), answer)) {
                    boolean stops = scheduler.abort(rig.name());
                    if (stops) {
                        Logger.warn("{}: told to abort", rig.name());
                    }
                    answer.say(stops ? new Reply.Stopping(rig.name()) : new Reply.Idle(rig.name()));
                }
            }
            case Command.LibraryList _ -> library(answer);
            case Command.OfLibrary c -> library(c, answer);
            case Command.OfCheck c -> watched(c.rig(), c.follow(), answer, rig -> check(rig, c, answer));
            case Command.Device c -> device(c, answer);
            case Command.Unknown(String reply) -> answer.say(new Reply.Problem(2, reply));
        }
    }

    /// The rigs a command is for; none after a complaint.
    private List<RigConfig> chosen(String name, Answer answer) throws IOException {
        List<RigConfig> chosen = rigs.stream().filter(rig -> name.isEmpty() || rig.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            answer.say(new Reply.Problem(2, "no rig \"%s\"; allowed: %s".formatted(
                    name, String.join(", ", rigs.stream().map(RigConfig::name).toList()))));
        }
        return chosen;
    }

    private Optional<RefreshPlan> planned(RigConfig rig, Scope scope, Optional<Profile> profile,
            Answer answer)
            throws IOException {
        var presets = new RigPresets(rig.name(), rig.presets());
        LocalDate evening = DueDesk.evening(rig, kit.time().now());
        Optional<RefreshPlan> plan = Planner.plan(presets, scope, evening, profile.orElse(rig.profile()));
        if (plan.isEmpty()) {
            answer.say(new Reply.Problem(1, "rig %s has none of these in its presets".formatted(rig.name())));
        }
        if (plan.isEmpty() || scope != Scope.DUE) {
            return plan;
        }
        Set<String> names = DueDesk.masters(rig, kit).due().stream().map(item -> item.set().master())
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            answer.say(new Reply.Problem(0, "rig %s: nothing is due".formatted(rig.name())));
        }
        return Planner.only(plan.get(), set -> names.contains(set.master()));
    }

    private void due(Command.Due command, Answer answer) throws IOException, InterruptedException {
        for (RigConfig rig : chosen(command.rig(), answer)) {
            try {
                answer.say(due.due(rig));
            } catch (DeviceException e) {
                answer.say(new Reply.Problem(3, String.valueOf(e.getMessage())));
            }
        }
    }

    private void plan(Scope scope, String name, Optional<Profile> profile, Answer answer)
            throws IOException, InterruptedException {
        for (RigConfig rig : chosen(name, answer)) {
            Optional<RefreshPlan> plan = planned(rig, scope, profile, answer);
            if (plan.isEmpty()) {
                continue;
            }
            Optional<PlanEstimate> estimate = estimate(rig, plan.get(), answer);
            if (estimate.isPresent()) {
                answer.say(new Reply.Planned(rig.name(), plan.get().sets(), costs(rig, plan.get()),
                        estimate.get().total(),
                        estimate.get().diskBytes(), Disk.room(rig.library())));
            }
        }
    }

    private List<Reply.Cost> costs(RigConfig rig, RefreshPlan plan) throws IOException, InterruptedException {
        try {
            return due.report(rig, sensors.of(rig)).each(plan);
        } catch (DeviceException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Optional<PlanEstimate> estimate(RigConfig rig, RefreshPlan plan, Answer answer)
            throws IOException, InterruptedException {
        try {
            return Optional
                    .of(PlanEstimate.of(plan, rig.cooling(), sensors.of(rig), rig.keepRaw() != KeepRaw.NEVER,
                            kit::storesFrames, Pace.unmeasured()));
        } catch (DeviceException e) {
            answer.say(new Reply.Problem(3, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private void refresh(Command.Refresh command, Answer answer) throws IOException, InterruptedException {
        watched(command.rig(), command.follow(), answer, rig -> refresh(rig, command, answer));
    }

    /// Begins a run.
    @FunctionalInterface
    private interface Beginning {

        /// Begins it, or says why not.
        ///
        /// @return whether it runs
        boolean on(RigConfig rig) throws IOException, InterruptedException, DeviceException;
    }

    /// Begins runs on the rigs a command is for, and tells of them if that is wanted.
    private void watched(String name, boolean follow, Answer answer, Beginning beginning)
            throws IOException, InterruptedException {
        List<RigConfig> chosen = chosen(name, answer);
        try (Feed.Follower follower = feed.follow(names(chosen))) {
            Set<String> running = new HashSet<>();
            for (RigConfig rig : chosen) {
                try {
                    if (beginning.on(rig)) {
                        running.add(rig.name());
                    }
                } catch (DeviceException e) {
                    answer.say(new Reply.Problem(3, String.valueOf(e.getMessage())));
                }
            }
            if (follow) {
                tell(follower, running, answer);
            }
        }
    }

    private boolean check(RigConfig rig, Command.OfCheck command, Answer answer)
            throws IOException, InterruptedException, DeviceException {
        boolean takesFrames = !(command instanceof Command.Validate validate) || !validate.libraryOnly();
        Optional<Start.Busy> busy = takesFrames ? scheduler.running(rig.name()) : Optional.empty();
        if (busy.isPresent()) {
            answer.say(busy(busy.get()));
            return false;
        }
        Optional<FrameShape> size = takesFrames
                ? Optional.of(sensors.of(rig))
                : rig.equipment().knownSensor();
        return switch (command) {
            case Command.SpotCheck c -> checks.spot(rig, c, size.orElseThrow(), answer);
            case Command.Validate c -> checks.validate(rig, c, size, answer);
        };
    }

    private boolean refresh(RigConfig rig, Command.Refresh command, Answer answer)
            throws IOException, InterruptedException {
        Optional<Start.Busy> busy = scheduler.running(rig.name());
        if (busy.isPresent()) {
            answer.say(busy(busy.get()));
            return false;
        }
        Optional<RefreshPlan> plan = planned(rig, command.scope(), command.profile(), answer);
        if (plan.isEmpty()) {
            return false;
        }
        Optional<PlanEstimate> estimate = estimate(rig, plan.get(), answer);
        if (estimate.isEmpty()) {
            return false;
        }
        if (!Disk.isWritable(rig.library())) {
            answer.say(new Reply.Problem(1, rig.library() + " cannot be written by the daemon"));
            return false;
        }
        Optional<String> refusal = estimate.get().refusal(Disk.room(rig.library()));
        if (refusal.isPresent()) {
            answer.say(new Reply.Problem(1, rig.library() + " " + refusal.get()));
            return false;
        }
        Start start = scheduler.start(rig.name(), what(plan.get()),
                RigRun.begin(rig, plan.get(), kit, events));
        answer.say(switch (start) {
            case Start.Accepted _ -> new Reply.Accepted(rig.name(), estimate.get().frames(),
                    estimate.get().total());
            case Start.Busy taken -> busy(taken);
            case Start.Ending _ -> new Reply.Problem(1, "the daemon is ending");
        });
        return start instanceof Start.Accepted;
    }

    static String what(RefreshPlan plan) {
        return "refresh of %s, evening of %s".formatted(
                plan.sets().size() == 1 ? "1 set" : plan.sets().size() + " sets", plan.evening());
    }

    private static Reply busy(Start.Busy busy) {
        return new Reply.Busy(busy.rig(), busy.what(), busy.since());
    }

    /// Whether there is a run that can be followed.
    private boolean runs(String rig) {
        return scheduler.running(rig).isPresent() && !scheduler.borrowed(rig);
    }

    private void device(Command.Device command, Answer answer) throws IOException, InterruptedException {
        List<RigConfig> chosen = chosen(command.rig(), answer);
        if (chosen.size() > 1) {
            answer.say(new Reply.Problem(2,
                    "of which rig? allowed: --rig " + String.join(", --rig ", names(chosen))));
        } else if (chosen.size() == 1) {
            hands.act(chosen.getFirst(), command, answer);
        }
    }

    private void follow(List<RigConfig> chosen, Answer answer) throws IOException, InterruptedException {
        try (Feed.Follower follower = feed.follow(names(chosen))) {
            Set<String> running = new HashSet<>(names(chosen));
            running.removeIf(rig -> !runs(rig));
            tell(follower, running, answer);
        }
    }

    /// Hands on events until every run of `running` is over.
    private static void tell(Feed.Follower follower, Set<String> running, Answer answer)
            throws IOException, InterruptedException {
        while (!running.isEmpty()) {
            Optional<RunEvent> event = follower.next();
            if (event.isEmpty()) {
                answer.say(new Reply.Problem(1, "too slow to follow; ask for the status instead"));
                return;
            }
            answer.say(new Reply.Happened(event.get()));
            if (event.get() instanceof RunEvent.RunEnded ended) {
                running.remove(ended.rig());
            }
        }
    }

    private static List<String> names(List<RigConfig> rigs) {
        return rigs.stream().map(RigConfig::name).toList();
    }

    private static Reply.State state(RigState state) {
        return new Reply.State(state.rig(), state.runs(), state.since(), state.doing(), state.frames(),
                state.framesOf(), state.sensor(), state.loadPercent(), state.notice(), state.live(),
                state.dark());
    }

    private void library(Command.OfLibrary command, Answer answer) throws IOException {
        List<RigConfig> chosen = chosen(command.rig(), answer);
        boolean changes = command instanceof Command.Say || command instanceof Command.Rollback;
        if (changes && chosen.size() > 1) {
            answer.say(new Reply.Problem(2,
                    "of which rig? --rig; allowed: " + String.join(", ", names(chosen))));
            return;
        }
        for (RigConfig rig : chosen) {
            var library = new CalibrationLibrary(rig.library(), kit.disk());
            new LibraryAnswers(rig.name(), library, reply -> {
                note(reply, command);
                answer.say(reply);
            }).answer(command, kit.time().now());
            if (changes) {
                changed.accept(rig);
                RawKeeper.freeLater(rig, kit);
            }
        }
    }

    /// What a person said is in the log as well, and everybody is told what it changed.
    private void note(Reply reply, Command.OfLibrary command) {
        if (reply instanceof Reply.Said said && command instanceof Command.Say say) {
            Logger.info("{}: {} {}/{} by {} {}", said.rig(), said.word(), said.evening(), said.name(),
                    say.by(),
                    say.why());
        } else if (reply instanceof Reply.Turned turned) {
            turned.notes().forEach(line -> Logger.info("{}: {}: {}", turned.rig(), turned.profile(), line));
            changedInForce(turned, command).ifPresent(events::emit);
        }
    }

    private Optional<RunEvent> changedInForce(Reply.Turned turned, Command.OfLibrary command) {
        if (turned.in().isEmpty() && turned.out().isEmpty()) {
            return Optional.empty();
        }
        var said = switch (command) {
            case Command.Say say -> List.of(say.by(), say.why());
            case Command.Rollback back -> List.of(back.by(), back.why().isEmpty()
                    ? "rolled back"
                    : "rolled back: " + back.why());
            case Command.LibraryPick _, Command.LibraryShow _, Command.LibraryAudit _, Command.LibraryIndex _ ->
                List.of("", "");
        };
        return Optional.of(new RunEvent.InForceChanged(kit.time().now(), turned.rig(), turned.profile(),
                turned.in(), turned.out(), said.getFirst(), said.getLast()));
    }

    private void library(Answer answer) throws IOException {
        for (RigConfig rig : rigs) {
            Catalogue catalogue = new CalibrationLibrary(rig.library(), kit.disk()).list();
            for (Reply.Master master : MasterLines.replies(rig.name(), catalogue.masters())) {
                answer.say(master);
            }
            for (String problem : catalogue.problems()) {
                answer.say(new Reply.Problem(1, problem));
            }
        }
    }
}
