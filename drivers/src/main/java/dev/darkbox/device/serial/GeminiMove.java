package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.serial.Gemini.Model;
import dev.darkbox.device.serial.Gemini.Reply;
import dev.darkbox.device.serial.Gemini.Request;
import dev.darkbox.device.serial.Gemini.State;
import java.time.Duration;

/// A move of a Gemini's cover that was ordered. The box answers when it is over, at most after two minutes, and the older
/// ones are deaf until then. In case that answer is lost, it is asked now and then.
final class GeminiMove {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Dialogue dialogue;
    private final Model model;
    private final Position goal;
    private final Request order;
    private final long beganNanos;
    private long askedNanos;
    private boolean over;

    private GeminiMove(Dialogue dialogue, Model model, Position goal) {
        this.dialogue = dialogue;
        this.model = model;
        this.goal = goal;
        order = goal == Position.SHUT ? new Request.Shut() : new Request.Open();
        beganNanos = dialogue.time().nanos();
        askedNanos = beganNanos;
    }

    /// Orders it.
    ///
    /// @param goal `OPEN` or `SHUT`
    static GeminiMove begin(Dialogue dialogue, Model model, Position goal)
            throws DeviceException, InterruptedException {
        var move = new GeminiMove(dialogue, model, goal);
        dialogue.discard();
        dialogue.tell(move.order.encode(model));
        return move;
    }

    Position goal() {
        return goal;
    }

    /// Whether it has ended, well or not; a look of a second at most.
    ///
    /// @param longest after which it has, whatever the box says
    boolean isOver(Duration longest) throws DeviceException, InterruptedException {
        if (!over) {
            over = dialogue.glance(line -> Reply.decode(line).filter(r -> r.letter() == order.letter()))
                    .isPresent() || since(beganNanos).compareTo(longest) > 0 || saysSo();
        }
        return over;
    }

    private boolean saysSo() throws DeviceException, InterruptedException {
        if (since(askedNanos).compareTo(PAUSE) < 0) {
            return false;
        }
        askedNanos = dialogue.time().nanos();
        try {
            return !dialogue.ask(new Request.GetState().encode(model), ANSWER,
                    line -> Reply.decode(line).flatMap(r -> State.decode(model, r))).moving();
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            return false;
        }
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(dialogue.time().nanos() - nanos);
    }

    /// For error lines: `moving to SHUT for 12 s, last heard "*S99002"`.
    @Override
    public String toString() {
        return "moving to %s for %d s, last heard \"%s\"".formatted(goal, since(beganNanos).toSeconds(),
                dialogue.heard());
    }
}
