package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.LacertaFbc.Request;
import java.time.Duration;
import java.util.List;

/// Lacerta flat box controller.
final class LacertaProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(1);
    private static final int TRIES = 4;

    @Override
    public String name() {
        return "lacerta";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(9600));
    }

    @Override
    public String lineEnds() {
        return "\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        dialogue.ask(new Request.Hello().encode(), HELLO, TRIES,
                line -> LacertaFbc.answer('I', line).filter(a -> a.startsWith("FBC")));
        String mode = dialogue.ask(new Request.Mode().encode(), HELLO, TRIES,
                line -> LacertaFbc.answer('P', line));
        if (!mode.equals("SerialMode")) {
            throw knobs(dialogue);
        }
        String version = dialogue.ask(new Request.Version().encode(), HELLO, TRIES,
                line -> LacertaFbc.answer('V', line));
        var unit = new LacertaUnit(dialogue, version);
        dialogue.tell(new Request.Shutter(0).encode());
        // nobody can ask it how it was left
        unit.light(0);
        return unit;
    }

    /// What to do when it does not listen, in one line.
    static DeviceException.Refused knobs(Dialogue dialogue) {
        return new DeviceException.Refused(dialogue.place(),
                "listens to its knobs, not to us (\"%s\"): turn all knobs to zero, then switch it off and on"
                        .formatted(dialogue.heard()));
    }
}
