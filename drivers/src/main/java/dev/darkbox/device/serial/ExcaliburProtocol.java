package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.Excalibur.Reply;
import dev.darkbox.device.serial.Excalibur.Request;
import java.time.Duration;
import java.util.List;

/// RBF Excalibur.
final class ExcaliburProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    @Override
    public String name() {
        return "excalibur";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(9600));
    }

    @Override
    public String lineEnds() {
        return "#\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        dialogue.ask(new Request.Hello().encode(), HELLO, TRIES,
                line -> Reply.decode(line).filter(Reply.Name.class::isInstance));
        return new ExcaliburUnit(dialogue);
    }
}
