package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.OptionalLong;

/// A servo: goes from pulse to pulse along a ramp, settles, and then holds or lets go.
///
/// Where it stands is known only while it gets pulses, ours or those of an earlier life of this program, or from a limit
/// switch. From anywhere else its first move is as quick as the servo is.
final class ServoMover implements Mover {

    static final long PERIOD_NANOS = 20_000_000;
    private static final Duration STEP = Duration.ofMillis(20);

    private final GpioSpec.Servo servo;
    private final Pulses pulses;
    private final Limits limits;
    private final Board board;
    private final Time time;
    private final WireLog wire;
    private Course course = Course.NONE;
    private OptionalLong last = OptionalLong.empty();
    private int order;

    /// One journey.
    private record Ramp(long fromNanos, long toNanos, long beganAt, long lastsNanos) {
        long pulseAt(long now) {
            double way = lastsNanos == 0 ? 1 : Math.min(1, (double) (now - beganAt) / lastsNanos);
            return fromNanos + Math.round((toNanos - fromNanos) * way);
        }

        long endsAt() {
            return beganAt + lastsNanos;
        }
    }

    ServoMover(GpioSpec.Servo servo, Pulses pulses, Limits limits, Board board, Time time, WireLog wire) {
        this.servo = servo;
        this.pulses = pulses;
        this.limits = limits;
        this.board = board;
        this.time = time;
        this.wire = wire;
    }

    @Override
    public synchronized void go(Position goal, Limits.Ends ends) throws DeviceException {
        if (course.runsTo(goal)) {
            return;
        }
        if (ends.both()) {
            stop(Course.of(Course.State.GAVE_UP, goal, "both limit switches are active"));
            throw new DeviceException.Refused(pulses.place(), "not moved: " + ends);
        }
        if (ends.of(goal) == Limits.End.ACTIVE && !course.runs()) {
            course = Course.of(Course.State.ARRIVED, goal, "was there");
            return;
        }
        long to = pulse(goal);
        long from = from(ends).orElse(to);
        double way = Math.abs((double) (to - from) / (servo.openNanos() - servo.shutNanos()));
        var ramp = new Ramp(from, to, time.nanos(), Math.round(servo.ramp().toNanos() * way));
        course = Course.of(Course.State.RUNNING, goal, "");
        wire.note(time.now(), "pulses from %d to %d ns".formatted(from, to));
        order++;
        int mine = order;
        Limits.Watch watch = limits.new Watch();
        board.watch("gpio-servo", STEP, () -> step(mine, goal, ramp, watch));
    }

    private long pulse(Position end) {
        return end == Position.SHUT ? servo.shutNanos() : servo.openNanos();
    }

    private OptionalLong from(Limits.Ends ends) throws DeviceException {
        if (last.isPresent()) {
            return last;
        }
        Pulses.State now = pulses.read();
        if (now.enabled() && now.periodNanos() == PERIOD_NANOS && now.dutyNanos() > 0) {
            return OptionalLong.of(now.dutyNanos());
        }
        return ends.open() == Limits.End.ACTIVE
                ? OptionalLong.of(servo.openNanos())
                : ends.shut() == Limits.End.ACTIVE
                        ? OptionalLong.of(servo.shutNanos())
                        : OptionalLong.empty();
    }

    private synchronized boolean step(int mine, Position goal, Ramp ramp, Limits.Watch watch) {
        if (mine != order || !course.runs()) {
            return false;
        }
        try {
            Limits.Ends ends = watch.next();
            long now = time.nanos();
            long pulse = ramp.pulseAt(now);
            if (ends.both()) {
                stop(Course.of(Course.State.GAVE_UP, goal, "both limit switches are active"));
            } else if (now >= ramp.endsAt() + servo.settle().toNanos()) {
                arrive(Mover.timeOver(goal, ends, Duration.ofNanos(now - ramp.beganAt())));
            } else if (last.isEmpty() || last.getAsLong() != pulse) {
                pulses.set(PERIOD_NANOS, pulse);
                last = OptionalLong.of(pulse);
            }
        } catch (DeviceException e) {
            stop(Course.of(Course.State.FAILED, goal, e.what()));
        } catch (RuntimeException e) { // a mistake of ours must not leave a motor running
            stop(Course.of(Course.State.FAILED, goal, e.toString()));
        }
        return course.runs();
    }

    /// A servo that did not get there would burn against what is in its way.
    private void arrive(Course how) {
        if (how.state() == Course.State.ARRIVED && servo.hold()) {
            course = how;
            wire.note(time.now(), "holds: " + how.said());
        } else {
            stop(how);
        }
    }

    /// Where it stood when its pulses were cut is where it is believed to be, until somebody moves it by hand.
    private void stop(Course how) {
        course = how;
        try {
            pulses.off();
        } catch (DeviceException e) {
            course = new Course(Course.State.FAILED, how.goal(), "pulses not cut: " + e.what());
        }
        wire.note(time.now(), course.state() + ": " + course.said());
    }

    /// Stays where it is, held by its pulses.
    @Override
    public synchronized void halt() {
        if (course.runs()) {
            course = new Course(Course.State.HALTED, course.goal(), "stopped by order");
            order++;
            wire.note(time.now(), "stopped by order");
        }
    }

    @Override
    public synchronized Course course() {
        return course;
    }

    @Override
    public Duration patience() {
        return servo.ramp().plus(servo.settle()).plusSeconds(5);
    }

    @Override
    public synchronized void close() {
        if (course.runs() || (course.state() != Course.State.NONE && !servo.hold())) {
            order++;
            stop(new Course(Course.State.HALTED, course.goal(), "closed"));
        }
    }
}
