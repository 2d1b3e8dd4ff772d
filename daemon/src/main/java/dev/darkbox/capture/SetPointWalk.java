package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.event.RunEvent;
import java.time.Duration;
import java.time.Instant;

/// Walks the cooler's set point, whole degrees at a time, because some drivers round what they are given.
final class SetPointWalk {

    /// A sensor this warm fogs nothing; warming never goes beyond.
    static final Celsius WARM = Celsius.of(20);

    /// Load below which, two steps in a row, switching the cooler off changes nothing: the sensor follows the air.
    private static final double IDLE_PERCENT = 3;

    /// A sensor that lags so far behind a rising set point is as warm as the air makes it.
    private static final int LAG_MILLI_K = 4000;

    private static final int STEP_MILLI_K = 1000;

    private final Scene scene;
    private final Cooler cooler;
    private Celsius ordered = Celsius.UNKNOWN;
    private Celsius arrived = Celsius.UNKNOWN;

    SetPointWalk(Scene scene, Cooler cooler) {
        this.scene = scene;
        this.cooler = cooler;
    }

    /// Whether the cooler was told anything.
    boolean begun() {
        return ordered.isKnown();
    }

    /// Whether the walk to `target` came to its end and nothing was ordered since.
    boolean standsAt(Celsius target) {
        return arrived.equals(target);
    }

    /// Tells the cooler its present set point once more.
    void again() throws DeviceException, InterruptedException {
        cooler.target(ordered);
    }

    /// Walks from where the sensor is to `target`; at once when the rate is 0 or the temperature unknown.
    void cool(Celsius target, int milliKPerMin, Patience patience)
            throws OutOfPatience, InterruptedException {
        arrived = Celsius.UNKNOWN;
        Celsius at = patience.with(cooler::read).sensor();
        boolean atOnce = milliKPerMin == 0 || !at.isKnown();
        do {
            at = atOnce ? target : step(at, target);
            order(at, patience);
            if (!at.equals(target)) {
                pause(milliKPerMin, patience, target);
            }
        } while (!at.equals(target));
        arrived = target;
    }

    /// Walks up until the sensor is near the air or at [#WARM], then switches the cooler off. At most
    /// `(WARM - sensor) / rate` long. At once when the rate is 0 or the temperature unknown.
    void warm(int milliKPerMin) throws DeviceException, InterruptedException {
        Cooler.Reading now = cooler.read();
        Celsius at = now.sensor();
        int idle = 0;
        while (milliKPerMin > 0 && at.isKnown() && at.milliC() < WARM.milliC() && idle < 2
                && !lags(now, at)) {
            at = step(at, WARM);
            cooler.target(at);
            ordered = at;
            arrived = Celsius.UNKNOWN;
            now = rest(milliKPerMin, at);
            idle = now.loadPercent() <= IDLE_PERCENT ? idle + 1 : 0;
        }
        off();
    }

    void off() throws DeviceException, InterruptedException {
        cooler.off();
        ordered = Celsius.UNKNOWN;
        arrived = Celsius.UNKNOWN;
    }

    private static boolean lags(Cooler.Reading now, Celsius setPoint) {
        return now.sensor().isKnown() && setPoint.milliC() - now.sensor().milliC() > LAG_MILLI_K;
    }

    private void order(Celsius setPoint, Patience patience) throws OutOfPatience, InterruptedException {
        ordered = setPoint;
        patience.with(() -> {
            cooler.target(setPoint);
            return setPoint;
        });
    }

    private void pause(int milliKPerMin, Patience patience, Celsius target)
            throws OutOfPatience, InterruptedException {
        Instant end = scene.now().plus(stepTime(milliKPerMin));
        while (scene.now().isBefore(end)) {
            Cooler.Reading now = patience.with(cooler::read);
            scene.emit(
                    new RunEvent.Cooling(scene.now(), scene.name(), now.sensor(), target, now.loadPercent()));
            scene.time().sleep(shorter(Climate.POLL, Duration.between(scene.now(), end)));
        }
    }

    private Cooler.Reading rest(int milliKPerMin, Celsius setPoint)
            throws DeviceException, InterruptedException {
        Instant end = scene.now().plus(stepTime(milliKPerMin));
        Cooler.Reading now = cooler.read();
        while (scene.now().isBefore(end)) {
            scene.emit(new RunEvent.Warming(scene.now(), scene.name(), now.sensor(), setPoint));
            scene.time().sleep(shorter(Climate.POLL, Duration.between(scene.now(), end)));
            now = cooler.read();
        }
        return now;
    }

    private static Duration stepTime(int milliKPerMin) {
        return Duration.ofMillis(60_000L * STEP_MILLI_K / milliKPerMin);
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// The next whole degree on the way.
    private static Celsius step(Celsius from, Celsius to) {
        int next = from.milliC() < to.milliC()
                ? Math.min(to.milliC(),
                        Math.floorDiv(from.milliC() + STEP_MILLI_K, STEP_MILLI_K) * STEP_MILLI_K)
                : Math.max(to.milliC(),
                        Math.ceilDiv(from.milliC() - STEP_MILLI_K, STEP_MILLI_K) * STEP_MILLI_K);
        return new Celsius(next);
    }
}
