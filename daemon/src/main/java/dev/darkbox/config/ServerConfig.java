package dev.darkbox.config;

import java.nio.file.Path;
import java.util.List;

/// `[indiserver]`: the one Darkbox starts itself.
///
/// @param program its executable, a name in `PATH` or a path
/// @param drivers executables, at least one, none twice
/// @param port TCP, 1..65,535
/// @param localSocket name of its local socket
/// @param memoryLimitMb how far a client may be behind, 1..2047 MB
/// @param home absolute; where its drivers keep their settings
/// @param runtime absolute; the folder of the control socket, where its FIFO is made
public record ServerConfig(String program, List<String> drivers, int port, String localSocket,
        int memoryLimitMb, Path home, Path runtime) {

    public ServerConfig {
        drivers = List.copyOf(drivers);
    }

    /// Through which its drivers are restarted.
    public Path fifo() {
        return runtime.resolve("indiserver-" + port + ".fifo");
    }
}
