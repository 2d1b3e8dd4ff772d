package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.Alnitak.Dialect;
import dev.darkbox.device.serial.Alnitak.Reply;
import dev.darkbox.device.serial.Alnitak.Request;
import java.time.Duration;
import java.util.List;

/// Flip-Flat, Flat-Man, Remote Dust Cover, Artesky, Geoptik and the many boards that copy them.
final class AlnitakProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(1);
    private static final int ROUNDS = 2;

    @Override
    public String name() {
        return "alnitak";
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
        DeviceException last = new DeviceException.TimedOut(dialogue.place(), "greeting", HELLO);
        for (int round = 0; round < ROUNDS; round++) {
            for (Dialect dialect : Alnitak.DIALECTS) {
                if (round > 0 || !dialect.equals(Alnitak.DIALECTS.getFirst())) {
                    // ends what it may still hold of an earlier attempt, which was no line to it
                    dialogue.tell(dialect.end());
                }
                try {
                    Reply hello = dialogue.ask(new Request.Ping().encode(dialect), HELLO,
                            line -> Reply.decode(line).filter(reply -> reply.letter() == 'P'));
                    return new AlnitakUnit(dialogue, dialect, hello.product(), version(dialogue, dialect));
                } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    /// Clones may not know their own.
    private static String version(Dialogue dialogue, Dialect dialect)
            throws DeviceException, InterruptedException {
        try {
            return dialogue.ask(new Request.GetVersion().encode(dialect), HELLO,
                    line -> Reply.decode(line).filter(reply -> reply.letter() == 'V').map(Reply::value));
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            return "unknown";
        }
    }
}
