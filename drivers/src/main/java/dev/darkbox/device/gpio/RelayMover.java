package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.Optional;

/// A motor behind two relays.
///
/// ```
///          go            dead time over           pulse over (PULSE only)
///  Rest ---------> Dead ----------------> Drive -------------------------> Coast
///    ^                                      |                                |
///    +---- limit switch, travel over, halt, contradiction, failed line ------+
/// ```
final class RelayMover implements Mover {

    private static final String OPEN = "open relay";
    private static final String SHUT = "shut relay";

    private enum Phase { REST, DEAD, DRIVE, COAST }

    private final GpioSpec.Relay relay;
    private final Lines lines;
    private final Limits limits;
    private final Board board;
    private final Time time;
    private final WireLog wire;
    private Course course = Course.NONE;
    private Phase phase = Phase.REST;
    private Optional<Position> direction = Optional.empty();
    private long releasedAt;
    private long phaseEnds;
    private long travelEnds;
    /// Of a watch that belongs to an earlier order there is nothing to hear any more.
    private int order;

    RelayMover(GpioSpec.Relay relay, Lines lines, Limits limits, Board board, Time time, WireLog wire) {
        this.relay = relay;
        this.lines = lines;
        this.limits = limits;
        this.board = board;
        this.time = time;
        this.wire = wire;
        releasedAt = time.nanos();
    }

    @Override
    public synchronized void go(Position goal, Limits.Ends ends) throws DeviceException {
        if (course.runsTo(goal)) {
            return;
        }
        rest();
        if (ends.both()) {
            course = Course.of(Course.State.GAVE_UP, goal, "both limit switches are active");
            throw new DeviceException.Refused(lines.place(), "not moved: " + ends);
        }
        if (ends.of(goal) == Limits.End.ACTIVE) {
            course = Course.of(Course.State.ARRIVED, goal, "was there");
            return;
        }
        course = Course.of(Course.State.RUNNING, goal, "");
        phase = Phase.DEAD;
        phaseEnds = direction.equals(Optional.of(goal))
                ? time.nanos()
                : releasedAt + relay.deadTime().toNanos();
        order++;
        int mine = order;
        Limits.Watch watch = limits.new Watch();
        board.watch("gpio-motor", limits.every(), () -> step(mine, goal, watch));
    }

    private synchronized boolean step(int mine, Position goal, Limits.Watch watch) {
        if (mine != order || !course.runs()) {
            return false;
        }
        try {
            advance(goal, watch.next(), time.nanos());
        } catch (DeviceException e) {
            end(Course.of(Course.State.FAILED, goal, e.what()));
        } catch (RuntimeException e) { // a mistake of ours must not leave a motor running
            end(Course.of(Course.State.FAILED, goal, e.toString()));
        }
        return course.runs();
    }

    private void advance(Position goal, Limits.Ends ends, long now) throws DeviceException {
        if (ends.both()) {
            end(Course.of(Course.State.GAVE_UP, goal, "both limit switches are active"));
            return;
        }
        switch (phase) {
            case REST -> {
            }
            case DEAD -> {
                if (now >= phaseEnds) {
                    drive(goal, now);
                }
            }
            case DRIVE, COAST -> {
                if (ends.of(goal) == Limits.End.ACTIVE) {
                    end(Course.of(Course.State.ARRIVED, goal, "at its limit switch"));
                } else if (now >= travelEnds) {
                    end(Mover.timeOver(goal, ends, relay.travel()));
                } else if (phase == Phase.DRIVE && relay.drive() == GpioSpec.Drive.PULSE
                        && now >= phaseEnds) {
                    release();
                    phase = Phase.COAST;
                }
            }
        }
    }

    /// Never both: the other one must be seen to be off first.
    private void drive(Position goal, long now) throws DeviceException {
        String mine = goal == Position.SHUT ? SHUT : OPEN;
        String other = goal == Position.SHUT ? OPEN : SHUT;
        lines.set(other, false);
        if (lines.get(other)) {
            throw new DeviceException.Refused(lines.place(), other + " is active though it was switched off");
        }
        direction = Optional.of(goal);
        phase = Phase.DRIVE;
        phaseEnds = now + relay.pulse().toNanos();
        travelEnds = now + relay.travel().toNanos();
        wire.note(time.now(), mine + " on");
        lines.set(mine, true);
    }

    private void release() throws DeviceException {
        try {
            lines.set(OPEN, false);
        } finally {
            lines.set(SHUT, false);
        }
        releasedAt = time.nanos();
        wire.note(time.now(), "relays off");
    }

    private void rest() throws DeviceException {
        if (phase != Phase.REST) {
            release();
            phase = Phase.REST;
        }
    }

    private void end(Course how) {
        course = how;
        try {
            rest();
        } catch (DeviceException e) {
            course = Course.of(Course.State.FAILED, how.goal().orElse(Position.UNKNOWN),
                    "motor not switched off: " + e.what());
        }
        wire.note(time.now(), course.state() + ": " + course.said());
    }

    @Override
    public synchronized void halt() throws DeviceException {
        if (course.runs()) {
            course = new Course(Course.State.HALTED, course.goal(), "stopped by order");
        }
        order++;
        release();
        phase = Phase.REST;
    }

    @Override
    public synchronized Course course() {
        return course;
    }

    @Override
    public Duration patience() {
        return relay.travel().plus(relay.deadTime()).plusSeconds(5);
    }

    @Override
    public synchronized void close() {
        try {
            halt();
        } catch (DeviceException e) {
            wire.note(time.now(), "motor not switched off: " + e.what());
        }
    }
}
