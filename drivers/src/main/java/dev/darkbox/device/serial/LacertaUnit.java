package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.LacertaFbc.Request;
import java.time.Duration;
import java.util.OptionalInt;

/// A Lacerta FBC, greeted. It answers no order and cannot be asked whether it is lit: its lamp is known by our orders
/// alone. It lights for half a minute at a time; whoever wants more orders it again.
final class LacertaUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);
    private static final Duration LIT = Duration.ofSeconds(30);

    private final Dialogue dialogue;
    private final Traits traits;
    /// Empty while it is not known whether an order was heard.
    private OptionalInt ordered = OptionalInt.empty();
    private long orderedNanos;

    LacertaUnit(Dialogue dialogue, String version) {
        this.dialogue = dialogue;
        traits = new Traits(dialogue.place(), "Lacerta FBC, firmware " + version, false, true, false,
                Duration.ZERO,
                AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /// Asks at least whether it is there and still listens to us.
    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        listens();
        if (ordered.isEmpty()) {
            throw new DeviceException.Refused(traits.place(),
                    "it is not known whether the lamp is lit: the last order may not have been heard, last heard \"%s\""
                            .formatted(dialogue.heard()));
        }
        boolean over = dialogue.time().nanos() - orderedNanos > LIT.toNanos();
        return new Lamp(dialogue.time().now(), over ? 0 : ordered.getAsInt(), Evidence.COMMANDED,
                dialogue.heard());
    }

    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        ordered = OptionalInt.empty();
        dialogue.tell(new Request.Level(percent).encode());
        dialogue.tell(new Request.Light(percent == 0 ? 0 : (int) LIT.toMillis()).encode());
        orderedNanos = dialogue.time().nanos();
        listens();
        ordered = OptionalInt.of(percent);
    }

    /// @throws DeviceException.Refused somebody turned a knob
    private void listens() throws DeviceException, InterruptedException {
        String mode = dialogue.ask(new Request.Mode().encode(), ANSWER, TRIES,
                line -> LacertaFbc.answer('P', line));
        if (!mode.equals("SerialMode")) {
            ordered = OptionalInt.empty();
            throw LacertaProtocol.knobs(dialogue);
        }
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
