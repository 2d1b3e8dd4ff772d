package dev.darkbox.device.sim.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// Motor, lamp and heater of a box: what happens in the world when its firmware gives an order.
final class Mechanics {

    /// Where a stalling cover stops, as a part of its way.
    private static final double STALLS_AT = 0.6;

    private final Duration travel;
    private final Set<WireFault> faults = EnumSet.noneOf(WireFault.class);
    private double from;
    private double goal;
    private Instant began;
    private boolean running;
    private boolean gaveUp;
    private int lampPercent;
    private boolean heating;

    /// @param travel from one end to the other
    /// @param openPart where it stands: 0 shut, 1 open
    Mechanics(Duration travel, double openPart, Instant now) {
        this.travel = travel;
        from = openPart;
        goal = openPart;
        began = now;
    }

    void fail(WireFault fault, Instant now) {
        if (fault == WireFault.HALF_WAY && running) {
            stop(now);
        }
        faults.add(fault);
    }

    void mend(Instant now) {
        stand(now);
        faults.clear();
    }

    boolean has(WireFault fault) {
        return faults.contains(fault);
    }

    /// Sets off, from wherever it is.
    ///
    /// @param openPart 0 shut, 1 open
    void move(double openPart, Instant now) {
        from = stand(now);
        goal = openPart;
        began = now;
        gaveUp = false;
        running = from != goal;
        if (running && has(WireFault.HALF_WAY)) {
            from = Math.abs(from + goal) / 2 == from ? 0.5 : (from + goal) / 2;
            running = false;
        }
    }

    void stop(Instant now) {
        from = stand(now);
        goal = from;
        running = false;
    }

    /// Where it is now: 0 shut .. 1 open.
    double stand(Instant now) {
        if (!running) {
            return from;
        }
        double way = (double) Duration.between(began, now).toMillis() / Math.max(1, travel.toMillis())
                / Math.max(1e-9, Math.abs(goal - from));
        if (has(WireFault.STALL) && way >= STALLS_AT) {
            // the motor hums on until the firmware's patience is over, twice the travel
            double stuck = from + (goal - from) * STALLS_AT;
            if (way >= 2) {
                from = stuck;
                running = false;
                gaveUp = true;
            }
            return stuck;
        }
        if (way >= 1) {
            from = goal;
            running = false;
            return from;
        }
        return from + (goal - from) * way;
    }

    /// Whether the motor turns.
    boolean runs(Instant now) {
        stand(now);
        return running;
    }

    /// Whether the last move ended in a stall.
    boolean gaveUp(Instant now) {
        stand(now);
        return gaveUp;
    }

    void light(int percent) {
        if (percent > 0 || !has(WireFault.LAMP_STUCK)) {
            lampPercent = percent;
        }
    }

    int lampPercent() {
        return lampPercent;
    }

    void heat(boolean on) {
        if (on || !has(WireFault.HEATER_STUCK)) {
            heating = on;
        }
    }

    WireBox.Truth truth(Instant now) {
        return new WireBox.Truth(stand(now), lampPercent, heating);
    }

    boolean heating() {
        return heating;
    }
}
