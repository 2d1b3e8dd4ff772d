package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.consumer.Answer;
import dev.darkbox.consumer.Consumer;
import dev.darkbox.consumer.Light;
import dev.darkbox.consumer.Pick;
import dev.darkbox.consumer.Published;
import dev.darkbox.consumer.Survey;
import dev.darkbox.control.Command;
import dev.darkbox.control.Desk;
import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.CheckIndex;
import dev.darkbox.library.InForce;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.plan.Pace;
import dev.darkbox.plan.PlanEstimate;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Purpose;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.SpotChecks;
import dev.darkbox.schedule.Start;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the daemon does with a spot check and with a validation.
///
/// Threading: any number of connections at once.
final class CheckDesk {

    private final Kit kit;
    private final Scheduler scheduler;
    private final EventSink events;

    CheckDesk(Kit kit, Scheduler scheduler, EventSink events) {
        this.kit = kit;
        this.scheduler = scheduler;
        this.events = events;
    }

    /// Spot checks that begin by themselves: every master in force.
    SpotChecks unasked(List<RigConfig> rigs) {
        return name -> rigs.stream().filter(rig -> rig.name().equals(name)).findFirst().flatMap(rig -> {
            try {
                InForce inForce = inForce(rig);
                CheckPlan.Checkable from = CheckPlan.checkable(rig, inForce, evening(rig));
                return CheckPlan.of(rig, from, from.sets().keySet(), rig.check().frames(),
                        Purpose.SPOT_CHECK, inForce, evening(rig)).map(
                                plan -> run(rig, plan,
                                        CheckRun.Closing.nothing()));
            } catch (IOException _) {
                return Optional.empty(); // asked again in a while, and the log tells what is wrong with the disk
            }
        });
    }

    private CheckRun run(RigConfig rig, CheckPlan plan, CheckRun.Closing closing) {
        return new CheckRun(rig, plan, kit, events, closing);
    }

    private LocalDate evening(RigConfig rig) {
        return DueDesk.evening(rig, kit.time().now());
    }

    private InForce inForce(RigConfig rig) throws IOException {
        return InForce.pointedAt(new CalibrationLibrary(rig.library(), kit.disk()).holdings().holdings());
    }

    /// Begins a spot check, or says why not.
    ///
    /// @param sensor size of the whole sensor, for what the disk must hold
    /// @return whether it runs
    boolean spot(RigConfig rig, Command.SpotCheck command, FrameShape sensor, Desk.Answer answer)
            throws IOException {
        InForce inForce = inForce(rig);
        CheckPlan.Checkable from = CheckPlan.checkable(rig, inForce, evening(rig));
        Set<PlannedSet> wanted = new HashSet<>(from.sets().keySet());
        if (!command.names().isEmpty()) {
            wanted.clear();
            for (String name : command.names()) {
                wanted.addAll(named(rig, name, from, answer));
            }
        } else if (command.onePerKind()) {
            wanted = CheckPlan.onePerKind(wanted);
        }
        for (String left : from.left()) {
            answer.say(new Reply.Problem(0,
                    "rig %s: %s is in no preset any more and is not checked".formatted(rig.name(), left)));
        }
        Optional<CheckPlan> plan = CheckPlan.of(rig, from, wanted, rig.check().frames(), Purpose.SPOT_CHECK,
                inForce, evening(rig));
        if (plan.isEmpty()) {
            answer.say(new Reply.Problem(1,
                    "rig %s: no master in force that could be checked".formatted(rig.name())));
            return false;
        }
        return start(rig, plan.get(), sensor, CheckRun.Closing.nothing(), answer);
    }

    private static Set<PlannedSet> named(RigConfig rig, String name, CheckPlan.Checkable from,
            Desk.Answer answer) throws IOException {
        Set<PlannedSet> whole = new HashSet<>();
        Set<PlannedSet> part = new HashSet<>();
        for (PlannedSet set : from.sets().keySet()) {
            if (set.master().equals(name) || set.label().equals(name)) {
                whole.add(set);
            } else if (set.master().contains(name)) {
                part.add(set);
            }
        }
        Set<PlannedSet> found = whole.isEmpty() ? part : whole;
        if (found.isEmpty()) {
            answer.say(new Reply.Problem(2, "rig %s: no master in force is called %s; allowed: %s".formatted(
                    rig.name(), name, String.join(", ",
                            from.sets().keySet().stream().map(PlannedSet::master).sorted().toList()))));
        }
        return found;
    }

