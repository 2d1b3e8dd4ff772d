package dev.darkbox.device.indi;

import dev.darkbox.linux.Fifo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// An `indiserver` of our own: a child of this process, started again when it dies, ended when this process ends.
///
/// ```
///  start -> UP --dies--> back-off --> UP … --[#MOST_DEATHS] in [#DEATHS_WITHIN]--> GIVEN_UP
/// ```
///
/// It does not outlive this process: `setpriv --pdeathsig`, where there is one, ends it when this process is killed;
/// where there is none, the next start ends the one it finds by the number it left behind.
///
/// Threading: safe. Two daemon threads: `indiserver` starts it and waits for its end (the signal at a parent's death
/// is bound to that thread), `indiserver-log` reads what it says.
public final class IndiServer implements AutoCloseable {

    static final int MOST_DEATHS = 5;
    static final Duration DEATHS_WITHIN = Duration.ofMinutes(10);
    private static final Duration LISTENS = Duration.ofSeconds(10);
    private static final Duration ENDS = Duration.ofSeconds(5);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);
    private static final int LAST_WORDS = 5;

    private final ServerSpec spec;
    private final Listener listener;
    private final BackOff backOff;
    private final Deque<Long> deaths = new ArrayDeque<>();
    private final CountDownLatch firstIsUp = new CountDownLatch(1);
    private final Thread keeper;
    private volatile Optional<Process> process = Optional.empty();
    private volatile Optional<String> failure = Optional.empty();
    private boolean closed;

    /// Told of what happens, on threads of the server.
    public interface Listener {

        /// A line it has written, at most [ServerOutput#LONGEST_LINE] characters.
        void said(String line);

        /// Something a person should know.
        void remarked(String what);
    }

    private IndiServer(ServerSpec spec, Listener listener, RandomGenerator random) {
        this.spec = spec;
        this.listener = listener;
        backOff = new BackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF, random);
        keeper = Thread.ofPlatform().daemon().name("indiserver").unstarted(this::keep);
    }

    /// Starts it and waits until it listens.
    ///
    /// @throws IOException it cannot be started, or its port is somebody else's; one line
    public static IndiServer start(ServerSpec spec, Listener listener, RandomGenerator random)
            throws IOException, InterruptedException {
        require(spec.program());
        for (String driver : spec.drivers()) {
            require(driver);
        }
        Files.createDirectories(spec.home());
        Files.createDirectories(spec.runtime());
        Leftover.end(spec, listener);
        switch (ServerPort.on(spec.port())) {
            case NOBODY -> {
                // ours, then
            }
            case AN_INDISERVER -> throw new IOException(
                    "an indiserver runs already on port %d: leave [indiserver] out to use it, or end it"
                            .formatted(spec.port()));
            case SOMETHING_ELSE ->
                throw new IOException("port %d is in use by something that is no indiserver: choose another"
                        .formatted(spec.port()));
        }
        Files.deleteIfExists(spec.fifo());
        Fifo.make(spec.fifo());
        var server = new IndiServer(spec, listener, random);
        server.keeper.start();
        boolean up = server.firstIsUp.await(LISTENS.plus(ENDS).toSeconds(), TimeUnit.SECONDS);
        if (!up || server.failure.isPresent()) {
            server.close();
            throw new IOException(
                    server.failure.orElse("indiserver did not listen on port %d in %d s".formatted(
                            spec.port(), LISTENS.toSeconds())));
        }
        return server;
    }

    private static void require(String program) throws IOException {
        if (found(program).isEmpty()) {
            throw new IOException(program.contains("/")
                    ? "no program " + program
                    : "no program " + program + " in PATH; it comes with the packages of INDI");
        }
    }

    private static Optional<Path> found(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return List.of(path.split(File.pathSeparator, -1)).stream().map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable).findFirst();
    }

    /// How its drivers are restarted.
    public DriverStarter drivers() {
        return new FifoStarter(spec.fifo(), false);
    }

    /// Why it is not started any more; empty while it lives or is about to.
    public Optional<String> failure() {
        return failure;
    }

    /// Ends it, first kindly. At most ten seconds.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        process.ifPresent(IndiServer::end);
        try {
            keeper.join(ENDS);
            Files.deleteIfExists(spec.fifo());
            Files.deleteIfExists(spec.pidFile());
        } catch (IOException e) {
            listener.remarked("indiserver ended, but left behind: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> drivers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(ENDS.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // a driver that hangs does not notice that its server is gone
        drivers.forEach(ProcessHandle::destroyForcibly);
    }

    private void keep() {
        while (failure.isEmpty() && !isClosed()) {
            try {
                live();
            } catch (IOException e) {
                failure = Optional.of("indiserver cannot be started: " + e.getMessage());
            } catch (InterruptedException _) {
                failure = Optional.of("interrupted"); // nobody has a reason to interrupt this thread but to end it
            }
        }
        process.ifPresent(IndiServer::end);
        firstIsUp.countDown();
        if (!isClosed()) {
            failure.ifPresent(listener::remarked);
        }
    }

    /// One life, and the pause after it.
    private void live() throws IOException, InterruptedException {
        Process now = launch();
        process = Optional.of(now);
        var output = new ServerOutput(now, LAST_WORDS, listener::said);
        output.start();
        Leftover.note(spec, now);
        boolean listened = awaitPort(now);
        if (listened) {
            firstIsUp.countDown();
        } else {
            now.destroyForcibly();
        }
        int status = now.waitFor();
        output.join();
        if (isClosed()) {
            return;
        }
        String how = (listened
                ? "indiserver ended with status " + status
                : "indiserver did not begin to listen")
                + output.lastWords().map(words -> ", its last words: " + words).orElse(", without a word");
        if (firstIsUp.getCount() > 0) {
            failure = Optional.of(how);
            return;
        }
        mourn(how);
    }

    private void mourn(String how) throws InterruptedException {
        long now = System.nanoTime();
        deaths.removeIf(death -> now - death > DEATHS_WITHIN.toNanos());
        deaths.addLast(now);
        if (deaths.size() >= MOST_DEATHS) {
            failure = Optional.of("indiserver is not started again, it died %d times in %d min; %s".formatted(
                    deaths.size(), DEATHS_WITHIN.toMinutes(), how));
            return;
        }
        if (deaths.size() == 1) {
            backOff.reset();
        }
        Duration pause = backOff.next();
        listener.remarked("%s; started again in %.1f s".formatted(how, pause.toMillis() / 1000.0));
        long end = now + pause.toNanos();
        synchronized (this) {
            for (long left = end - now; !closed && left > 0; left = end - System.nanoTime()) {
                wait(left / 1_000_000 + 1);
            }
        }
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        if (found("setpriv").isPresent()) {
            command.addAll(List.of("setpriv", "--pdeathsig", "TERM", "--"));
        }
        command.addAll(spec.command());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(spec.home().toFile());
        builder.environment().put("HOME", spec.home().toAbsolutePath().toString());
        return builder.start();
    }

    /// @return false when it died first, or does not listen in time
    private boolean awaitPort(Process now) throws InterruptedException {
        long deadline = System.nanoTime() + LISTENS.toNanos();
        while (now.isAlive() && System.nanoTime() < deadline && !isClosed()) {
            if (ServerPort.on(spec.port()) == ServerPort.Who.AN_INDISERVER) {
                return now.isAlive();
            }
            now.waitFor(50, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
