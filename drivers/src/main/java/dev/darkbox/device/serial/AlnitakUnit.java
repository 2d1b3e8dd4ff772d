package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.Alnitak.Dialect;
import dev.darkbox.device.serial.Alnitak.Reply;
import dev.darkbox.device.serial.Alnitak.Request;
import dev.darkbox.device.serial.Alnitak.State;
import java.time.Duration;

/// A box of the Alnitak family, greeted.
final class AlnitakUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final Duration TRAVEL = Duration.ofSeconds(60);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    private static final int FULL = 255;

    private final Dialogue dialogue;
    private final Dialect dialect;
    private final Traits traits;

    /// @param product 99 Flip-Flat, 98 Flip-Mask or Remote Dust Cover, 10, 15, 19 panels; others as 99
    AlnitakUnit(Dialogue dialogue, Dialect dialect, int product, String version) {
        this.dialogue = dialogue;
        this.dialect = dialect;
        traits = new Traits(dialogue.place(),
                "%s (%02d), firmware %s".formatted(name(product), product, version),
                product != 10 && product != 15 && product != 19, product != 98, false, TRAVEL, AFTERGLOW);
    }

    private static String name(int product) {
        return switch (product) {
            case 10 -> "Flat-Man XL";
            case 15 -> "Flat-Man L";
            case 19 -> "Flat-Man";
            case 98 -> "Remote Dust Cover";
            case 99 -> "Flip-Flat";
            default -> "unknown Alnitak product";
        };
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        State state = state();
        Stand stand = switch (state.cover()) {
            case 0, 1, 2 -> state.moving() ? Stand.MOVING : switch (state.cover()) {
                case 1 -> Stand.SHUT;
                case 2 -> Stand.OPEN;
                default -> Stand.HALF_WAY;
            };
            default -> Stand.STALLED;
        };
        return new Cover(dialogue.time().now(), stand, Evidence.REPORTED, said());
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        ask(goal == Position.SHUT ? new Request.Shut() : new Request.Open());
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
        return dialogue.ask(new Request.GetState().encode(dialect), ANSWER, TRIES,
                line -> Reply.decode(line).flatMap(State::decode));
    }

    /// Some copies answer `J` with the letter `B`.
    private int level() throws DeviceException, InterruptedException {
        return dialogue.ask(new Request.GetLevel().encode(dialect), ANSWER, TRIES,
                line -> Reply.decode(line).filter(r -> r.letter() == 'J' || r.letter() == 'B')
                        .flatMap(Reply::number));
    }

    /// An acknowledgement shows that the box is there, nothing more.
    private void ask(Request request) throws DeviceException, InterruptedException {
        dialogue.ask(request.encode(dialect), ANSWER, TRIES,
                line -> Reply.decode(line).filter(reply -> reply.letter() == request.letter()));
    }

    private String said() {
        return dialogue.heard();
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
