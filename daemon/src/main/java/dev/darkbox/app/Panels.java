package dev.darkbox.app;

import dev.darkbox.cli.MasterLines;
import dev.darkbox.config.MqttConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Desk;
import dev.darkbox.device.Time;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Catalogue;
import dev.darkbox.library.DueMasters;
import dev.darkbox.mqtt.Announced;
import dev.darkbox.mqtt.Announcer;
import dev.darkbox.mqtt.Birth;
import dev.darkbox.mqtt.BoxPanel;
import dev.darkbox.mqtt.BrokerAddress;
import dev.darkbox.mqtt.Commands;
import dev.darkbox.mqtt.Connection;
import dev.darkbox.mqtt.Incoming;
import dev.darkbox.mqtt.InstallId;
import dev.darkbox.mqtt.Outbox;
import dev.darkbox.mqtt.PahoMaker;
import dev.darkbox.mqtt.RigPanel;
import dev.darkbox.mqtt.Topics;
import dev.darkbox.plan.OnlyWhile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/// The panels of this process: all of `[mqtt]`, fed with events, with a broker at the other end or not.
///
/// Threading: events come from any thread and never wait. Libraries are read and the machine is looked at by one daemon
/// thread, `panels`.
final class Panels implements EventSink, AutoCloseable {

    private static final Duration HEALTH = Duration.ofSeconds(60);
    private static final Duration LIBRARY = Duration.ofHours(1);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final String broker;
    private final String place;
    private final List<RigConfig> rigs;
    private final Kit kit;
    private final Time wall;
    private final Instant started;
    private final Outbox outbox = new Outbox();
    private final Map<String, RigPanel> panels = new LinkedHashMap<>();
    private final BoxPanel box;
    private final Optional<Announcer> announcer;
    private final Commands commands;
    private final Connection connection;
    private final ScheduledThreadPoolExecutor thread;
    private final Set<String> listened;
    private final Map<String, String> heard = new ConcurrentHashMap<>();

    /// @param desk where commands go
    /// @param state folder of what is remembered for the broker's sake
    /// @param wall the machine's clock; rigs live by the kit's
    Panels(MqttConfig mqtt, List<RigConfig> rigs, Kit kit, Desk desk, Path state, Time wall,
            RandomGenerator random) {
        broker = mqtt.host() + ":" + mqtt.port();
        place = mqtt.base() + "/" + mqtt.box() + "/";
        this.rigs = List.copyOf(rigs);
        this.kit = kit;
        this.wall = wall;
        started = wall.now();
        listened = rigs.stream().flatMap(rig -> rig.schedule().onlyWhile().stream())
                .filter(OnlyWhile.Says.class::isInstance).map(OnlyWhile.Says.class::cast)
                .map(OnlyWhile.Says::topic).collect(Collectors.toUnmodifiableSet());
        List<String> names = rigs.stream().map(RigConfig::name).toList();
        var topics = new Topics(mqtt.base(), mqtt.box(), mqtt.discovery());
        Consumer<String> warn = line -> Logger.warn("{}", about(line));
        box = new BoxPanel(topics, outbox);
        for (RigConfig rig : rigs) {
            panels.put(rig.name(),
                    new RigPanel(topics, rig.name(), outbox, mqtt.plainTopics(), rig.cooling()));
        }
        commands = new Commands(topics, names, Set.copyOf(mqtt.commands()), desk, outbox, wall, warn,
                line -> Logger.info("{}", about(line)), this::again);
        announcer = mqtt.discovery().isEmpty()
                ? Optional.empty()
                : Optional.of(new Announcer(topics, outbox,
                        new Announced(kit.software(), names, Set.copyOf(mqtt.commands())),
                        new Birth(mqtt.birthTopic(), mqtt.birthPayload()),
                        state.resolve("mqtt-announced.json"),
                        wall, random, outbox::again, warn));
        var address = new BrokerAddress(mqtt.host(), mqtt.port(),
                mqtt.tls().map(tls -> new BrokerAddress.Tls(tls.ca(), tls.certificate(), tls.key())),
                mqtt.user(), mqtt.passwordFile(),
                InstallId.clientId(topics, InstallId.in(state.resolve("mqtt-id"), random, warn)));
        connection = new Connection(new PahoMaker(address), outbox, topics,
                filters(mqtt, topics, names), this::incoming, this::connected, wall, random, warn);
        thread = new ScheduledThreadPoolExecutor(1,
                work -> Thread.ofPlatform().daemon().name("panels").unstarted(work),
                new ThreadPoolExecutor.DiscardPolicy()); // a run that ends after all else has nothing to show
        box.info(started, kit.software(), started, names, mqtt.commands());
    }

