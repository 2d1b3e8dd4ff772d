package dev.darkbox.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.Optional;

/// One request to the daemon and its answers.
public final class ControlClient implements AutoCloseable {

    private static final int LONGEST_REPLY = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /// The daemon asks the camera before it answers, and a camera's driver may take its `connect_limit`, at most
    /// 30 minutes, to find it.
    private static final Duration CAMERA_PATIENCE = Duration.ofMinutes(30).plus(PATIENCE);

    /// Where there are no links whole masters are copied before the answer.
    private static final Duration COPY_PATIENCE = Duration.ofMinutes(15);

    private final Wire wire;
    private final Duration patience;
    private boolean answered;

    private ControlClient(Wire wire, Duration patience) {
        this.wire = wire;
        this.patience = patience;
    }

    /// Connects and asks.
    ///
    /// @throws Unreachable nobody listens on `socket`, or we may not connect
    public static ControlClient ask(Path socket, Command command) throws IOException {
        return ask(socket, CommandJson.write(command), switch (command) {
            case Command.Refresh _, Command.Plan _, Command.Due _, Command.OfCheck _, Command.Device _ ->
                CAMERA_PATIENCE;
            case Command.Say _, Command.Rollback _ -> COPY_PATIENCE;
            case Command.Ask _, Command.Status _, Command.Follow _, Command.Abort _, Command.LibraryList _, Command.LibraryPick _, Command.LibraryShow _, Command.LibraryAudit _, Command.LibraryIndex _, Command.Unknown _ ->
                PATIENCE;
        });
    }

    static ControlClient ask(Path socket, String request, Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            boolean forbidden = Files.exists(socket) && !Files.isWritable(socket);
            throw new Unreachable(why(socket, String.valueOf(e.getMessage())), forbidden);
        }
        var wire = new Wire(channel, LONGEST_REPLY);
        try {
            wire.send(request, PATIENCE);
        } catch (IOException _) {
            // it may have answered and closed before it read everything: the answer is still there to read
        }
        return new ControlClient(wire, patience);
    }

    private static String why(Path socket, String what) {
        if (!Files.exists(socket)) {
            return "the daemon is not running: no socket at " + socket
                    + " (start it: systemctl start darkboxd, or darkboxd --config FILE)";
        }
        return Files.isWritable(socket)
                ? "the daemon is not running: nobody listens on " + socket + " (" + what + ")"
                : "no permission for " + socket + ": " + who(socket);
    }

    private static String who(Path socket) {
        try {
            String group = Files.readAttributes(socket, PosixFileAttributes.class).group().getName();
            return "it is for the group \"" + group + "\" (join it and log in again)";
        } catch (IOException _) {
            return "be in the group that owns it (see ls -l)";
        }
    }

    /// The next reply as it came, one JSON object; empty at the end of the answer.
    ///
    /// @throws Unreachable no first reply within 15 s, or within what a camera may take to connect
    /// @throws Malformed a line too long or not UTF-8
    public Optional<String> line() throws IOException, Malformed {
        try {
            Optional<String> line = wire.line(answered ? Duration.ZERO : patience);
            answered = true;
            return line;
        } catch (ClosedChannelException _) {
            throw new Unreachable("the daemon does not answer (waited " + patience.toSeconds() + " s)", true);
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
