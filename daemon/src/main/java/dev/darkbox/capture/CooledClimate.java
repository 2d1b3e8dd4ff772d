package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A cooler in front of the gate: walks the set point, feeds every reading to gate and watches, answers.
final class CooledClimate implements Climate {

    /// What the watches saw that nobody has answered yet.
    private enum Alarm { OVERLOAD, DRIFT }

    private final Scene scene;
    private final Cooler cooler;
    private final SetPointWalk walk;
    private final CoolingRules rules;
    private final Patience patience;
    private final Set<Alarm> alarms = EnumSet.noneOf(Alarm.class);

    private Celsius target = Celsius.UNKNOWN;
    private TemperatureGate gate = TemperatureGate.start();
    private LoadWatch load = LoadWatch.start();
    private DriftWatch drift = DriftWatch.STEADY;
    private Cooler.Reading last = new Cooler.Reading(Instant.MIN, Celsius.UNKNOWN, Double.NaN);
    private Duration waited = Duration.ZERO;
    private boolean hasOpened;
    private boolean open;

    CooledClimate(Scene scene, Cooler cooler, SetPointWalk walk, CoolingRules rules, Patience patience) {
        this.scene = scene;
        this.cooler = cooler;
        this.walk = walk;
        this.rules = rules;
        this.patience = patience;
    }

    @Override
    public void begin(PlannedSet set) throws OutOfPatience, InterruptedException {
        waited = Duration.ZERO;
        load = LoadWatch.start();
        drift = DriftWatch.STEADY;
        alarms.clear();
        hasOpened = false;
        if (!set.target().equals(target) || !walk.standsAt(target)) {
            if (open) {
                shut("the set point is changed");
            }
            target = set.target();
            gate = TemperatureGate.start();
            walk.cool(target, rules.coolMilliKPerMin(), patience);
        }
    }

    /// The waiting time of all waits of one set together is limited by [CoolingRules#giveUp]; the walk of the set
    /// point does not count.
    @Override
    public Wait await() throws OutOfPatience, InterruptedException {
        if (open && fresh() && alarms.isEmpty()) {
            hasOpened = true;
            return new Wait.Open(last);
        }
        Instant begun = scene.now();
        try {
            for (;;) {
                patience.with(this::look);
                Optional<Wait> end = decide(waited.plus(Duration.between(begun, scene.now())));
                if (end.isPresent()) {
                    return end.get();
                }
                tell();
                scene.time().sleep(POLL);
            }
        } finally {
            waited = waited.plus(Duration.between(begun, scene.now()));
        }
    }

    @Override
    public Cooler.Reading look() throws DeviceException, InterruptedException {
        last = cooler.read();
        gate = gate.next(last, TemperatureGate.Rule.of(target, rules));
        if (open && !(gate instanceof TemperatureGate.Open)) {
            shut("sensor %s, wanted %s".formatted(Climate.exact(last.sensor()), wanted()));
        }
        LoadWatch before = load;
        load = load.next(last, LoadWatch.Rule.of(rules));
        if (load instanceof LoadWatch.Overloaded && !(before instanceof LoadWatch.Overloaded)) {
            alarms.add(Alarm.OVERLOAD);
        }
        if (hasOpened) {
            DriftWatch steady = drift;
            drift = drift.next(last.sensor(), DriftWatch.Rule.of(target, rules));
            if (drift == DriftWatch.DRIFTED && steady == DriftWatch.STEADY) {
                alarms.add(Alarm.DRIFT);
            }
        }
        return last;
    }

    @Override
    public boolean holds(Celsius sensor) {
        return TemperatureGate.Rule.of(target, rules).holds(sensor);
    }

    @Override
    public String wanted() {
        return String.format(Locale.ROOT, "%s ± %.2f K", Climate.exact(target),
                rules.toleranceMilliK() / 1000.0);
    }

    @Override
    public void resume() throws DeviceException, InterruptedException {
        if (walk.begun()) {
            walk.again();
        }
        if (open) {
            shut("the camera was recovered");
        }
        gate = TemperatureGate.start();
    }

