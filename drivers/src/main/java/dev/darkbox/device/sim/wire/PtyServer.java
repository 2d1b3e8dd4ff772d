package dev.darkbox.device.sim.wire;

import dev.darkbox.device.Time;
import dev.darkbox.device.WireLog;
import dev.darkbox.linux.Pty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Serves a box on a pseudo-terminal, for any program that opens serial ports. One client after the other; what the
/// client does not take is lost, as on a wire.
///
/// While the box has the fault `UNPLUG` the port is gone, its link with it; after [#mend] there is a new one, which only
/// has the same name if there is a link. A client that closes the port and opens it again within 5 ms is not noticed.
///
/// Threading: safe from any thread; the box is only touched under this object's lock, the terminal by one thread of its own.
public final class PtyServer implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(20);
    private static final Duration ABSENT_STEP = Duration.ofMillis(5);
    private static final Duration PLUG_AGAIN = Duration.ofSeconds(1);
    private static final int PLUG_TRIES = 10;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Faulty box;
    private final Optional<Path> link;
    private final Time time;
    private final WireLog wire = new WireLog(WireLog.USUAL);
    private final byte[] buffer = new byte[4096];
    private final Thread thread;
    private Optional<Pty> pty;
    private boolean hasClient;
    private boolean closed;

    private PtyServer(Faulty box, Optional<Path> link, Time time) throws IOException {
        this.box = box;
        this.link = link;
        this.time = time;
        pty = Optional.of(plug());
        thread = Thread.ofPlatform().daemon().name("pty-" + port().getFileName()).unstarted(this::run);
    }

    /// Opens the port; it is there when this returns.
    ///
    /// @param link where the port is to be found, a name that is free or a link already; empty: `/dev/pts/…` only
    /// @throws IOException no pseudo-terminal, or no link can be made there; the message names it
    public static PtyServer serve(WireBox box, Optional<Path> link, Time time) throws IOException {
        var server = new PtyServer(new Faulty(box), link, time);
        server.thread.start();
        return server;
    }

    private Pty plug() throws IOException {
        Pty fresh = Pty.open();
        try {
            if (link.isPresent()) {
                if (Files.exists(link.get(), LinkOption.NOFOLLOW_LINKS)
                        && !Files.isSymbolicLink(link.get())) {
                    throw new IOException(link.get() + ": is there and no link, not replaced");
                }
                Files.deleteIfExists(link.get());
                Files.createSymbolicLink(link.get(), fresh.slave());
            }
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        wire.note(time.now(), "served on " + fresh.slave());
        return fresh;
    }

    private void unplug(Pty old) {
        try {
            if (link.isPresent() && Files.isSymbolicLink(link.get())
                    && Files.readSymbolicLink(link.get()).equals(old.slave())) {
                Files.delete(link.get());
            }
        } catch (IOException e) {
            wire.note(time.now(), "link not removed: " + e.getMessage());
        }
        old.close();
        hasClient = false;
        wire.note(time.now(), "port gone");
    }

    private void run() {
        try {
            serve();
        } catch (IOException e) {
            wire.note(time.now(), "not served any more: " + e.getMessage());
        } catch (InterruptedException _) {
            // told to end
        } finally {
            synchronized (this) {
                closed = true;
                pty.ifPresent(this::unplug);
                pty = Optional.empty();
            }
        }
    }

    private void serve() throws IOException, InterruptedException {
        int failures = 0;
        while (true) {
            Optional<Pty> there;
            synchronized (this) {
                if (closed) {
                    return;
                }
                try {
                    followPlug();
                    failures = 0;
                } catch (IOException e) {
                    failures++;
                    wire.note(time.now(), "not plugged in again: " + e.getMessage());
                    if (failures == PLUG_TRIES) {
                        throw e;
                    }
                }
                there = pty;
            }
            if (there.isEmpty()) {
                time.sleep(failures == 0 ? STEP : PLUG_AGAIN);
                continue;
            }
            Pty.Look look = there.get().await(STEP);
            synchronized (this) {
                round(there.get(), look);
            }
            if (look == Pty.Look.NOBODY) {
                time.sleep(ABSENT_STEP);
            }
        }
    }

    private void followPlug() throws IOException {
        if (box.isUnplugged()) {
            pty.ifPresent(this::unplug);
            pty = Optional.empty();
        } else if (pty.isEmpty()) {
            pty = Optional.of(plug());
        }
    }

    private void round(Pty terminal, Pty.Look look) throws IOException {
        if (!hasClient && look != Pty.Look.NOBODY) {
            hasClient = true;
            wire.note(time.now(), "opened");
            box.opened(time.now());
        }
        int came = look == Pty.Look.BYTES ? terminal.read(buffer) : 0;
        if (came > 0) {
            wire.note(time.now(), WireLog.Side.TO_BOX, buffer, came);
            say(terminal, box.hear(new String(buffer, 0, came, StandardCharsets.ISO_8859_1), time.now()));
        }
        say(terminal, box.due(time.now()));
        if (hasClient && look == Pty.Look.NOBODY) {
            hasClient = false;
            wire.note(time.now(), "closed");
        }
    }

    private void say(Pty terminal, String text) throws IOException {
        if (text.isEmpty() || !hasClient) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        wire.note(time.now(), WireLog.Side.FROM_BOX, bytes, bytes.length);
        for (int sent = 0; sent < bytes.length;) {
            int taken = terminal.write(Arrays.copyOfRange(bytes, sent, bytes.length));
            if (taken == 0) {
                wire.note(time.now(),
                        "%d bytes lost: the client does not read".formatted(bytes.length - sent));
                return;
            }
            sent += taken;
        }
    }

    /// Where a client finds it: the link, else the terminal. While it is unplugged, where it will be or was.
    public synchronized Path port() {
        return link.or(() -> pty.map(Pty::slave)).orElse(Path.of("/dev/pts"));
    }

    /// Whether somebody has the port open.
    public synchronized boolean hasClient() {
        return hasClient;
    }

    /// Everything that went over the wire, as the box saw it.
    public WireLog wire() {
        return wire;
    }

    /// What is true of the hardware.
    public synchronized WireBox.Truth truth() {
        return box.truth(time.now());
    }

    /// Something breaks. After `UNPLUG` the port is gone within 50 ms or so.
    public synchronized void fail(WireFault fault) {
        wire.note(time.now(), "fault " + fault.text());
        box.fail(fault, time.now());
    }

    /// All is well again; a port that was gone is back within 50 ms or so.
    public synchronized void mend() {
        wire.note(time.now(), "mended");
        box.mend(time.now());
    }

    /// The port vanishes.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
