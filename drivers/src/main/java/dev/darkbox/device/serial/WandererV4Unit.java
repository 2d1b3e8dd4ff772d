package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.Wanderer.Request;
import dev.darkbox.device.serial.Wanderer.Status;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// A V4-EC or V4 Pro-EC, heard. It never says "shut": it streams the angle of its cover, and the angle that was set as shut.
///
/// The cover counts as shut within [#AT_END] degrees of that angle, inferred while the angle is not seen to stand still,
/// reported once it does. Other programs allow 6 or 10 degrees. On a hinge of 150 mm, 10 degrees are a gap of 26 mm, wide
/// open for a camera; 1.5 degrees are 4 mm, which the rim of a lid may cover, and a light sensor or a probe dark must
/// show that it does. A cover that rests further away must have its shut angle set anew, and is told as half way until then.
///
/// The stream may pause while the cover moves; silence after an order counts as moving for as long as a move may take.
/// Orders are not answered. Firmware before 20240618 tells neither lamp nor heater: both are put out when it is greeted, and
/// what was ordered last is what is known.
final class WandererV4Unit implements CoverUnit {

    /// Degrees.
    static final double AT_END = 1.5;
    /// At this or less there is no supply but USB's.
    static final double NO_SUPPLY_VOLTS = 7;
    /// From this day on the firmware itself keeps the lamp out while the cover is open.
    private static final int DARK_WHEN_OPEN = 20250404;
    private static final int DARK_WHEN_OPEN_PRO = 20250405;

    private static final Duration LINE = Duration.ofSeconds(3);
    private static final int MOST_LINES = 4;
    private static final Duration TRAVEL = Duration.ofSeconds(120);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    /// When it is not known how warm it was before.
    private static final int USUAL_POWER = 100;

    private final Dialogue dialogue;
    private final Traits traits;
    private WandererAngle angle;
    private String said;
    private Optional<Position> goal = Optional.empty();
    private long orderedNanos;
    private int level;
    private int power;
    private int warmPower = USUAL_POWER;

