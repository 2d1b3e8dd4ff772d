package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.Gemini.Model;
import dev.darkbox.device.serial.Gemini.Reply;
import dev.darkbox.device.serial.Gemini.Request;
import dev.darkbox.device.serial.Gemini.State;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// A Gemini flat panel, greeted.
final class GeminiUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int TRIES = 3;
    private static final Duration TRAVEL = Duration.ofSeconds(120);
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    /// The maker's program leaves as much between light on and brightness.
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final int FULL = 255;
    /// For a heater that was never seen on.
    private static final int USUAL_HEAT_PERCENT = 50;

    private final Dialogue dialogue;
    private final Model model;
    private final Traits traits;
    private Optional<GeminiMove> move = Optional.empty();
    private int heatPercent = USUAL_HEAT_PERCENT;

    GeminiUnit(Dialogue dialogue, Model model, String version) {
        this.dialogue = dialogue;
        this.model = model;
        traits = new Traits(dialogue.place(), "%s, firmware %s".formatted(model.text(), version),
                model.hasCover(), true, model.hasHeater(), TRAVEL, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /// A Pro's word is checked against its position: one that was stopped half way calls itself shut.
    @Override
    public Cover cover() throws DeviceException, InterruptedException {
        needCover();
        if (isMoving()) {
            return new Cover(dialogue.time().now(), Stand.MOVING, Evidence.INFERRED,
                    move.orElseThrow().toString());
        }
        State state = state();
        String said = dialogue.heard();
        Stand stand = state.moving() ? Stand.MOVING : switch (state.cover()) {
            case 1 -> Stand.SHUT;
            case 2 -> Stand.OPEN;
            case 3 -> Stand.STALLED;
            default -> Stand.HALF_WAY;
        };
        if (model == Model.PRO && (stand == Stand.SHUT || stand == Stand.OPEN)) {
            int position = ask(new Request.GetPosition(), r -> r.number(model));
            said += " " + dialogue.heard();
            stand = state.agrees(position) ? stand : Stand.HALF_WAY;
        }
        return new Cover(dialogue.time().now(), stand, Evidence.REPORTED, said);
    }

    @Override
    public void move(Position goal) throws DeviceException, InterruptedException {
        needCover();
        if (isMoving()) {
            if (move.orElseThrow().goal() == goal) {
                return;
            }
            throw busy();
        }
        if (model == Model.REV1 || model == Model.REV2) {
            int ends = ask(new Request.GetEnds(), r -> r.number(model));
            if (ends != 1) {
                throw new DeviceException.Refused(traits.place(),
                        "its end positions are not stored (\"%s\"): store them with the maker's program"
                                .formatted(dialogue.heard()));
            }
        }
        move = Optional.of(GeminiMove.begin(dialogue, model, goal));
    }

    /// The Pro alone; it says some time later where it stopped.
    @Override
    public void halt() throws DeviceException, InterruptedException {
        if (model != Model.PRO) {
            throw new DeviceException.Refused(traits.place(), "this box cannot be stopped half way");
        }
        dialogue.tell(new Request.Halt().encode(model));
    }

    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        still();
        State state = state();
        String said = dialogue.heard();
        int percent = state.lit()
                ? Math.clamp(Math.round(ask(new Request.GetLevel(), r -> r.number(model)) * 100f / FULL), 1,
                        100)
                : 0;
        return new Lamp(dialogue.time().now(), percent, Evidence.REPORTED, said);
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        still();
        if (percent == 0) {
            level(0);
            ask(new Request.LightOff(), Optional::of);
        } else {
            ask(new Request.LightOn(), Optional::of);
            dialogue.time().sleep(BETWEEN);
            level(Math.max(1, Math.round(percent * FULL / 100f)));
        }
    }

    private void level(int level) throws DeviceException, InterruptedException {
        ask(new Request.SetLevel(level), r -> r.number(model).filter(n -> n == level));
    }

    @Override
    public Heater heater() throws DeviceException, InterruptedException {
        needHeater();
        still();
        State state = state();
        return new Heater(dialogue.time().now(), state.heatPercent() > 0, Evidence.REPORTED,
                dialogue.heard());
    }

    /// On is the power it had when it was switched off.
    @Override
    public void heat(boolean on) throws DeviceException, InterruptedException {
        needHeater();
        still();
        int now = state().heatPercent();
        heatPercent = now > 0 ? Math.min(now, 100) : heatPercent;
        dialogue.tell(new Request.Heat(on ? heatPercent : 0).encode(model));
    }

    private boolean isMoving() throws DeviceException, InterruptedException {
        if (move.isPresent() && move.get().isOver(TRAVEL)) {
            move = Optional.empty();
        }
        return move.isPresent();
    }

    /// Whatever is asked of it while it moves would be answered afterwards, at best.
    private void still() throws DeviceException, InterruptedException {
        if (isMoving()) {
            throw busy();
        }
    }

    private DeviceException busy() {
        return new DeviceException.Refused(traits.place(), "cannot be spoken to: " + move.orElseThrow());
    }

    private void needCover() throws DeviceException {
        if (!model.hasCover()) {
            throw CoverUnit.no(this, "cover");
        }
    }

    private void needHeater() throws DeviceException {
        if (!model.hasHeater()) {
            throw CoverUnit.no(this, "heater");
        }
    }

    private State state() throws DeviceException, InterruptedException {
        return ask(new Request.GetState(), r -> State.decode(model, r));
    }

    private <T> T ask(Request request, Function<Reply, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        return dialogue.ask(request.encode(model), ANSWER, TRIES,
                line -> Reply.decode(line).filter(r -> r.letter() == request.letter()).flatMap(decode));
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