    /// Says which master each program would take; then begins a run with one frame of each preset, unless that is not
    /// wanted.
    ///
    /// @return whether it runs
    boolean validate(RigConfig rig, Command.Validate command, Optional<FrameShape> sensor,
            Desk.Answer answer) throws IOException {
        InForce inForce = inForce(rig);
        List<Published> shelf = inForce.entries().stream().map(Published::of).toList();
        int asked = 0;
        int wrong = 0;
        int missing = 0;
        var lights = new ArrayList<Light>();
        for (PlannedSet set : CheckPlan.sets(rig, evening(rig))) {
            Optional<Light> light = Lights.of(set, sensor, kit.time().now());
            if (light.isEmpty()) {
                continue;
            }
            lights.add(light.get());
            Survey survey = Survey.of(light.get(), set.master(), shelf);
            missing += survey.ours().isPresent() ? 0 : 1;
            for (Answer one : survey.answers()) {
                asked += one.grade() == Answer.Grade.NOT_ASKED ? 0 : 1;
                wrong += one.grade().isTrouble() ? 1 : 0;
                answer.say(taken(rig, set, survey, one));
            }
        }
        for (Consumer consumer : Consumer.all()) {
            for (String line : consumer.setup(lights, shelf)) {
                answer.say(new Reply.Setup(rig.name(), consumer.title(), line));
            }
        }
        String picks = "%d of %d picks right%s, of what is in %s".formatted(asked - wrong, asked,
                missing == 0 ? "" : ", " + missing + " masters missing",
                Json.word(inForce.profile()));
        boolean right = wrong == 0 && missing == 0;
        answer.say(new Reply.Problem(right ? 0 : 1, "rig " + rig.name() + ": " + picks));
        if (command.libraryOnly()) {
            alone(rig, right, picks + "; no frame was taken");
            return false;
        }
        CheckPlan.Checkable from = CheckPlan.checkable(rig, inForce, evening(rig));
        Set<PlannedSet> all = from.sets().keySet();
        Optional<CheckPlan> plan = CheckPlan.of(rig, from,
                command.full() ? all : CheckPlan.shortestDarks(all),
                1, Purpose.VALIDATION, inForce, evening(rig));
        if (plan.isEmpty()) {
            answer.say(new Reply.Problem(1, "rig %s: no dark in force that a frame could be calibrated with"
                    .formatted(rig.name())));
            alone(rig, false, picks + "; no dark in force to calibrate a frame with");
            return false;
        }
        return start(rig, plan.get(), sensor.orElse(new FrameShape(1, 1)),
                (end, checked) -> over(rig, right, picks, end, checked), answer);
    }

    private static Reply.Taken taken(RigConfig rig, PlannedSet set, Survey survey, Answer one) {
        String ours = survey.ours().map(Published::name).orElse("");
        String grade = Json.word(one.grade());
        String why = one.pick().why();
        String master = "";
        if (one.pick() instanceof Pick.Takes takes) {
            master = takes.master().name();
            why = String.join("; ", java.util.stream.Stream
                    .concat(java.util.stream.Stream.of(why), takes.cautions().stream()).toList());
        }
        return new Reply.Taken(rig.name(), set.preset(), survey.light().label(), one.consumer().title(),
                grade,
                ours, master, why);
    }

    private void over(RigConfig rig, boolean right, String picks, RunEvent.RunEnded end,
            List<RunEvent.MasterChecked> checked) throws IOException {
        switch (end.end()) {
            case ABORTED -> {
                // a person did not want to know
            }
            case DONE, PARTLY, FAILED -> {
                boolean good = right && end.end() == RunEvent.End.DONE
                        && checked.stream().allMatch(RunEvent.MasterChecked::passed);
                var text = new StringBuilder(picks);
                checked.forEach(one -> text.append("; ").append(one.set().label()).append(": ")
                        .append(one.text()));
                if (end.end() != RunEvent.End.DONE) {
                    text.append("; ").append(end.how());
                }
                note(rig, good, text.toString());
            }
        }
    }

    /// Without a run. One that is under way writes the index itself.
    private void alone(RigConfig rig, boolean passed, String text) throws IOException {
        note(rig, passed, text);
        if (scheduler.running(rig.name()).isEmpty() || scheduler.borrowed(rig.name())) {
            CheckIndex.write(new CalibrationLibrary(rig.library(), kit.disk()));
        }
    }

    private void note(RigConfig rig, boolean passed, String text) throws IOException {
        new CalibrationLibrary(rig.library(), kit.disk()).ledger()
                .add(new LedgerEntry.Validated(kit.time().now(), rig.name(), passed, text));
    }

    private boolean start(RigConfig rig, CheckPlan plan, FrameShape sensor, CheckRun.Closing closing,
            Desk.Answer answer) throws IOException {
        PlanEstimate estimate = PlanEstimate.of(plan.plan(), CheckRun.cooling(rig), sensor, true,
                (_, _) -> true, Pace.unmeasured());
        Optional<String> refusal = estimate.refusal(Disk.room(rig.library()));
        if (refusal.isPresent()) {
            answer.say(new Reply.Problem(1, rig.library() + " " + refusal.get()));
            return false;
        }
        Start start = scheduler.start(rig.name(), what(plan), run(rig, plan, closing));
        answer.say(switch (start) {
            case Start.Accepted _ -> new Reply.Accepted(rig.name(), estimate.frames(), estimate.total());
            case Start.Busy busy -> new Reply.Busy(busy.rig(), busy.what(), busy.since());
            case Start.Ending _ -> new Reply.Problem(1, "the daemon is ending");
        });
        return start instanceof Start.Accepted;
    }

    private static String what(CheckPlan plan) {
        int sets = plan.plan().sets().size();
        String masters = sets == 1 ? "1 master" : sets + " masters";
        return switch (plan.plan().purpose()) {
            case SPOT_CHECK -> "spot check of " + masters;
            case VALIDATION -> "validation with " + masters;
            case REFRESH -> throw new IllegalArgumentException("a refresh is no check");
        };
    }
}
