package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.FlatMaster.Request;
import java.time.Duration;
import java.util.List;

/// Pegasus FlatMaster 120, 150, 250.
final class FlatMasterProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(1);
    private static final int TRIES = 4;

    @Override
    public String name() {
        return "flatmaster";
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
        dialogue.ask(new Request.Hello().encode(), HELLO, TRIES, new Request.Hello()::answer);
        String version = dialogue.ask(new Request.Version().encode(), HELLO, TRIES,
                new Request.Version()::answer);
        var unit = new FlatMasterUnit(dialogue, version);
        // nobody can ask it how it was left
        unit.light(0);
        return unit;
    }
}
