package dev.darkbox.app;

import dev.darkbox.config.Config;
import dev.darkbox.config.MqttConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.config.StackConfig;
import dev.darkbox.control.ControlSocket;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiServer;
import dev.darkbox.event.EventSink;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.linux.SdNotify;
import dev.darkbox.log.EventLog;
import dev.darkbox.log.LogLines;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.stack.CachePolicy;
import dev.darkbox.stack.Combine;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.RejectionText;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.tinylog.Logger;

/// The daemon from its first line to its last.
final class Service {

    /// Runs are told to stop, and told again; less than the unit's `TimeoutStopSec`.
    private static final Duration RUNS_END = Duration.ofSeconds(18);
    static final Duration ALL_ENDS = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofHours(1);

    private final Config config;
    private final Path socket;
    private final int speed;
    private final Map<String, String> environment;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Service(Config config, Path socket, int speed, Map<String, String> environment) {
        this.config = config;
        this.socket = socket;
        this.speed = speed;
        this.environment = environment;
    }

    /// Runs until SIGTERM or SIGINT.
    ///
    /// @throws IOException it cannot begin: the socket, a journal; one line
    void run() throws IOException, InterruptedException {
        LogLines.begin(config.log().level().name(), environment);
        Optional<SdNotify> systemd = SdNotify.of(environment);
        var kit = new Kit(speed == 1 ? Time.system() : new FastTime(Time.system(), speed), Disk.real(),
                new Integration(StackKernels.best()), order(config.stack()),
                config.stack().live(), Version.text());
        var feed = new Feed(config.rigs().stream().map(RigConfig::name).toList());
        var status = new ServiceStatus(feed,
                line -> systemd.ifPresent(to -> to.send("STATUS=" + line)));
        var panels = new CopyOnWriteArrayList<Panels>(); // none or one, and not before there is a desk
        EventSink events = EventSink.all(feed, new EventLog(), status,
                event -> panels.forEach(to -> to.emit(event)));
        var scheduler = new Scheduler(kit.time());
        var sensors = new Sensors(kit.time());
        var checks = new CheckDesk(kit, scheduler, events);
        var schedules = Schedules.of(config.rigs(), kit, scheduler, sensors, events,
                topic -> panels.stream().flatMap(to -> to.heard(topic).stream()).findFirst(),
                checks.unasked(config.rigs()));
        var desk = new DaemonDesk(config.rigs(), kit, scheduler, feed, events, sensors, checks,
                schedules::standing,
                rig -> panels.forEach(to -> to.look(rig)));
        Optional<IndiServer> server = OwnServer.start(config.server());
        Thread onSignal = Thread.ofPlatform().name("signal").unstarted(this::end);
        try (ControlSocket control = ControlSocket.open(
                socket, config.control().group(), ControlSocket.Limits.defaults(), desk, Time.system())) {
            Runtime.getRuntime().addShutdownHook(onSignal);
            Logger.info("{} listens on {}, rigs: {}", kit.software(), socket,
                    String.join(", ", config.rigs().stream().map(RigConfig::name).toList()));
            control.remark().ifPresent(remark -> Logger.warn("control: {}", remark));
            var leftBehind = new LeftBehind(config.rigs(), kit);
            leftBehind.settle();
            for (RigConfig rig : config.rigs()) {
                Parts.hold(rig, kit);
            }
            config.mqtt().ifPresent(mqtt -> panels.add(panels(mqtt, kit, desk)));
            leftBehind.resume(scheduler, events, schedules);
            desk.open();
            config.rigs().forEach(rig -> RawKeeper.freeLater(rig, kit));
            schedules.start();
            systemd.ifPresent(to -> to.send("READY=1\nSTATUS=" + status.line()));
            live(systemd, feed);
            Logger.info("ending");
            schedules.close();
            systemd.ifPresent(to -> to.send("STOPPING=1\nSTATUS=ending"));
            List<String> stuck = scheduler.shutDown(RUNS_END);
            stuck.forEach(
                    rig -> Logger.warn("run on {} did not end in time; the next start goes on with it", rig));
        } finally {
            panels.forEach(Panels::close);
            server.ifPresent(IndiServer::close);
            kit.held().close();
            ended.countDown();
        }
    }

    private Panels panels(MqttConfig mqtt, Kit kit, DaemonDesk desk) {
        var panels = new Panels(mqtt, config.rigs(), kit, desk, state(), Time.system(),
                RandomGenerator.getDefault());
        panels.start();
        return panels;
    }

    /// The daemon's own folder, which systemd makes; else beside what the first rig keeps of its runs.
    private Path state() {
        String folders = environment.getOrDefault("STATE_DIRECTORY", "");
        return folders.isEmpty()
                ? config.rigs().getFirst().library().resolve("ops")
                : Path.of(folders.split(":", 2)[0]);
    }

    /// Runs on the thread of the signal: the process ends when this returns.
    private void end() {
        ending.countDown();
        try {
            boolean inTime = ended.await(ALL_ENDS.toSeconds(), TimeUnit.SECONDS);
            if (inTime) {
                Logger.info("ended");
            }
        } catch (InterruptedException _) {
            // the process ends now in any case
        }
    }

    /// Waits for the signal, and tells systemd meanwhile that the daemon still answers.
    private void live(Optional<SdNotify> systemd, Feed feed) throws InterruptedException {
        Duration beat = SdNotify.watchdog(environment, ProcessHandle.current().pid()).orElse(HEARTBEAT);
        while (!ending.await(beat.toMillis(), TimeUnit.MILLISECONDS)) {
            feed.states(); // blocks, and lets the watchdog bite, when the feed is stuck
            systemd.ifPresent(to -> to.send("WATCHDOG=1"));
        }
    }

    private static StackOrder order(StackConfig stack) throws IOException {
        try {
            StackOrder order = StackOrder.of(List.of()).with(RejectionText.parse(stack.rejection()))
                    .with(Combine.valueOf(stack.combine().toUpperCase(Locale.ROOT)))
                    .withMemoryBytes(stack.memoryBytes()).with(CachePolicy.FORGET);
            return stack.threads() == 0 ? order : order.withThreads(stack.threads());
        } catch (IllegalArgumentException e) {
            throw new IOException("stack: " + e.getMessage(), e);
        }
    }
}
