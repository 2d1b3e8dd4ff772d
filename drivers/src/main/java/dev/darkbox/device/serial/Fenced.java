package dev.darkbox.device.serial;

import dev.darkbox.device.DeviceException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A dialogue with a box whose answers do not say what they answer: `0` may be a lamp that is out or a cover that is shut.
/// When an older answer may still come, a question whose answer cannot be mistaken is asked first. Boxes answer in order,
/// so what comes after it belongs to the next question.
///
/// Threading: for one thread.
final class Fenced {

    private final Dialogue dialogue;
    private final String fence;
    private final Predicate<String> isFence;
    private final Duration limit;
    private final int tries;
    private boolean inStep;

    /// @param fence a question, whole
    /// @param isFence knows its answer, which nothing else is answered with
    /// @param limit for one answer
    /// @param tries for each question, at least 1
    Fenced(Dialogue dialogue, String fence, Predicate<String> isFence, Duration limit, int tries) {
        this.dialogue = dialogue;
        this.fence = fence;
        this.isFence = isFence;
        this.limit = limit;
        this.tries = tries;
    }

    /// Asks, again after silence or nonsense.
    ///
    /// @param decode empty for a line that is no answer to this
    <T> T ask(String request, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        for (int left = tries; left > 1; left--) {
            try {
                return once(request, decode);
            } catch (DeviceException.TimedOut | DeviceException.Garbled _) {
                // asked again below
            }
        }
        return once(request, decode);
    }

    /// Orders something that may be answered or not.
    void tell(String request) throws DeviceException, InterruptedException {
        inStep = false;
        dialogue.tell(request);
    }

    private <T> T once(String request, Function<String, Optional<T>> decode)
            throws DeviceException, InterruptedException {
        if (!inStep) {
            dialogue.ask(fence, limit, line -> Optional.of(line).filter(isFence));
        }
        inStep = false;
        T answer = dialogue.ask(request, limit, decode);
        inStep = true;
        return answer;
    }
}
