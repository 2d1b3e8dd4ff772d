package dev.darkbox.control;

import dev.darkbox.device.Time;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The daemon's Unix socket: readable and writable for its user and one group, nobody else.
///
/// A lock file beside it, `NAME.lock`, decides who may listen: the kernel lets go of it when a daemon dies,
/// however it died, so a socket file without a locked lock is stale and is replaced. One request per
/// connection, answered on a virtual thread.
public final class ControlSocket implements AutoCloseable {

    private static final Duration BREATH = Duration.ofSeconds(1);
    /// What `sockaddr_un` holds on Linux (unix(7): 108 bytes with the closing NUL), less our ending `.new`.
    private static final int LONGEST_PATH = 103;

    private final Path path;
    private final Limits limits;
    private final Desk desk;
    private final Time time;
    private final FileLock lock;
    private final ServerSocketChannel server;
    private final Optional<String> remark;
    private final Set<Thread> open = ConcurrentHashMap.newKeySet();

    /// What one asker may cost.
    ///
    /// @param connections at the same time; one more is told so and closed
    /// @param requestBytes of the longest request line
    /// @param patience for a request to be complete, and for a reply to be read
    public record Limits(int connections, int requestBytes, Duration patience) {

        public static Limits defaults() {
            return new Limits(32, 8192, Duration.ofSeconds(10));
        }
    }

    private ControlSocket(Path path, Limits limits, Desk desk, Time time, FileLock lock,
            ServerSocketChannel server, Optional<String> remark) {
        this.path = path;
        this.limits = limits;
        this.desk = desk;
        this.time = time;
        this.lock = lock;
        this.server = server;
        this.remark = remark;
    }

    /// Begins to listen.
    ///
    /// @param group may connect beside the daemon's own user; empty for the user's own group. One that does not
    ///     exist is not an error, see [#remark]
    /// @throws AlreadyRunning another daemon listens here
    /// @throws IOException the folder is missing or not ours, the path is too long, or something that is no
    ///     socket stands there
    public static ControlSocket open(Path socket, String group, Limits limits, Desk desk, Time time)
            throws IOException {
        if (socket.toAbsolutePath().toString().length() > LONGEST_PATH) {
            throw new IOException("the socket's path may have " + LONGEST_PATH + " characters: " + socket);
        }
        Files.createDirectories(socket.toAbsolutePath().getParent());
        FileLock lock = lock(socket);
        try {
            refuseOther(socket);
            Path fresh = beside(socket, ".new");
            Files.deleteIfExists(fresh);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(fresh), limits.connections());
            Optional<String> remark = admit(fresh, group);
            Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE);
            var control = new ControlSocket(socket, limits, desk, time, lock, server, remark);
            Thread.ofVirtual().name("control").start(control::accept);
            return control;
        } catch (IOException e) {
            lock.acquiredBy().close();
            throw e;
        }
    }

    private static FileLock lock(Path socket) throws IOException {
        FileChannel file = FileChannel.open(beside(socket, ".lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // this very process listens already
        }
        file.close();
        throw new AlreadyRunning(socket);
    }

    private static void refuseOther(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                && !Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
            throw new IOException(socket + " is there and is no socket; move it away");
        }
    }

    private static Optional<String> admit(Path socket, String group) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        if (group.isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.getFileAttributeView(socket, PosixFileAttributeView.class).setGroup(
                    socket.getFileSystem().getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(group));
            return Optional.empty();
        } catch (UserPrincipalNotFoundException _) {
            return Optional.of("group \"" + group + "\" does not exist: only this user may connect");
        } catch (IOException e) {
            return Optional.of("cannot give the socket to group \"" + group + "\" (" + e.getMessage()
                    + "): only this user may connect");
        }
    }

    private static Path beside(Path socket, String ending) {
        return socket.resolveSibling(socket.getFileName() + ending);
    }

    /// What the operator should know about who may connect.
    public Optional<String> remark() {
        return remark;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("control-connection").start(() -> answer(channel));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException _) { // out of file descriptors: connections that end give some back
                try {
                    time.sleep(BREATH);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private void answer(SocketChannel channel) {
        open.add(Thread.currentThread());
        try (var wire = new Wire(channel, limits.requestBytes())) {
            if (open.size() > limits.connections()) {
                say(wire, new Reply.Problem(1, "busy: " + limits.connections()
                        + " connections are open already"));
            } else {
                serve(wire);
            }
            wire.farewell(limits.patience());
        } catch (IOException | InterruptedException _) {
            // the asker is gone, too slow, or the daemon ends: nobody is left to be told
        } finally {
            open.remove(Thread.currentThread());
        }
    }

    private void serve(Wire wire) throws IOException, InterruptedException {
        Optional<String> line;
        try {
            line = wire.line(limits.patience());
        } catch (Malformed e) {
            say(wire, new Reply.Problem(2, e.getMessage() + "; allowed: one JSON object of at most "
                    + limits.requestBytes() + " bytes, e.g. {\"do\":\"status\"}"));
            return;
        }
        if (line.isEmpty()) {
            return;
        }
        switch (CommandJson.parse(line.get())) {
            case Command.Unknown(String reply) -> say(wire, new Reply.Problem(2, reply));
            case Command command -> desk.serve(command, reply -> say(wire, reply));
        }
    }

    private void say(Wire wire, Reply reply) throws IOException {
        wire.send(ReplyJson.write(reply), limits.patience());
    }

    /// Stops listening, hangs up on everybody, removes the socket file.
    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(Thread::interrupt);
        Files.deleteIfExists(path);
        lock.acquiredBy().close();
    }
}
