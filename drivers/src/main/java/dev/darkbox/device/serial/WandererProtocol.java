package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.Wanderer.FirstWord;
import dev.darkbox.device.serial.Wanderer.Greeting;
import dev.darkbox.device.serial.Wanderer.Request;
import dev.darkbox.device.serial.Wanderer.Status;
import java.time.Duration;
import java.util.List;

/// Wanderer's covers V3, V4-EC and V4 Pro-EC: a V4 is heard without being asked, a V3 is greeted after that.
final class WandererProtocol implements Protocol {

    private static final Duration STREAM = Duration.ofSeconds(3);
    private static final Duration HELLO = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    @Override
    public String name() {
        return "wanderer";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(19200));
    }

    @Override
    public String lineEnds() {
        return "\r\n";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        return switch (firstWord(dialogue)) {
            case Status status -> new WandererV4Unit(dialogue, status);
            case Greeting greeting -> {
                if (greeting.firmware() < Wanderer.OLDEST_V3) {
                    throw new DeviceException.Refused(dialogue.place(),
                            "firmware %d is older than %d and must be renewed, \"%s\"".formatted(
                                    greeting.firmware(), Wanderer.OLDEST_V3, dialogue.heard()));
                }
                yield new WandererV3Unit(dialogue, greeting);
            }
        };
    }

    private static FirstWord firstWord(Dialogue dialogue) throws DeviceException, InterruptedException {
        try {
            return dialogue.awaitUnasked("a V4's status", STREAM, FirstWord::decode);
        } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
            return dialogue.askUnended(new Request.Greet().encode(), HELLO, TRIES, FirstWord::decode);
        }
    }
}