    WandererV4Unit(Dialogue dialogue, Status status) throws DeviceException, InterruptedException {
        this.dialogue = dialogue;
        said = dialogue.heard();
        angle = WandererAngle.first(status.degrees(), dialogue.time().now());
        traits = new Traits(dialogue.place(),
                "WandererCover V4%s-EC, firmware %d".formatted(status.pro() ? " Pro" : "", status.firmware()),
                true, true, true, TRAVEL, AFTERGLOW);
        if (status.level().isEmpty()) {
            dialogue.tell(new Request.Light(0).encode());
        }
        if (status.power().isEmpty()) {
            dialogue.tell(new Request.Heat(0).encode());
        }
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        Status status;
        try {
            status = fresh();
        } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
            if (!underWay()) {
                throw e;
            }
            return new Cover(dialogue.time().now(), Stand.MOVING, Evidence.COMMANDED,
                    "silent since it was ordered to %s, before that %s".formatted(goal.orElseThrow(),
                            said));
        }
        status = watched(status);
        Stand stand = stand(status);
        if (angle.still() && goal.equals(Optional.of(stand.position()))) {
            goal = Optional.empty();
        }
        boolean told = angle.still() || angle.moved() || stand == Stand.FAULT;
        return new Cover(dialogue.time().now(), stand, told ? Evidence.REPORTED : Evidence.INFERRED,
                String.format(Locale.ROOT, "%.1f degrees, shut is %.1f, open is %.1f: %s", status.degrees(),
                        status.shutDegrees(), status.openDegrees(), said));
    }

    private Stand stand(Status status) {
        if (angle.moved()) {
            return Stand.MOVING;
        }
        if (Math.abs(status.degrees() - status.shutDegrees()) <= AT_END) {
            return Stand.SHUT;
        }
        if (Math.abs(status.degrees() - status.openDegrees()) <= AT_END) {
            return Stand.OPEN;
        }
        if (status.volts() <= NO_SUPPLY_VOLTS) {
            return Stand.FAULT;
        }
        return angle.still() ? Stand.HALF_WAY : underWay() ? Stand.MOVING : Stand.UNKNOWN;
    }

    /// Hears on until the angle is seen to stand still or to move, or for a few lines.
    private Status watched(Status first) throws DeviceException, InterruptedException {
        Status newest = first;
        for (int lines = 1; lines < MOST_LINES && !angle.still() && !angle.moved(); lines++) {
            try {
                newest = line();
            } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
                return newest;
            }
        }
        return newest;
    }

    /// A line that comes from now on.
    private Status fresh() throws DeviceException, InterruptedException {
        dialogue.discard();
        return line();
    }

    private Status line() throws DeviceException, InterruptedException {
        Status status = dialogue.awaitUnasked("its status", LINE, this::noted);
        angle = angle.next(status.degrees(), dialogue.time().now());
        warmPower = status.power().filter(p -> p > 0).orElse(warmPower);
        return status;
    }

    /// Other lines may follow before it is told.
    private Optional<Status> noted(String line) {
        Optional<Status> status = Status.decode(line);
        if (status.isPresent()) {
            said = line;
        }
        return status;
    }

    private boolean underWay() {
        return goal.isPresent() && dialogue.time().nanos() - orderedNanos <= TRAVEL.toNanos();
    }

    /// Orders it to go, if it can.
    ///
    /// @throws DeviceException.Refused it has no supply to move with
    @Override
    public void move(Position to) throws DeviceException, InterruptedException {
        try {
            Status status = fresh();
            if (status.volts() <= NO_SUPPLY_VOLTS) {
                throw new DeviceException.Refused(traits.place(), String.format(Locale.ROOT,
                        "cannot move with %.1f V at its supply, more than %.0f V are needed, \"%s\"",
                        status.volts(),
                        NO_SUPPLY_VOLTS, said));
            }
        } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
            if (!underWay()) {
                throw e;
            }
        }
        dialogue.tell((to == Position.SHUT ? new Request.Shut() : new Request.Open()).encode());
        goal = Optional.of(to);
        orderedNanos = dialogue.time().nanos();
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        Status status = fresh();
        int shines = status.level().orElse(level);
        int percent = shines == 0 ? 0 : Math.max(1, Math.round(shines * 100f / Wanderer.FULL));
        boolean kept = shines == 0 && level > 0
                && status.firmware() >= (status.pro() ? DARK_WHEN_OPEN_PRO : DARK_WHEN_OPEN)
                && Math.abs(status.degrees() - status.shutDegrees()) > AT_END;
        return new Lamp(dialogue.time().now(), percent,
                status.level().isPresent() ? Evidence.REPORTED : Evidence.COMMANDED,
                (kept ? "this firmware keeps the lamp out while the cover is open: " : "")
                        + said);
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        int wanted = percent == 0 ? 0 : Math.max(1, Math.round(percent * Wanderer.FULL / 100f));
        dialogue.tell(new Request.Light(wanted).encode());
        level = wanted;
        settle(status -> status.level().orElse(wanted) == wanted);
    }

    @Override
    public Heater heater() throws DeviceException, InterruptedException {
        Status status = fresh();
        return new Heater(dialogue.time().now(), status.power().orElse(power) > 0,
                status.power().isPresent() ? Evidence.REPORTED : Evidence.COMMANDED, said);
    }

    /// On is as warm as it was before.
    @Override
    public void heat(boolean on) throws DeviceException, InterruptedException {
        int wanted = on ? warmPower : 0;
        dialogue.tell(new Request.Heat(wanted).encode());
        power = wanted;
        settle(status -> status.power().orElse(wanted) == wanted);
    }

    /// A line that was begun before an order does not know of it yet.
    private void settle(Predicate<Status> done) throws DeviceException, InterruptedException {
        try {
            Status status = fresh();
            for (int lines = 1; lines < MOST_LINES && !done.test(status); lines++) {
                status = line();
            }
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            // whoever asks for the state next is told
        }
    }

    @Override
    public WireLog wire() {
        return dialogue.wire();
    }

    @Override
    public void close() {
        try {
            dialogue.tell(new Request.Light(0).encode());
        } catch (DeviceException e) {
            wire().note(dialogue.time().now(), "lamp not put out: " + e.what());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            dialogue.close();
        }
    }
}
