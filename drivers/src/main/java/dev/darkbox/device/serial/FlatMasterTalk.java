package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.serial.FlatMasterNeo.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What is said alike to a FlatMaster WiFi and a FlatMaster Neo.
final class FlatMasterTalk {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private final Dialogue dialogue;

    FlatMasterTalk(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    void order(Request request) throws DeviceException, InterruptedException {
        dialogue.ask(request.encode(), ANSWER, TRIES, request::answer);
    }

    <T> T state(Function<String, Optional<T>> decode) throws DeviceException, InterruptedException {
        return dialogue.ask(new Request.GetState().encode(), ANSWER, TRIES, decode);
    }

    /// @param percent 0 is brightness 0, then off
    void light(int percent) throws DeviceException, InterruptedException {
        order(new Request.Level(percent));
        order(new Request.Enable(percent > 0));
    }
}
