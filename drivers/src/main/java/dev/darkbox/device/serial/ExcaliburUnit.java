package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.Excalibur.Reply;
import dev.darkbox.device.serial.Excalibur.Request;
import java.time.Duration;
import java.util.Optional;

/// An Excalibur, greeted. Its firmware knows two answers about the cover, shut and not shut. So "shut" is reported, "open"
/// follows from the time since the order, and one that stands half way looks like one that moves until its time is over.
final class ExcaliburUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int TRIES = 3;
    private static final Duration TRAVEL = Duration.ofSeconds(60);
    /// Unverified: by then it is open, if it opens at all. Twice the time it took to shut, once that is known.
    private static final Duration OPENS = Duration.ofSeconds(20);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);

    private final Dialogue dialogue;
    private final Fenced fenced;
    private final Traits traits;
    private Optional<Position> goal = Optional.empty();
    private long orderedNanos;
    private Stand last = Stand.UNKNOWN;
    private boolean allTheWay;
    private Duration opens = OPENS;

    ExcaliburUnit(Dialogue dialogue) {
        this.dialogue = dialogue;
        fenced = new Fenced(dialogue, new Request.Hello().encode(),
                line -> Reply.decode(line).filter(Reply.Name.class::isInstance).isPresent(), ANSWER, TRIES);
        traits = new Traits(dialogue.place(), "RBF Excalibur", true, true, false, TRAVEL, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        boolean shut = number(new Request.GetCover(), 1) == 0;
        Duration since = Duration.ofNanos(dialogue.time().nanos() - orderedNanos);
        if (shut && goal.equals(Optional.of(Position.SHUT))) {
            goal = Optional.empty();
            if (allTheWay && last == Stand.MOVING) {
                opens = since.multipliedBy(2);
            }
        }
        last = shut ? Stand.SHUT : notShut(since);
        return new Cover(dialogue.time().now(), last, shut ? Evidence.REPORTED : Evidence.INFERRED,
                dialogue.heard());
    }

    private Stand notShut(Duration since) {
        if (goal.equals(Optional.of(Position.SHUT))) {
            return since.compareTo(TRAVEL) < 0 ? Stand.MOVING : Stand.STALLED;
        }
        boolean opening = goal.isPresent() && since.compareTo(opens) < 0;
        return opening ? Stand.MOVING : Stand.OPEN;
    }

    @Override
    public void move(Position to) throws DeviceException, InterruptedException {
        fenced.tell((to == Position.SHUT ? new Request.Shut() : new Request.Open()).encode());
        goal = Optional.of(to);
        allTheWay = last == Stand.OPEN;
        orderedNanos = dialogue.time().nanos();
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        int level = number(new Request.GetLight(), Excalibur.FULL);
        int percent = level == 0 ? 0 : Math.max(1, Math.round(level * 100f / Excalibur.FULL));
        return new Lamp(dialogue.time().now(), percent, Evidence.REPORTED, dialogue.heard());
    }

    /// Its answer, if any, is an echo and proves nothing: [#lamp] asks.
    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        fenced.tell(new Request.Light(Math.round(percent * Excalibur.FULL / 100f)).encode());
    }

    private int number(Request request, int most) throws DeviceException, InterruptedException {
        return fenced.ask(request.encode(), line -> Reply.number(line).filter(value -> value <= most));
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
