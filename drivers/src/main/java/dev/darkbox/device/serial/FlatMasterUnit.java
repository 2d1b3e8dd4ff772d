package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.WireLog;
import dev.darkbox.device.serial.FlatMaster.Request;
import java.time.Duration;
import java.util.OptionalInt;

/// A FlatMaster, greeted. Its lamp is known by our orders alone: that it is dark somebody else must see.
final class FlatMasterUnit implements CoverUnit {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final Duration AFTERGLOW = Duration.ofSeconds(3);

    private final Dialogue dialogue;
    private final Traits traits;
    /// Empty while an order is not acknowledged.
    private OptionalInt ordered = OptionalInt.empty();

    FlatMasterUnit(Dialogue dialogue, String version) {
        this.dialogue = dialogue;
        traits = new Traits(dialogue.place(), "FlatMaster, firmware " + version, false, true, false,
                Duration.ZERO, AFTERGLOW);
    }

    @Override
    public Traits traits() {
        return traits;
    }

    /// Asks at least whether it is there.
    @Override
    public Lamp lamp() throws DeviceException, InterruptedException {
        ask(new Request.Hello());
        if (ordered.isEmpty()) {
            throw new DeviceException.Refused(traits.place(),
                    "it is not known whether the lamp is lit: the last order was not acknowledged, last heard \"%s\""
                            .formatted(dialogue.heard()));
        }
        return new Lamp(dialogue.time().now(), ordered.getAsInt(), Evidence.COMMANDED, dialogue.heard());
    }

    /// Firmware 2 lights up when it is told a level, on or not: so off comes last, and the level last when lighting.
    @Override
    public void light(int percent) throws DeviceException, InterruptedException {
        ordered = OptionalInt.empty();
        if (percent == 0) {
            ask(Request.Level.of(0));
            ask(new Request.Enable(false));
        } else {
            ask(new Request.Enable(true));
            ask(Request.Level.of(percent));
        }
        ordered = OptionalInt.of(percent);
    }

    private void ask(Request request) throws DeviceException, InterruptedException {
        dialogue.ask(request.encode(), ANSWER, TRIES, request::answer);
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
