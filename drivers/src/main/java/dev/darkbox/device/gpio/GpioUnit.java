package dev.darkbox.device.gpio;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A cap, a panel and a dew heater on the pins of this machine.
///
/// | | cover | lamp | heater | motor |
/// |---|---|---|---|---|
/// | made | asked, not moved | out, read back | off | off |
/// | a run shuts it | stops at its limit, or when its time is over | | | |
/// | closed | stays; half way it stops | out | off | off |
/// | this program dies | stays | as its resistor has it; **pulses of a PWM chip go on** | as its resistor has it | likewise |
///
/// The heater is switched off by closing, unlike that of other boxes: a line that nobody holds keeps no level.
public final class GpioUnit implements CoverUnit {

    private static final String HEATER = "heater";

    private final Lines lines;
    private final Limits limits;
    private final Optional<Mover> mover;
    private final Optional<PulseLamp> lamp;
    private final Time time;
    private final WireLog wire = new WireLog(WireLog.USUAL);
    private final Traits traits;
    private boolean closed;

    private GpioUnit(GpioSpec spec, Lines lines, Optional<Pulses> servo, Optional<Pulses> panel, Board board,
            Time time) {
        this.lines = lines;
        this.time = time;
        limits = new Limits(lines, spec.openLimit(), spec.shutLimit(), time);
        mover = spec.cover().map(cover -> switch (cover) {
            case GpioSpec.Relay relay -> new RelayMover(relay, lines, limits, board, time, wire);
            case GpioSpec.Servo s -> new ServoMover(s, servo.orElseThrow(), limits, board, time, wire);
        });
        lamp = panel.map(pulses -> new PulseLamp(spec.lamp().orElseThrow(), pulses, lines, time));
        traits = new Traits(lines.place(), identity(spec), mover.isPresent(), lamp.isPresent(),
                spec.heater().isPresent(), mover.map(Mover::patience).orElse(Duration.ZERO),
                spec.lamp().map(GpioSpec.Lamp::afterglow).orElse(Duration.ZERO));
    }

    /// Takes the lines. Nothing moves; lamp and heater are off, and the lamp is seen to be.
    ///
    /// @throws DeviceException.Refused a line or channel that is not there, held by somebody, or not allowed
    /// @throws DeviceException.Lost the lamp could not be put out
    public static GpioUnit open(GpioSpec spec, Board board, Time time)
            throws DeviceException, InterruptedException {
        Lines lines = board.lines(spec.chip(), spec.wishes());
        boolean whole = false;
        try {
            Optional<Pulses> servo = Optional.empty();
            if (spec.cover().isPresent() && spec.cover().get() instanceof GpioSpec.Servo s) {
                servo = Optional.of(board.pulses(s.pwm()));
            }
            Optional<Pulses> panel = Optional.empty();
            if (spec.lamp().isPresent()) {
                panel = Optional.of(board.pulses(spec.lamp().get().pwm()));
            }
            var unit = new GpioUnit(spec, lines, servo, panel, board, time);
            unit.begin(spec);
            whole = true;
            return unit;
        } finally {
            if (!whole) {
                lines.close();
            }
        }
    }

    private void begin(GpioSpec spec) throws DeviceException {
        spec.doubts().forEach(doubt -> wire.note(time.now(), doubt));
        if (lamp.isPresent()) {
            lamp.get().light(0);
            Lamp now = lamp.get().look();
            if (now.percent() != 0) {
                throw new DeviceException.Refused(traits.place(), "lamp still lit: " + now.said());
            }
        }
    }

    private static String identity(GpioSpec spec) {
        List<String> parts = new ArrayList<>();
        spec.cover().ifPresent(cover -> parts.add(switch (cover) {
            case GpioSpec.Relay relay -> "motor behind relays on lines %d and %d".formatted(
                    relay.open().line(), relay.shut().line());
            case GpioSpec.Servo servo -> "servo on PWM " + servo.pwm();
        }));
        spec.openLimit().ifPresent(input -> parts.add("open limit on line " + input.line()));
        spec.shutLimit().ifPresent(input -> parts.add("shut limit on line " + input.line()));
        spec.lamp().ifPresent(panel -> parts.add("panel on PWM " + panel.pwm()));
        spec.heater().ifPresent(heater -> parts.add("heater on line " + heater.line()));
        return String.join(", ", parts);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        Mover moves = mover();
        Limits.Ends ends = limits.look();
        Course course = moves.course();
        String said = course.said().isEmpty() ? ends.toString() : ends + ", " + course.said();
        return stand(ends, course, said);
    }

