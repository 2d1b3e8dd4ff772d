package dev.darkbox.mqtt;

import dev.darkbox.control.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// One kept topic with an object in it. It is sent when its content is another, what repeats not too often, by the clock of
/// who tells it: runs may be in virtual time. Threading: the owner's.
final class Pane {

    /// For content that need not be sent again.
    static final Duration NEVER = Duration.ofDays(36_500);

    private final Board board;
    private final String topic;
    private final Duration every;
    private final Duration again;
    private String last = "";
    private Instant at = Instant.MAX;

    /// @param every least time between two messages that are not urgent
    /// @param again the same content is sent once more after this, so that a panel sees that somebody is there
    Pane(Board board, String topic, Duration every, Duration again) {
        this.board = board;
        this.topic = topic;
        this.every = every;
        this.again = again;
    }

    /// A pane whose every change is sent.
    Pane(Board board, String topic) {
        this(board, topic, Duration.ZERO, NEVER);
    }

    /// Shows it, if it is time.
    ///
    /// @param urgent whether to send it however short ago the last message was
    /// @param content without `schema` and `at`; asked for only when it may be sent
    /// @return whether it was sent
    boolean show(Instant now, boolean urgent, Supplier<Json> content) {
        if (!urgent && !isOlder(now, every)) {
            return false;
        }
        String text = content.get().toString();
        if (text.equals(last) && !isOlder(now, again)) {
            return false;
        }
        last = text;
        at = now;
        board.keep(topic, "{\"schema\":1,\"at\":\"" + now + "\"," + text.substring(1));
        return true;
    }

    /// A clock that was set back makes everything old.
    private boolean isOlder(Instant now, Duration than) {
        return now.isBefore(at) || !now.isBefore(at.plus(than));
    }
}
