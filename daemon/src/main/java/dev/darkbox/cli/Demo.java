package dev.darkbox.cli;

import java.io.IOException;
import java.nio.file.Path;

/// A whole refresh on a simulated rig. Who wires the program knows how.
@FunctionalInterface
public interface Demo {

    /// Runs it.
    ///
    /// @param to folder of the library; made when missing, gone on with when it is there
    /// @return exit code
    int run(Path to, Screen screen) throws IOException, InterruptedException;
}
