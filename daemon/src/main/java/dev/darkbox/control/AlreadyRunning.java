package dev.darkbox.control;

import java.io.IOException;
import java.nio.file.Path;

/// Another daemon listens on the socket.
public final class AlreadyRunning extends IOException {

    private static final long serialVersionUID = 1L;

    public AlreadyRunning(Path socket) {
        super("already running: another darkboxd listens on " + socket);
    }
}
