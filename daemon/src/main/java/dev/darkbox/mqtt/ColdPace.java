package dev.darkbox.mqtt;

import dev.darkbox.device.Celsius;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.Pace;
import java.time.Duration;
import java.util.Optional;

/// How long it takes to be cold, and warm again, at the speed measured so far. Threading: the owner's.
final class ColdPace {

    /// A sensor is not warmed further than this, whatever the air.
    private static final Celsius WARM = Celsius.of(20);
    /// A speed is believed after so much time and so much of a way.
    private static final Duration LEAST_TIME = Duration.ofMinutes(1);
    private static final int LEAST_MILLI_K = 2000;

    private final CoolingRules rules;
    private Celsius ambient = Celsius.UNKNOWN;
    private Celsius sensor = Celsius.UNKNOWN;
    private Celsius openAt = Celsius.UNKNOWN;
    private Optional<RunEvent.Cooling> from = Optional.empty();
    private Optional<Duration> soakLeft = Optional.empty();
    private int milliKPerMin;

    ColdPace(CoolingRules rules) {
        this.rules = rules;
        begin();
    }

    /// A run begins.
    void begin() {
        int usual = Pace.unmeasured().coolMilliKPerMin();
        int limit = rules.coolMilliKPerMin();
        milliKPerMin = limit == 0 ? usual : Math.min(limit, usual);
        ambient = Celsius.UNKNOWN;
        sensor = Celsius.UNKNOWN;
        closed();
    }

    void cooling(RunEvent.Cooling e) {
        closed();
        sensor = e.sensor();
        ambient = ambient.isKnown() ? ambient : e.sensor();
        if (from.isEmpty() || !from.get().target().equals(e.target())) {
            from = Optional.of(e);
        }
        measure(from.get(), e);
    }

    private void measure(RunEvent.Cooling first, RunEvent.Cooling now) {
        long seconds = Duration.between(first.at(), now.at()).toSeconds();
        boolean known = first.sensor().isKnown() && now.sensor().isKnown();
        int way = known ? first.sensor().milliC() - now.sensor().milliC() : 0;
        if (seconds >= LEAST_TIME.toSeconds() && way >= LEAST_MILLI_K) {
            milliKPerMin = (int) Math.max(1, 60L * way / seconds);
        }
    }

    void soaking(RunEvent.Soaking e) {
        closed();
        sensor = e.sensor();
        ambient = ambient.isKnown() ? ambient : e.sensor();
        Duration left = e.of().minus(e.done());
        soakLeft = Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    void opened(Celsius target) {
        openAt = target;
        soakLeft = Optional.empty();
    }

    /// Not cold, or not known to be.
    void closed() {
        openAt = Celsius.UNKNOWN;
        soakLeft = Optional.empty();
    }

    void warming(Celsius now) {
        sensor = now;
    }

    /// Until the gate opens at a set point, from where the sensor is now.
    Duration untilOpen(Celsius target) {
        if (!target.isKnown() || openAt.equals(target)) {
            return Duration.ZERO;
        }
        Celsius now = sensor.isKnown() ? sensor : air();
        return soakLeft.orElseGet(() -> walk(now, target, milliKPerMin).plus(rules.soak()));
    }

    /// From one set point to another, and the soak there.
    Duration between(Celsius one, Celsius other) {
        return !other.isKnown() || other.equals(one)
                ? Duration.ZERO
                : walk(one.isKnown() ? one : air(), other, milliKPerMin).plus(rules.soak());
    }

    /// From a set point to the end.
    Duration warmingUp(Celsius at) {
        return at.isKnown() && at.milliC() < end().milliC() && rules.warmMilliKPerMin() > 0
                ? walk(at, end(), rules.warmMilliKPerMin())
                : Duration.ZERO;
    }

    /// From where the sensor is now to the end.
    Duration warmingUp() {
        return warmingUp(sensor);
    }

    private Celsius end() {
        return air().milliC() < WARM.milliC() ? air() : WARM;
    }

    private Celsius air() {
        return ambient.isKnown() ? ambient : Pace.unmeasured().ambient();
    }

    private static Duration walk(Celsius from, Celsius to, int speed) {
        return Duration.ofMillis(60_000L * from.milliKelvinTo(to) / speed);
    }
}
