package dev.darkbox.device.usb;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How long one field of an interlaced sensor takes to be read, as seen lately. The next frame's fields are cleared so far
/// apart; one that was held up on the bus does not tell.
///
/// Threading: the camera's lock.
final class SxFieldTime {

    /// Until one was measured. Source: the open driver INDI.
    static final Duration FIRST = Duration.ofMillis(130);
    /// No field takes longer.
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int REMEMBERED = 3;

    private final Deque<Duration> last = new ArrayDeque<>();

    /// The middle one of the last three; the last one as long as there are fewer.
    Duration expected() {
        if (last.size() < REMEMBERED) {
            return last.isEmpty() ? FIRST : last.getLast();
        }
        return last.stream().sorted().skip(1).findFirst().orElseThrow();
    }

    void measured(Duration field) {
        if (field.compareTo(LONGEST) < 0) {
            last.addLast(field);
            if (last.size() > REMEMBERED) {
                last.removeFirst();
            }
        }
    }
}
