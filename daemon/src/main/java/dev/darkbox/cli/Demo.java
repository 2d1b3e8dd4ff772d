package dev.darkbox.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// A whole refresh on a simulated rig. Who wires the program knows how.
@FunctionalInterface
public interface Demo {

    /// Runs it.
    ///
    /// @param to folder of the library; made when missing, gone on with when it is there
    /// @param broker where it is shown; empty for nowhere
    /// @return exit code
    int run(Path to, Optional<InetSocketAddress> broker, Screen screen)
            throws IOException, InterruptedException;
}