    /// A reading so young that nobody needs another one: bias frames come faster than a cooler changes.
    private boolean fresh() {
        return last.sensor().isKnown() && !last.at().plus(POLL).isBefore(scene.now());
    }

    private Optional<Wait> decide(Duration waitedSoFar) {
        if (alarms.remove(Alarm.OVERLOAD)) {
            Optional<Wait> end = answer(rules.onOverload(), "cooler load %s for %d min, limit %s, sensor %s"
                    .formatted(Climate.load(last.loadPercent()), rules.loadFor().toMinutes(),
                            Climate.load(rules.loadLimitPercent()), Climate.exact(last.sensor())));
            if (end.isPresent()) {
                return end;
            }
            if (open) {
                shut("the cooler has no reserve");
            }
            gate = TemperatureGate.start();
        }
        if (alarms.remove(Alarm.DRIFT)) {
            boolean tooWarm = last.sensor().isKnown() && last.sensor().milliC() > target.milliC();
            // a sensor colder than its set point needs nothing but time
            Optional<Wait> end = answer(
                    tooWarm ? rules.onDrift() : CoolingRules.Answer.SOAK,
                    String.format(Locale.ROOT, "sensor %s, drifted more than %.2f K from %s",
                            Climate.exact(last.sensor()), rules.driftMilliK() / 1000.0,
                            Climate.exact(target)));
            if (end.isPresent()) {
                return end;
            }
        }
        if (gate instanceof TemperatureGate.Open && !(load instanceof LoadWatch.Overloaded)) {
            if (!open) {
                open = true;
                scene.emit(new RunEvent.GateOpened(scene.now(), scene.name(), last.sensor(),
                        last.loadPercent()));
            }
            hasOpened = true;
            return Optional.of(new Wait.Open(last));
        }
        return waitedSoFar.compareTo(rules.giveUp()) < 0 ? Optional.empty() : Optional.of(tooLong());
    }

    private Wait tooLong() {
        String why = "gate shut after %d min: sensor %s, wanted %s, cooler load %s".formatted(
                rules.giveUp().toMinutes(), Climate.exact(last.sensor()), wanted(),
                Climate.load(last.loadPercent()));
        CoolingRules.Answer answer = rules.onOverload() == CoolingRules.Answer.RAISE
                ? CoolingRules.Answer.RAISE
                : CoolingRules.Answer.SKIP;
        return answer(answer, why).orElseThrow();
    }

    /// Empty when the answer is to wait.
    private Optional<Wait> answer(CoolingRules.Answer answer, String why) {
        return switch (answer) {
            case SOAK -> {
                told(why, "soaking until the gate opens");
                yield Optional.empty();
            }
            case RAISE -> Optional.of(raise(why));
            case SKIP -> {
                told(why, "this set is given up");
                yield Optional.of(new Wait.GivenUp(why));
            }
        };
    }

    private Wait raise(String why) {
        var warmer = new Celsius(target.milliC() + rules.raiseStepMilliK());
        var limit = new Celsius(rules.raiseLimitMilliC());
        if (warmer.milliC() > limit.milliC() || warmer.milliC() <= target.milliC()) {
            told(why,
                    "this set is given up: no set point above %s is allowed".formatted(Climate.exact(limit)));
            return new Wait.GivenUp(why);
        }
        told(why, "set point raised from %s to %s, the set begins again".formatted(Climate.exact(target),
                Climate.exact(warmer)));
        return new Wait.Raised(warmer, why);
    }

    private void told(String why, String decision) {
        scene.emit(new RunEvent.CoolerAnswered(scene.now(), scene.name(), why, decision));
    }

    private void shut(String why) {
        open = false;
        scene.emit(new RunEvent.GateClosed(scene.now(), scene.name(), last.sensor(), why));
    }

    private void tell() {
        scene.emit(switch (gate) {
            case TemperatureGate.Settling settling -> new RunEvent.Soaking(
                    scene.now(), scene.name(), last.sensor(), last.loadPercent(), settling.held(),
                    rules.soak());
            case TemperatureGate.Outside _, TemperatureGate.Open _ -> new RunEvent.Cooling(
                    scene.now(), scene.name(), last.sensor(), target, last.loadPercent());
        });
    }
}
