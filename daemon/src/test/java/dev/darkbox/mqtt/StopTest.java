package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Time;
import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The thread: how it begins and how it ends, in real time.
@Timeout(20)
class StopTest {

    private static final Duration MOST = Duration.ofSeconds(2);

    private final Outbox outbox = new Outbox();
    private final List<String> warnings = new ArrayList<>();

    /// A link that writes down what it gets, and answers or not.
    private static final class Notes implements Link {
        private final List<String> lines = new ArrayList<>();
        private final String deafTo;
        private final CountDownLatch online = new CountDownLatch(1);

        private Notes(String deafTo) {
            this.deafTo = deafTo;
        }

        @Override
        public synchronized void publish(Message message, Consumer<Optional<LinkException>> done) {
            String text = ScriptedBroker.text(message);
            lines.add(text + (message.retained() ? " retained" : ""));
            if (!text.equals(deafTo)) {
                done.accept(Optional.empty());
            }
            online.countDown();
        }

        @Override
        public synchronized void subscribe(List<String> filters) {
            lines.add("subscribe");
        }

        @Override
        public boolean sessionPresent() {
            return false;
        }

        @Override
        public long mostBytes() {
            return 10_000;
        }

        @Override
        public int mostInFlight() {
            return 20;
        }

        @Override
        public synchronized void leave(Duration most) {
            assertTrue(most.compareTo(MOST) <= 0);
            lines.add("leave");
        }

        @Override
        public synchronized void close() {
            lines.add("close");
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }

    private Connection connection(Link.Maker maker) {
        return new Connection(maker, outbox, Evening.TOPICS, List.of("darkbox/site/cmd/+"), _ -> {}, () -> {},
                Time.system(), new SplittableRandom(1), warnings::add);
    }

    @Test
    void whatWasToldIsSentThenStoppedThenGoodbye() throws InterruptedException {
        var notes = new Notes("nothing");
        Connection connection = connection((_, _, _) -> notes);
        connection.start();
        assertTrue(notes.online.await(10, TimeUnit.SECONDS));
        outbox.tell("darkbox/site/event", "refresh_aborted", Duration.ofHours(1));
        connection.stop(MOST);

        assertEquals(
                List.of("online retained", "subscribe", "refresh_aborted", "stopped retained", "leave",
                        "close"),
                notes.lines());
        assertFalse(connection.isUp());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aBrokerThatAnswersNothingIsLeftInTime() throws InterruptedException {
        var notes = new Notes("online");
        Connection connection = connection((_, _, _) -> notes);
        connection.start();
        assertTrue(notes.online.await(10, TimeUnit.SECONDS));
        connection.stop(Duration.ofMillis(300));

        assertEquals(List.of("online retained", "stopped retained", "leave", "close"), notes.lines());
    }

    @Test
    void connectingIsInterrupted() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        Connection connection = connection((_, _, _) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            throw new AssertionError();
        });
        connection.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        connection.stop(MOST);
        assertEquals(0, interrupted.getCount());
    }

    @Test
    void aWaitForTheNextTryIsEndedAndStoppingTwiceOrUnstartedIsNothing() throws InterruptedException {
        var tried = new CountDownLatch(1);
        Connection connection = connection((_, _, _) -> {
            tried.countDown();
            throw new LinkException(LinkException.Kind.REFUSED, "password");
        });
        connection.start();
        assertTrue(tried.await(10, TimeUnit.SECONDS));
        connection.stop(MOST);
        connection.stop(MOST);
        connection((_, _, _) -> new Notes("nothing")).stop(MOST);
        assertFalse(connection.isUp());
    }

    @Test
    void theOutboxNeverWaitsForTheNetwork() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Connection connection = new Connection((_, _, _) -> {
            begun.countDown();
            goOn.await();
            throw new LinkException(LinkException.Kind.AWAY, "away");
        }, outbox, Evening.TOPICS, List.of(), _ -> {}, () -> {}, new VirtualTime(Evening.DUSK),
                new SplittableRandom(1), warnings::add);
        connection.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        for (int i = 0; i < 10_000; i++) { // the thread is inside connect() all the time
            outbox.keep("darkbox/site/health", "" + i);
            outbox.tell("darkbox/site/event", "" + i, Duration.ofHours(1));
            outbox.mention("darkbox/site/log", "" + i);
            outbox.erase("darkbox/site/health");
        }
        assertEquals(Board.MOST_TOLD + 2, outbox.queue());
        goOn.countDown();
        connection.stop(MOST);
    }

    @Test
    void whatIsToldByManyThreadsArrivesOnceEachAndEachThreadsInOrder() throws InterruptedException {
        var notes = new Notes("nothing");
        Connection connection = connection((_, _, _) -> notes);
        connection.start();
        assertTrue(notes.online.await(10, TimeUnit.SECONDS));
        List<Thread> tellers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int teller = t;
            tellers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 50; i++) {
                    outbox.tell("darkbox/site/event", teller + ":" + i, Duration.ofHours(1));
                    outbox.keep("darkbox/site/t" + teller, "" + i);
                }
            }));
        }
        for (Thread teller : tellers) {
            teller.join();
        }
        connection.stop(MOST);

        for (int t = 0; t < 4; t++) {
            String prefix = t + ":";
            List<String> mine = notes.lines().stream().filter(line -> line.startsWith(prefix)).toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.add(prefix + i);
            }
            assertEquals(expected, mine);
        }
        assertEquals(0, outbox.dropped());
    }
}
