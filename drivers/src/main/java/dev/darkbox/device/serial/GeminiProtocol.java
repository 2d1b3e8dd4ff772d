package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.Gemini.Model;
import dev.darkbox.device.serial.Gemini.Reply;
import dev.darkbox.device.serial.Gemini.Request;
import java.time.Duration;
import java.util.List;

/// Gemini flat panels: Rev1, Rev2, Lite and Pro, told apart by how they greet.
final class GeminiProtocol implements Protocol {

    private static final Duration HELLO = Duration.ofSeconds(2);
    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public List<PortProfile> profiles() {
        return List.of(PortProfile.of(9600));
    }

    /// LF is the Rev1's.
    @Override
    public String lineEnds() {
        return "\r\n#";
    }

    @Override
    public CoverUnit greet(Dialogue dialogue) throws DeviceException, InterruptedException {
        DeviceException last = new DeviceException.TimedOut(dialogue.place(), "greeting", HELLO);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                Model model = dialogue.ask(new Request.Hello().encode(Model.REV2), HELLO,
                        line -> Reply.decode(line).filter(r -> r.letter() == 'H')
                                .flatMap(r -> Model.called(r.value())));
                return new GeminiUnit(dialogue, model, version(dialogue, model));
            } catch (DeviceException.TimedOut | DeviceException.Garbled e) {
                last = e;
            }
            try {
                dialogue.ask(new Request.Ping().encode(Model.REV1), HELLO,
                        line -> Reply.decode(line)
                                .filter(r -> r.letter() == 'P' && r.value().matches("99.{3}")));
                return new GeminiUnit(dialogue, Model.REV1, "not told");
            } catch (DeviceException.TimedOut e) {
                last = last instanceof DeviceException.Garbled ? last : e;
            } catch (DeviceException.Garbled e) {
                last = e;
            }
        }
        throw last;
    }

    private static String version(Dialogue dialogue, Model model)
            throws DeviceException, InterruptedException {
        int version = dialogue.ask(new Request.Version().encode(model), HELLO, 2,
                line -> Reply.decode(line).filter(r -> r.letter() == 'V').flatMap(r -> r.number(model)));
        if (version < model.leastFirmware()) {
            throw new DeviceException.Refused(dialogue.place(),
                    "%s has firmware %d (\"%s\"); at least %d is needed"
                            .formatted(model.text(), version, dialogue.heard(), model.leastFirmware()));
        }
        return Integer.toString(version);
    }
}
