package dev.darkbox.control;

import java.io.IOException;

/// No daemon answers; the message says where it was looked for and what to try.
public final class Unreachable extends IOException {

    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
        super(message);
    }
}
