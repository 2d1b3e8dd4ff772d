package dev.darkbox.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way to a real broker, which is killed, and over a line, which is cut.
class BrokerDownTest {

    private static final int MESSAGES = 5_000;
    private static final int TOPICS = 30;
    private static final int MOST_WAITING = 100;
    private static final int HURRY = 20;
    private static final Pattern ARRIVED = Pattern
            .compile("Received PUBLISH from .*'darkbox/site/event/(\\d+)'");

    private final Outbox outbox = new Outbox();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

    /// A fault in the middle of it.
    private interface Fault {
        void strike() throws IOException, InterruptedException;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void nothingThatWasToldIsLost(@TempDir Path folder) throws Exception {
        try (Mosquitto broker = Mosquitto.open(folder); TcpCut line = new TcpCut(broker.port())) {
            BrokerAddress address = new BrokerAddress("127.0.0.1", line.port(), Optional.empty(), "",
                    Optional.empty(),
                    "darkbox-site");
            var connection = new Connection(new PahoMaker(address), outbox, Evening.TOPICS,
                    List.of("darkbox/site/cmd/+"), _ -> {}, () -> {}, hurried(), new SplittableRandom(1),
                    warnings::add);
            connection.start();
            List<Fault> faults = List.of(line::cut, broker::restart, () -> slam(line), line::cut,
                    broker::restart);
            for (int i = 0; i < MESSAGES; i++) {
                await(MOST_WAITING);
                outbox.tell("darkbox/site/event/" + i, "e" + i, Duration.ofHours(1));
                outbox.keep("darkbox/site/t" + i % TOPICS, "v" + i);
                if (i % 900 == 800) {
                    faults.get(i / 900 % faults.size()).strike();
                }
            }
            await(1);

            assertEquals(0, outbox.dropped());
            assertEquals(0, outbox.rejected());
            assertTrue(connection.connects() > faults.size(), connection.connects() + " connections");
            List<Integer> arrived = arrived(folder);
            assertEquals(IntStream.range(0, MESSAGES).boxed().toList(),
                    new ArrayList<>(new LinkedHashSet<>(arrived)),
                    "each, and in the order in which they were told");
            assertTrue(arrived.size() <= MESSAGES + (connection.connects() - 1) * Flight.MOST,
                    arrived.size() + " came");

            connection.stop(Duration.ofSeconds(2 * HURRY));
            Set<String> expected = new HashSet<>(Set.of("1 darkbox/site/status stopped"));
            for (int i = MESSAGES - TOPICS; i < MESSAGES; i++) {
                expected.add("1 darkbox/site/t" + i % TOPICS + " v" + i);
            }
            try (Ear panel = broker.listen("darkbox/site/#")) {
                assertEquals(expected, new HashSet<>(panel.await(expected.size())));
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void whatTheAccessListForbidsIsCountedAndTheRestArrives(@TempDir Path folder) throws Exception {
        String rights = Mosquitto.accessList(folder, """
                topic read darkbox/#
                topic write darkbox/site/status
                topic write darkbox/site/event
                """);
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", rights);
                Ear panel = broker.listen("darkbox/#")) {
            var connection = new Connection(new PahoMaker(broker.address("darkbox-site")), outbox,
                    Evening.TOPICS,
                    List.of("darkbox/site/cmd/+"), _ -> {}, () -> {}, Time.system(), new SplittableRandom(1),
                    warnings::add);
            outbox.keep("darkbox/site/health", "forbidden");
            outbox.tell("darkbox/site/reply/x", "forbidden", Duration.ofHours(1));
            outbox.tell("darkbox/site/event", "allowed", Duration.ofHours(1));
            connection.start();
            panel.await("0 darkbox/site/event allowed");
            Mosquitto.await("two refusals", () -> outbox.rejected() == 2);
            connection.stop(Duration.ofSeconds(2));

            assertEquals(List.of("0 darkbox/site/status online", "0 darkbox/site/event allowed",
                    "0 darkbox/site/status stopped"), panel.await(3));
            assertEquals(1, connection.connects());
            assertEquals(2, warnings.size(), warnings.toString());
            assertTrue(warnings.getFirst().contains("darkbox/site/health"), warnings.toString());
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void anAnswerCarriesTheMarkOfWhoAsked(@TempDir Path folder) throws Exception {
        try (Mosquitto broker = Mosquitto.open(folder);
                Ear panel = broker.listenAs("%t [%D] %p", "darkbox/site/reply/#")) {
            var connection = new Connection(new PahoMaker(broker.address("darkbox-site")), outbox,
                    Evening.TOPICS, List.of(), _ -> {}, () -> {}, Time.system(), new SplittableRandom(1),
                    warnings::add);
            outbox.tell("darkbox/site/reply/abort", "first", Duration.ofMinutes(1),
                    ByteBuffer.wrap("mark 7".getBytes(UTF_8)).asReadOnlyBuffer());
            outbox.tell("darkbox/site/reply/abort", "second", Duration.ofMinutes(1));
            connection.start();
            assertEquals(List.of("darkbox/site/reply/abort [mark 7] first",
                    "darkbox/site/reply/abort [] second"), panel.await(2));
            connection.stop(Duration.ofSeconds(2));
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.SECONDS)
    void aPictureIsSentOnceMoreOnlyToABrokerThatHasForgottenUs(@TempDir Path folder) throws Exception {
        Path picture = Files.write(folder.resolve("bias.png"), new byte[5000]);
        try (Mosquitto broker = Mosquitto.open(folder); TcpCut line = new TcpCut(broker.port())) {
            BrokerAddress address = new BrokerAddress("127.0.0.1", line.port(), Optional.empty(), "",
                    Optional.empty(), "darkbox-site");
            var connection = new Connection(new PahoMaker(address), outbox, Evening.TOPICS, List.of(),
                    _ -> {}, () -> {}, hurried(), new SplittableRandom(1), warnings::add);
            outbox.keep("darkbox/site/preview/bias", picture, "1");
            outbox.keep("darkbox/site/health", "well");
            connection.start();
            tellOn(connection, 1, broker);
            assertEquals(List.of(1, 1), List.of(came(broker, "preview/bias"), came(broker, "health")));

            // what was not acknowledged before the cut is rightly sent again
            Mosquitto.await("acknowledgements", () -> outbox.queue() == 0);
            line.cut();
            tellOn(connection, 2, broker);
            assertEquals(1, came(broker, "preview/bias"));
            assertTrue(came(broker, "health") > 1);

            broker.restart();
            tellOn(connection, 3, broker);
            assertEquals(List.of(1, 1), List.of(came(broker, "preview/bias"), came(broker, "health")));
            connection.stop(Duration.ofSeconds(2 * HURRY));
        }
    }

    /// Tells something on the connection of that number or a later one and waits until it has come: all that is kept has, then.
    private void tellOn(Connection connection, int number, Mosquitto broker) throws InterruptedException {
        Mosquitto.await("connection " + number + " " + warnings, () -> {
            outbox.signal().raise();
            return connection.connects() >= number && connection.isUp();
        });
        outbox.tell("darkbox/site/event/" + number, "e", Duration.ofHours(1));
        Mosquitto.await("event " + number, () -> {
            outbox.signal().raise();
            return came(broker, "event/" + number) > 0;
        });
    }

    /// How often something was received in the broker's present life.
    private static int came(Mosquitto broker, String leaf) {
        return (int) broker.log().lines()
                .filter(line -> line.contains("Received PUBLISH from ")
                        && line.contains("'darkbox/site/" + leaf + "'"))
                .count();
    }

    /// Waits until fewer than that wait, and lets the connection look at its hurried clock meanwhile.
    private void await(int fewer) throws InterruptedException {
        Mosquitto.await("fewer than " + fewer + " to wait " + warnings, () -> {
            outbox.signal().raise();
            return outbox.queue() < fewer;
        });
    }

    /// Pauses between tries are short.
    private static Time hurried() {
        Time system = Time.system();
        Instant start = system.now();
        return new Time() {
            @Override
            public Instant now() {
                return start.plus(Duration.between(start, system.now()).multipliedBy(HURRY));
            }

            @Override
            public void sleep(Duration duration) {
                throw new AssertionError("nobody sleeps");
            }
        };
    }

    private static void slam(TcpCut line) throws IOException, InterruptedException {
        int before = line.accepted();
        line.mode(TcpCut.Mode.SLAM);
        Mosquitto.await("a try to connect", () -> line.accepted() > before);
        line.mode(TcpCut.Mode.PASS);
    }

    /// Numbers of what the broker has received, over all its lives.
    private static List<Integer> arrived(Path folder) throws IOException {
        List<Integer> arrived = new ArrayList<>();
        int lives = 0;
        for (Path log = life(folder, 1); Files.exists(log); log = life(folder, lives + 1)) {
            lives++;
            for (String line : Files.readAllLines(log)) {
                Matcher matcher = ARRIVED.matcher(line);
                if (matcher.find()) {
                    arrived.add(Integer.valueOf(matcher.group(1)));
                }
            }
        }
        return arrived;
    }

    private static Path life(Path folder, int number) {
        return folder.resolve("mosquitto." + number + ".log");
    }
}
