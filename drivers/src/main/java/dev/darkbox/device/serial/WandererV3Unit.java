package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.Wanderer.End;
import dev.darkbox.device.serial.Wanderer.Greeting;
import dev.darkbox.device.serial.Wanderer.Request;
import java.time.Duration;
import java.util.Optional;

/// A V3, greeted. It says one thing when a move is over, and where it stands when it is greeted anew; its lamp is never told.
///
/// The cover has no limit switch: the box counts the steps of its motor and remembers where the last finished move ended. So
/// "shut" is inferred, and one that was held back or moved by hand still reads shut. What is said of the lamp is what was
/// ordered; to make that true from the start, the lamp is put out when the box is greeted.
///
/// While a move is not over the box is not greeted: its state is that of the move before. A move that is never
/// said to be over leaves the cover unknown until the next order.
final class WandererV3Unit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int TRIES = 2;
    private static final Duration TRAVEL = Duration.ofSeconds(120);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);

    private final Dialogue dialogue;
    private final Traits traits;
    private Optional<Position> goal = Optional.empty();
    private long orderedNanos;
    private int wordsDue;
    private Optional<String> error = Optional.empty();
    private int level;

    WandererV3Unit(Dialogue dialogue, Greeting greeting) throws DeviceException, InterruptedException {
        this.dialogue = dialogue;
        traits = new Traits(dialogue.place(), "Wanderer Cover V3, firmware " + greeting.firmware(), true,
                true,
                false, TRAVEL, AFTERGLOW);
        light(0);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        if (goal.isPresent()) {
            dialogue.glanceUnended(line -> End.decode(line).map(this::ended));
        }
        if (goal.isPresent()) {
            return cover(inTime() ? Stand.MOVING : Stand.UNKNOWN, Evidence.COMMANDED,
                    "no word since it was ordered to %s, before that %s".formatted(goal.get(),
                            dialogue.heard()));
        }
        if (error.isPresent()) {
            return cover(Stand.FAULT, Evidence.REPORTED, error.get());
        }
        Stand stand = switch (greeting().state()) {
            case 0 -> Stand.SHUT;
            case 1 -> Stand.OPEN;
            default -> Stand.UNKNOWN;
        };
        return cover(stand, Evidence.INFERRED, dialogue.heard());
    }

    private Cover cover(Stand stand, Evidence evidence, String said) {
        return new Cover(dialogue.time().now(), stand, evidence, said);
    }

    /// Two orders given in a row are answered by two words.
    private End ended(End end) {
        wordsDue--;
        if (wordsDue <= 0 || !end.arrived()) {
            goal = Optional.empty();
            error = end.arrived() ? Optional.empty() : Optional.of(end.said());
        }
        return end;
    }

    private boolean inTime() {
        return goal.isPresent() && dialogue.time().nanos() - orderedNanos <= TRAVEL.toNanos();
    }

    private Greeting greeting() throws DeviceException, InterruptedException {
        return dialogue.askUnended(new Request.Greet().encode(), ANSWER, TRIES, Greeting::decode);
    }

    /// Orders it to go, if it knows its ends.
    ///
    /// @throws DeviceException.Refused its ends were never set: it would run against something
    @Override
    public void move(Position to) throws DeviceException, InterruptedException {
        if (goal.isEmpty() && greeting().steps() == 0) {
            throw new DeviceException.Refused(traits.place(),
                    "its open and shut positions were never set, \"%s\"".formatted(dialogue.heard()));
        }
        dialogue.discard();
        wordsDue = inTime() ? wordsDue + 1 : 1;
        dialogue.tell((to == Position.SHUT ? new Request.Shut() : new Request.Open()).encode());
        goal = Optional.of(to);
        error = Optional.empty();
        orderedNanos = dialogue.time().nanos();
    }

    @Override
    public Lamp lamp() {
        int percent = level == 0 ? 0 : Math.max(1, Math.round(level * 100f / Wanderer.FULL));
        return new Lamp(dialogue.time().now(), percent, Evidence.COMMANDED,
                "ordered to %d of %d, this box does not tell".formatted(level, Wanderer.FULL));
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        int wanted = percent == 0 ? 0 : Math.max(1, Math.round(percent * Wanderer.FULL / 100f));
        dialogue.tell(new Request.Light(wanted).encode());
        level = wanted;
    }

    @Override
    public WireLog wire() {
        return dialogue.wire();
    }

    @Override
    public void close() {
        Parting.from(this, dialogue);
    }
}