    /// A line of the log begins with the thread's name, which mostly says what it is about.
    private static String about(String line) {
        return Thread.currentThread().getName().startsWith("mqtt") ? line : "mqtt: " + line;
    }

    /// What is listened to: nothing where nothing may be ordered.
    private List<String> filters(MqttConfig mqtt, Topics topics, List<String> names) {
        var filters = new ArrayList<String>();
        if (mqtt.commands().contains("republish")) {
            filters.add(topics.boxCommands());
        }
        if (mqtt.commands().stream().anyMatch(command -> !command.equals("republish"))) {
            names.forEach(name -> filters.add(topics.rigCommands(name)));
        }
        announcer.ifPresent(to -> filters.add(to.filter()));
        filters.addAll(listened);
        return filters;
    }

    /// Begins, before the first event.
    void start() {
        panels.values().forEach(panel -> panel.begin(kit.time().now()));
        every(HEALTH, this::health);
        every(LIBRARY, this::libraries);
        connection.start();
    }

    private void every(Duration time, Runnable work) {
        var _ = thread.scheduleWithFixedDelay(guarded(work), 0, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A mistake here is a line in the log, and the next time is another chance.
    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                Logger.error(e, "mqtt: a bug");
            }
        };
    }

    @Override
    public void emit(RunEvent event) {
        box.emit(event);
        Optional.ofNullable(panels.get(event.rig())).ifPresent(panel -> panel.emit(event));
        commands.emit(event);
        if (event instanceof RunEvent.RunEnded) {
            rigs.stream().filter(rig -> rig.name().equals(event.rig()))
                    .forEach(rig -> thread.execute(guarded(() -> library(rig))));
        }
    }

    private void connected() {
        Logger.info("{}", about("connected to " + broker + ", topics below " + place));
        announcer.ifPresent(Announcer::announce);
    }

    /// The last word of a topic that a schedule listens to; empty while nothing was heard since the start.
    Optional<String> heard(String topic) {
        return Optional.ofNullable(heard.get(topic));
    }

    private void incoming(Incoming message) {
        if (listened.contains(message.topic())) {
            heard.put(message.topic(),
                    StandardCharsets.UTF_8.decode(message.payload().duplicate()).toString().strip());
        } else if (announcer.isPresent() && message.topic().equals(announcer.get().filter())) {
            announcer.get().birth(message);
        } else {
            commands.accept(message);
        }
    }

    private void again() {
        announcer.ifPresent(Announcer::announce);
        outbox.again();
    }

    private void health() {
        box.health(wall.now(), Machine.look(rigs.getFirst().library(), Duration.between(started, wall.now())),
                new BoxPanel.Traffic(outbox.queue(), connection.connects(), outbox.dropped(),
                        outbox.rejected(), connection.lastError()));
    }

    /// Looks at a rig's library again: a person said something.
    void look(RigConfig rig) {
        thread.execute(guarded(() -> library(rig)));
    }

    private void libraries() {
        rigs.forEach(this::library);
    }

    private void library(RigConfig rig) {
        RigPanel panel = panels.get(rig.name());
        if (panel == null) {
            return;
        }
        try {
            var library = new CalibrationLibrary(rig.library(), kit.disk());
            Catalogue catalogue = library.list();
            Instant now = kit.time().now();
            panel.library(MasterLines.replies(rig.name(), catalogue.masters()),
                    library.waiting().stream().map(holding -> holding.id().shown())
                            .collect(Collectors.toSet()),
                    now);
            DueMasters masters = DueDesk.masters(rig, kit);
            DueDesk.Next next = DueDesk.next(rig, masters, kit);
            panel.due(masters.due(), next.label(), next.at(), now);
        } catch (IOException e) {
            Logger.warn("mqtt: {} cannot be read for the panel: {}", rig.library(), e.getMessage());
        }
    }

    /// Waits until the broker has everything, so long at most.
    ///
    /// @return whether it has
    boolean settle(Duration most) throws InterruptedException {
        Instant end = wall.now().plus(most);
        while (outbox.queue() > 0 || !connection.isUp()) {
            if (!wall.now().isBefore(end)) {
                return false;
            }
            wall.sleep(Duration.ofMillis(50));
        }
        return true;
    }

    /// Says goodbye to the broker if it is there, and ends. After the last event.
    @Override
    public void close() {
        thread.shutdownNow();
        announcer.ifPresent(Announcer::close);
        commands.close();
        connection.stop(GOODBYE);
    }
}
