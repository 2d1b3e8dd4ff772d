package dev.darkbox.device;

import dev.darkbox.device.CoverUnit.Cover;
import java.time.Duration;

/// The cover of a [CoverUnit] as a dust cap: orders, then looks twice a second until the box says that it has arrived.
///
/// One order, one deadline. Whoever wants a second attempt asks again; nothing here opens a cover that could not be shut.
public final class UnitCap implements DustCap, Wired {

    static final Duration POLL = Duration.ofMillis(500);
    /// A cover may need a moment before it says that it moves.
    static final int PATIENT_POLLS = 6;
    /// Never less, however quick the cover was before.
    static final Duration LEAST_LIMIT = Duration.ofSeconds(10);

    private final CoverUnit unit;
    private final Time time;
    private Duration limit;

    /// @param unit has a cover
    public UnitCap(CoverUnit unit, Time time) {
        if (!unit.traits().cover()) {
            throw new IllegalArgumentException(unit.traits().place() + " has no cover");
        }
        this.unit = unit;
        this.time = time;
        limit = unit.traits().travelLimit();
    }

    @Override
    public String name() {
        return unit.traits().place();
    }

    @Override
    public Reading read() throws DeviceException, InterruptedException {
        Cover now = unit.cover();
        return new Reading(now.at(), now.stand().position(), now.evidence(), said(now));
    }

    @Override
    public void moveTo(Position goal) throws DeviceException, InterruptedException {
        if (goal != Position.OPEN && goal != Position.SHUT) {
            throw new IllegalArgumentException("a cap cannot be sent to " + goal);
        }
        if (unit.traits().lamp()) {
            // a lamp that shines into an opening telescope, or on a sensor behind a closing cover, helps nobody
            unit.light(0);
        }
        Position before = unit.cover().stand().position();
        long began = time.nanos();
        unit.move(goal);
        Cover now = unit.cover();
        int idle = 0;
        while (now.stand().position() != goal) {
            switch (now.stand()) {
                case STALLED, FAULT -> throw new DeviceException.Refused(name(),
                        "on its way to %s: %s".formatted(goal, said(now)));
                case MOVING -> idle = 0;
                case OPEN, SHUT, HALF_WAY, UNKNOWN -> {
                    idle++;
                    if (idle > PATIENT_POLLS) {
                        throw new DeviceException.Refused(name(),
                                "does not move to %s: %s".formatted(goal, said(now)));
                    }
                }
            }
            if (time.nanos() - began > limit.toNanos()) {
                throw new DeviceException.TimedOut(name(), "moving to %s (%s)".formatted(goal, said(now)),
                        limit);
            }
            time.sleep(POLL);
            now = unit.cover();
        }
        if (before == (goal == Position.SHUT ? Position.OPEN : Position.SHUT)) {
            learn(Duration.ofNanos(time.nanos() - began));
        }
    }

    /// Three times what it took from end to end, within the box's own limit: a cover that is late is in trouble.
    private void learn(Duration travel) {
        Duration three = travel.multipliedBy(3);
        Duration most = unit.traits().travelLimit();
        if (travel.compareTo(POLL) > 0) {
            Duration wanted = three.compareTo(LEAST_LIMIT) < 0 ? LEAST_LIMIT : three;
            limit = wanted.compareTo(most) > 0 ? most : wanted;
        }
    }

    private static String said(Cover now) {
        return now.said().isEmpty() ? now.stand().text() : now.stand().text() + ", \"" + now.said() + "\"";
    }

    @Override
    public WireLog wire() {
        return unit.wire();
    }

    @Override
    public void close() {
        unit.close();
    }
}
