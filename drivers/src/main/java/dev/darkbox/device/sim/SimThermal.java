package dev.darkbox.device.sim;

import dev.darkbox.device.Celsius;
import java.time.Duration;
import java.time.Instant;

/// Temperature of the sensor: a state that is stepped, second by second on a fixed grid, to the instant of
/// each call. What it is at an instant does not depend on how often it was asked before.
///
/// Threading: safe.
final class SimThermal {

    private static final double STEP_S = 1;

    /// After a longer pause everything has settled; what lies before is skipped.
    private static final long LONGEST_PAUSE_STEPS = 6 * 3600;

    private final SimCooling cooling;
    private final SimDark dark;
    private final SimFaults faults;
    private final Instant origin;
    private final long seed;
    private final double perStep;

    private long steps;
    private double sensor;
    private double target = Double.NaN;
    private double load;
    private double integral;
    private double fromS;
    private double toS;
    private double darkS;

    SimThermal(SimCooling cooling, SimDark dark, SimFaults faults, Instant origin, long seed) {
        this.cooling = cooling;
        this.dark = dark;
        this.faults = faults;
        this.origin = origin;
        this.seed = seed;
        perStep = 1 - Math.exp(-STEP_S / (cooling.lag().toMillis() / 1000.0));
        sensor = cooling.ambient().degrees(origin);
    }

    synchronized void target(Celsius goal, Instant now) {
        stepTo(now);
        target = goal.degrees();
    }

    synchronized void off(Instant now) {
        stepTo(now);
        target = Double.NaN;
    }

    /// What the thermometer shows: with its noise and its resolution.
    synchronized Celsius reading(Instant now) {
        stepTo(now);
        double noiseMilliK = cooling.noiseMilliK() * Normal.of(Bits.key(seed, now.toEpochMilli(), 3));
        double steps = Math.rint((sensor * 1000 + noiseMilliK) / cooling.resolutionMilliK());
        return new Celsius((int) (steps * cooling.resolutionMilliK()));
    }

    /// Load the regulator asks for, 0..100.
    synchronized double loadPercent(Instant now) {
        stepTo(now);
        return Math.rint(load * 100);
    }

    /// Begins to count how much dark current an exposure collects.
    synchronized void open(Instant from, Instant to) {
        stepTo(from);
        fromS = seconds(from);
        toS = seconds(to);
        darkS = 0;
    }

    /// Length of the exposure in seconds at the dark current's reference temperature.
    synchronized double darkSeconds(Instant now) {
        stepTo(now);
        return darkS + overlapS(steps * STEP_S, toS) * dark.factor(sensor);
    }

    synchronized void readoutHeats() {
        sensor += cooling.readoutHeatMilliK() / 1000.0;
    }

    private double seconds(Instant at) {
        return Duration.between(origin, at).toNanos() / 1e9;
    }

    private double overlapS(double begin, double end) {
        return Math.max(0, Math.min(end, toS) - Math.max(begin, fromS));
    }

    private void stepTo(Instant now) {
        long goal = (long) (seconds(now) / STEP_S);
        steps = Math.max(steps, goal - LONGEST_PAUSE_STEPS);
        while (steps < goal) {
            darkS += overlapS(steps * STEP_S, (steps + 1) * STEP_S) * dark.factor(sensor);
            step(origin.plusSeconds((long) (steps * STEP_S)));
            steps++;
        }
    }

    private void step(Instant at) {
        double air = cooling.ambient().degrees(at);
        for (var gust : faults.struck(SimFault.Gust.class, at)) {
            if (at.isBefore(gust.since().plus(gust.fault().lasting()))) {
                air += gust.fault().riseK();
            }
        }
        regulate();
        boolean dead = faults.has(SimFault.CoolerDies.class, at);
        double settled = air - (dead ? 0 : load * cooling.reachK());
        sensor += (settled - sensor) * perStep;
    }

    /// The integral rests while the load is at an end of its range, so that it does not wind up.
    private void regulate() {
        if (Double.isNaN(target)) {
            load = 0;
            integral = 0;
            return;
        }
        double noiseK = cooling.noiseMilliK() / 1000.0 * Normal.of(Bits.key(seed, steps, 4));
        double error = sensor + noiseK - target;
        double wanted = cooling.loadPerK() * error + integral;
        load = Math.clamp(wanted, 0, 1);
        if (wanted > 0 && wanted < 1) {
            integral = Math.clamp(integral + cooling.loadPerKS() * error * STEP_S, 0, 1);
        }
    }
}
