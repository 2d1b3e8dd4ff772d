package dev.darkbox.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/// Binds `[indiserver]`.
final class ServerBinder {

    /// More descriptors than this one process is not given.
    private static final int MOST_DRIVERS = 64;
    private static final Allowed<String> PROGRAM = Allowed.matching("[A-Za-z0-9_./+-]{1,255}",
            "the name of a program in PATH, or a path", "indiserver");
    private static final Allowed<String> LOCAL_SOCKET = Allowed.matching("[!-~]{1,100}",
            "a name of 1 to 100 printable characters without spaces", "/tmp/indiserver");
    /// From 2048 on `indiserver` computes with 32 bits and throws everybody out.
    private static final int MOST_MEMORY_MB = 2047;

    private ServerBinder() {}

    /// @param runtime the folder of the control socket
    static ServerConfig bind(Section server, Path file, Path runtime) {
        List<String> drivers = server.list("drivers", PROGRAM);
        if (!server.has("drivers")) {
            server.missing("drivers", "names of INDI drivers, such as [\"indi_asi_ccd\"]");
        } else if (server.sound("drivers")) {
            var seen = new HashSet<String>();
            if (drivers.isEmpty() || drivers.size() > MOST_DRIVERS) {
                server.wrong("drivers", "1 to " + MOST_DRIVERS + " names of INDI drivers");
            }
            drivers.stream().filter(driver -> !seen.add(driver)).findFirst().ifPresent(
                    driver -> server.wrong("drivers", "each name once, \"" + driver + "\" is there twice"));
        }
        var config = new ServerConfig(
                server.take("program", PROGRAM, "indiserver"), drivers,
                server.take("port", Allowed.whole(1, 65_535), 7624),
                server.take("local_socket", LOCAL_SOCKET, "/tmp/indiserver"),
                server.take("memory_limit_mb", Allowed.whole(1, MOST_MEMORY_MB), 512),
                server.take("home", Places.path(file), Path.of("/var/lib/darkbox/indi")), runtime);
        server.done();
        return config;
    }
}
