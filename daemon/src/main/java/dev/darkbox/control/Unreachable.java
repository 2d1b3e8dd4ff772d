package dev.darkbox.control;

import java.io.IOException;

/// No daemon answers; the message says where it was looked for and what to try.
public final class Unreachable extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean maybeThere;

    /// @param maybeThere whether a daemon may be there nevertheless: we may not ask it, or it is silent
    public Unreachable(String message, boolean maybeThere) {
        super(message);
        this.maybeThere = maybeThere;
    }

    /// Whether a daemon may be there nevertheless.
    public boolean isMaybeThere() {
        return maybeThere;
    }
}
