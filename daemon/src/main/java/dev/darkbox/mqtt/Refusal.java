package dev.darkbox.mqtt;

import java.util.Locale;

/// A command is not carried out. The message is one line for a person: what, and what is allowed.
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final Code code;

    /// Why, for a machine.
    enum Code {
        /// Not what a command looks like.
        MALFORMED,
        /// The configuration does not allow it.
        NOT_ALLOWED,
        /// Too old, or from the future.
        STALE,
        /// This transaction was here before.
        DUPLICATE,
        /// Too many commands, or the rig is taken.
        BUSY,
        /// There is nothing to abort.
        IDLE,
        /// A device failed.
        DEVICE,
        /// The daemon said no for another reason.
        IMPOSSIBLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Refusal(Code code, String message) {
        super(message);
        this.code = code;
    }

    Code code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
