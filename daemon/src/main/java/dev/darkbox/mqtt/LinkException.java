package dev.darkbox.mqtt;

import java.io.IOException;

/// A broker cannot be reached, refuses us, or went away. The message is one line for a person, without the broker's address.
final class LinkException extends IOException {

    private static final long serialVersionUID = 1;

    /// What may help.
    enum Kind {
        /// Trying again soon.
        AWAY,
        /// Somebody changing a password, a certificate or an access list: trying again seldom.
        REFUSED
    }

    private final Kind kind;

    LinkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    LinkException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
