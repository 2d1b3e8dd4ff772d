package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.DarkLight.Plain;
import dev.darkbox.device.serial.DarkLight.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Questions to a DarkLight. Its answers do not say what they answer: late, "shut" would pass for "lamp off". So it is
/// greeted before the next question whenever one was not answered as it should be.
///
/// Threading: for one thread.
final class DarkLightTalk {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    private final Dialogue dialogue;
    private final Fenced fenced;

    DarkLightTalk(Dialogue dialogue) {
        this.dialogue = dialogue;
        fenced = new Fenced(dialogue, Plain.HELLO.encode(),
                line -> DarkLight.value(line).filter("?"::equals).isPresent(),
                ANSWER, TRIES);
    }

    Dialogue dialogue() {
        return dialogue;
    }

    <E extends Enum<E>> E state(Request request, Class<E> kind) throws DeviceException, InterruptedException {
        return ask(request, line -> DarkLight.state(kind, line));
    }

    int number(Request request) throws DeviceException, InterruptedException {
        return ask(request, DarkLight::number);
    }

    /// An echo shows that it was understood, nothing more.
    void order(Request request) throws DeviceException, InterruptedException {
        ask(request, line -> DarkLight.value(line).filter(request.text()::equals));
    }

    /// @throws DeviceException.TimedOut silence
    /// @throws DeviceException.Garbled lines came, none of them an answer
    <T> T ask(Request request, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        return fenced.ask(request.encode(), decode);
    }
}
