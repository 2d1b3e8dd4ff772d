package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.SnapCap.Reply;
import dev.darkbox.device.serial.SnapCap.Request;
import dev.darkbox.device.serial.SnapCap.State;
import java.time.Duration;

/// A SnapCap, greeted.
final class SnapCapUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final Duration TRAVEL = Duration.ofSeconds(60);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    private static final int FULL = 255;

    private final Dialogue dialogue;
    private final Traits traits;

    SnapCapUnit(Dialogue dialogue, String version) {
        this.dialogue = dialogue;
        traits = new Traits(dialogue.place(), "SnapCap, firmware " + version, true, true, false, TRAVEL,
                AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        State state = state();
        String trouble = state.trouble();
        return new Cover(dialogue.time().now(), state.stand(), Evidence.REPORTED,
                trouble.isEmpty() ? said() : said() + ": " + trouble);
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        ask(goal == Position.SHUT ? new Request.Shut() : new Request.Open());
    }

    @Override
    public void halt() throws DeviceException, InterruptedException {
        ask(new Request.Abort());
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        State state = state();
        String said = said();
        int percent = state.lit() ? Math.max(1, Math.round(level() * 100f / FULL)) : 0;
        return new Lamp(dialogue.time().now(), percent, Evidence.REPORTED, said);
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        ask(new Request.SetLevel(percent == 0 ? 0 : Math.max(1, Math.round(percent * FULL / 100f))));
        ask(percent == 0 ? new Request.LightOff() : new Request.LightOn());
    }

    private State state() throws DeviceException, InterruptedException {
        return dialogue.ask(new Request.GetState().encode(), ANSWER, TRIES,
                line -> Reply.decode(line).flatMap(State::decode));
    }

    private int level() throws DeviceException, InterruptedException {
        return dialogue.ask(new Request.GetLevel().encode(), ANSWER, TRIES,
                line -> Reply.decode(line).filter(reply -> reply.letter() == 'J').map(Reply::number));
    }

    /// An acknowledgement shows that the box is there, nothing more.
    private void ask(Request request) throws DeviceException, InterruptedException {
        dialogue.ask(request.encode(), ANSWER, TRIES,
                line -> Reply.decode(line).filter(reply -> reply.letter() == request.letter()));
    }

    private String said() {
        return wire().lastWord().orElse("");
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
