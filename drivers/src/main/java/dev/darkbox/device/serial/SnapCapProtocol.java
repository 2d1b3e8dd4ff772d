package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.SnapCap.Reply;
import dev.darkbox.device.serial.SnapCap.Request;
import java.time.Duration;
import java.util.List;

/// Gemini SnapCap.
final class SnapCapProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(1);
    /// The first answer after the port was opened may be damaged.
    private static final int TRIES = 4;

    @Override
    public String name() {
        return "snapcap";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(9600));
    }

    @Override
    public String lineEnds() {
        return "\r\n";
    }

    /// There is no ping and no product: the version is asked for, and only the shape of what comes shows who it is.
    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        String version = dialogue.ask(new Request.GetVersion().encode(), HELLO, TRIES,
                line -> Reply.decode(line).filter(reply -> reply.letter() == 'V').map(Reply::value));
        return new SnapCapUnit(dialogue, version);
    }
}
