package dev.darkbox.device.indi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An `indiserver` to be started.
///
/// @param program its executable, a name in `PATH` or a path
/// @param drivers theirs, e.g. `indi_asi_ccd`; at least one
/// @param port TCP, 1..65,535; it listens on every address of the machine
/// @param localSocket name of its local socket; no other server's
/// @param memoryLimitMb how far a client may be behind, 1..2047: beyond it is thrown out
/// @param home where its drivers keep their settings; made if it is not there
/// @param runtime where its FIFO and its process number are, gone after a restart of the machine; made likewise
public record ServerSpec(String program, List<String> drivers, int port, String localSocket,
        int memoryLimitMb, Path home, Path runtime) {

    /// Three frames of 26 megapixels, and then some.
    public static final int DEFAULT_MEMORY_LIMIT_MB = 512;

    public ServerSpec {
        drivers = List.copyOf(drivers);
        if (drivers.isEmpty()) {
            throw new IllegalArgumentException("an indiserver without a driver");
        }
    }

    /// Through which its drivers are started and ended.
    public Path fifo() {
        return runtime.resolve("indiserver-" + port + ".fifo");
    }

    Path pidFile() {
        return runtime.resolve("indiserver-" + port + ".pid");
    }

    List<String> command() {
        var command = new ArrayList<>(List.of(program, "-p", String.valueOf(port), "-u", localSocket, "-m",
                String.valueOf(memoryLimitMb), "-f", fifo().toString()));
        command.addAll(drivers);
        return command;
    }
}