    private Cover stand(Limits.Ends ends, Course course, String said) {
        if (ends.both()) {
            return cover(Stand.FAULT, Evidence.SENSED, said);
        }
        if (course.runs()) {
            return cover(Stand.MOVING, Evidence.COMMANDED, said);
        }
        if (!ends.isSteady()) {
            return cover(Stand.FAULT, Evidence.SENSED, said);
        }
        if (course.state() == Course.State.FAILED) {
            return cover(Stand.FAULT, Evidence.REPORTED, said);
        }
        if (ends.shut() == Limits.End.ACTIVE || ends.open() == Limits.End.ACTIVE) {
            return cover(ends.shut() == Limits.End.ACTIVE ? Stand.SHUT : Stand.OPEN, Evidence.SENSED, said);
        }
        boolean sensed = ends.open() != Limits.End.ABSENT || ends.shut() != Limits.End.ABSENT;
        boolean bothThere = ends.open() != Limits.End.ABSENT && ends.shut() != Limits.End.ABSENT;
        Evidence best = sensed ? Evidence.SENSED : Evidence.COMMANDED;
        return switch (course.state()) {
            case GAVE_UP -> cover(Stand.STALLED, best, said);
            case ARRIVED -> ends.of(course.goal().orElseThrow()) == Limits.End.ABSENT
                    ? cover(course.goal().equals(Optional.of(Position.SHUT)) ? Stand.SHUT : Stand.OPEN,
                            Evidence.INFERRED, said)
                    : cover(Stand.HALF_WAY, Evidence.SENSED, said + ", and left it");
            case HALTED -> cover(Stand.HALF_WAY, best, said);
            case NONE, RUNNING, FAILED -> cover(bothThere ? Stand.HALF_WAY : Stand.UNKNOWN, best, said);
        };
    }

    private Cover cover(Stand stand, Evidence evidence, String said) {
        return new Cover(time.now(), stand, evidence, said);
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        if (goal != Position.OPEN && goal != Position.SHUT) {
            throw new IllegalArgumentException("a cover cannot be sent to " + goal);
        }
        wire.note(time.now(), "move to " + goal);
        mover().go(goal, limits.look());
    }

    /// A motor that was started by a pulse goes on by itself: its relays are off already.
    @Override
    public void halt() throws DeviceException {
        mover().halt();
    }

    private Mover mover() throws DeviceException {
        return mover.orElseThrow(() -> refused("no cover is wired"));
    }

    @Override
    public Lamp lamp() throws DeviceException {
        return lamp.orElseThrow(() -> refused("no lamp is wired")).look();
    }

    @Override
    public void light(int percent) throws DeviceException {
        wire.note(time.now(), "light " + percent + " %");
        lamp.orElseThrow(() -> refused("no lamp is wired")).light(percent);
    }

    /// As the pin has it; what hangs on it does not answer.
    @Override
    public Heater heater() throws DeviceException {
        if (!traits.heater()) {
            throw refused("no heater is wired");
        }
        boolean on = lines.get(HEATER);
        return new Heater(time.now(), on, Evidence.REPORTED, on ? "line active" : "line inactive");
    }

    @Override
    public void heat(boolean on) throws DeviceException {
        if (!traits.heater()) {
            throw refused("no heater is wired");
        }
        wire.note(time.now(), on ? "heater on" : "heater off");
        lines.set(HEATER, on);
    }

    private DeviceException refused(String why) {
        return new DeviceException.Refused(traits.place(), why);
    }

    @Override
    public WireLog wire() {
        return wire;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            mover.ifPresent(Mover::close);
            if (lamp.isPresent()) {
                lamp.get().light(0);
            }
        } catch (DeviceException e) {
            wire.note(time.now(), "lamp not put out: " + e.what());
        } finally {
            lines.close();
        }
    }
}
