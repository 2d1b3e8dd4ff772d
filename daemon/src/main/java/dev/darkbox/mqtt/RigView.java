package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import dev.darkbox.event.RunEvent;
import dev.darkbox.mqtt.RunView.Phase;
import dev.darkbox.plan.CoolingRules;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// All that is known of a rig, event by event; which event means what to whom is here. Threading: the owner's.
final class RigView {

    private final RunView run = new RunView();
    private final ColdView cold = new ColdView();
    private final SafetyView safety = new SafetyView();
    private final Problems problems = new Problems();
    private final FinishTime finish;
    private final Happenings told;
    private final Set<Kind> made = EnumSet.noneOf(Kind.class);
    private Optional<RunEvent.SetEnded> unfinished = Optional.empty();
    private String evening = "";

    RigView(CoolingRules rules, Happenings told) {
        finish = new FinishTime(rules);
        this.told = told;
    }

    void note(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> started(e);
            case RunEvent.Checked e -> safety.checked(e);
            case RunEvent.NotDark e -> {
                safety.notDark(e);
                problems.notDark(e);
                told.notDark(e, run.run(), run.setWord());
            }
            case RunEvent.Cooling e -> {
                run.phase(Phase.COOLING);
                cold.cooling(e);
                finish.cold.cooling(e);
                finish.pace.pause();
            }
            case RunEvent.Soaking e -> {
                run.phase(Phase.SOAKING);
                cold.soaking(e);
                finish.cold.soaking(e);
                finish.pace.pause();
            }
            case RunEvent.GateOpened e -> {
                run.phase(Phase.CAPTURING);
                cold.opened(e);
                finish.cold.opened(cold.target());
                finish.pace.opened(e.at());
            }
            case RunEvent.GateClosed e -> {
                cold.closed(e);
                finish.cold.closed();
            }
            case RunEvent.CoolerAnswered e -> {
                problems.cooler(e);
                told.cooler(e, run.run(), run.setWord());
            }
            case RunEvent.SetStarted e -> setStarted(e);
            case RunEvent.Exposing e -> {
                run.phase(Phase.CAPTURING);
                finish.pace.exposing(e);
            }
            case RunEvent.Watched e -> cold.reading(e.sensor(), e.loadPercent());
            case RunEvent.FrameDiscarded _ -> run.phase(Phase.CAPTURING);
            case RunEvent.FrameAccepted e -> {
                run.accepted(e);
                cold.reading(e.sensor(), e.loadPercent());
            }
            case RunEvent.FrameRejected _ -> {
                run.rejected();
                finish.pace.rejected();
            }
            case RunEvent.LiveLook e -> cold.noise(e);
            case RunEvent.LiveOff _ -> {
                // nothing is shown then, and that is all
            }
            case RunEvent.SetEnded e -> setEnded(e);
            case RunEvent.Stacking _ -> run.phase(Phase.STACKING);
            case RunEvent.MasterReady e -> {
                made.add(Kind.of(e.set().set()));
                problems.master(e);
                finish.pace.mastered(e);
                told.master(e, run.run());
            }
            case RunEvent.InForceChanged e -> told.inForce(e, run.stage().active() ? run.run() : "");
            case RunEvent.MasterChecked e -> {
                problems.checked(e);
                told.checked(e, run.run());
            }
            case RunEvent.MasterFailed e -> {
                problems.masterFailed(e);
                told.masterFailed(e, run.run());
            }
            case RunEvent.DeviceTrouble e -> {
                problems.device(e);
                told.device(e, run.run(), run.setWord());
            }
            case RunEvent.EpochChanged e -> {
                problems.epoch(e);
                told.epoch(e, run.run(), run.setWord());
            }
            case RunEvent.Recovering e -> {
                run.recovering();
                finish.pace.pause();
                problems.recovering(e);
                told.recovering(e, run.run(), run.setWord());
            }
            case RunEvent.Recovered e -> {
                run.recovered(e.held());
                told.recovered(e, run.run(), run.setWord());
            }
            case RunEvent.Warming e -> {
                tellUnfinished();
                run.phase(Phase.WARMING);
                cold.warming(e);
                finish.warming(e.sensor());
            }
            case RunEvent.RunEnded e -> {
                tellUnfinished();
                run.ended(e);
                cold.forget();
                problems.ended(e);
                told.ended(e, run.run());
            }
        }
    }

    private void started(RunEvent.RunStarted e) {
        run.started(e);
        cold.forget();
        safety.forget();
        problems.started();
        finish.begin(e.plan(), e.framesKept());
        evening = e.plan().evening().toString();
        told.started(e, run.run());
    }

    private void setStarted(RunEvent.SetStarted e) {
        unfinished = unfinished.filter(
                set -> !FrameCounts.Key.of(set.set()).equals(FrameCounts.Key.of(e.set())));
        tellUnfinished();
        run.setStarted(e);
        cold.set(e.set());
        finish.setStarted(e.at(), e.set(), e.accepted());
    }

    private void setEnded(RunEvent.SetEnded e) {
        tellUnfinished();
        finish.pace.ended(e.at(), e.complete());
        if (e.complete()) {
            run.phase(Phase.STACKING);
            told.setEnded(e, run.run());
        } else {
            unfinished = Optional.of(e);
        }
    }

    /// A set that ended without all its frames is given up, unless it begins again at once: at a warmer set point, or because
    /// the camera is another.
    private void tellUnfinished() {
        unfinished.ifPresent(e -> {
            problems.setGivenUp(e);
            told.setEnded(e, run.run());
        });
        unfinished = Optional.empty();
    }

    /// `state/run`, with the time at which it will be over.
    Json run(Instant now) {
        if (run.stage().active()) {
            run.finishAt(finish.at(now, run.finishAt()));
        }
        return run.json();
    }

    RunView run() {
        return run;
    }

    ColdView cold() {
        return cold;
    }

    SafetyView safety() {
        return safety;
    }

    Problems problems() {
        return problems;
    }

    /// Whether a master of this kind was made while we looked: nothing in a library is newer.
    boolean made(Kind kind) {
        return made.contains(kind);
    }

    String evening() {
        return evening;
    }
}
