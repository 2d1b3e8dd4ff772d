package dev.darkbox.mqtt;

import static dev.darkbox.mqtt.LinkException.Kind.AWAY;
import static dev.darkbox.mqtt.LinkException.Kind.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.mqtt.ScriptedBroker.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every rule of the connection, against a scripted broker in virtual time.
class ConnectionTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Evening evening = new Evening();
    private final ScriptedBroker broker = evening.broker;
    private final Outbox outbox = evening.outbox;

    @Test
    void theOrderIsOnlineThenKeptThenCommandsThenWhatWasTold() {
        outbox.tell("darkbox/site/event", "first", HOUR);
        outbox.keep("darkbox/site/health", "1");
        outbox.tell("darkbox/site/event", "second", HOUR);
        outbox.keep("darkbox/site/info", "2");
        outbox.mention("darkbox/site/log", "nobody listens");
        evening.passSeconds(1);

        assertEquals(List.of("connect, will offline", "darkbox/site/status=online", "darkbox/site/health=1",
                "darkbox/site/info=2", "subscribe [darkbox/site/cmd/+]", "darkbox/site/event=first",
                "darkbox/site/event=second"), broker.story);
        assertEquals(1, evening.connection.connects());
        assertTrue(evening.connection.isUp());
        assertEquals(0, outbox.queue());
        assertEquals(List.of(), evening.warnings);
    }

    @Test
    void whatIsKeptIsSentAgainAfterEachConnectionAndTheNewestValueWins() {
        outbox.keep("darkbox/site/health", "1");
        evening.passSeconds(10);
        broker.cut("pulled");
        evening.pass(Duration.ofMillis(100));
        outbox.keep("darkbox/site/health", "2");
        outbox.keep("darkbox/site/health", "3");
        broker.story.clear();
        evening.passSeconds(10);

        assertEquals(List.of("connect, will offline", "darkbox/site/status=online", "darkbox/site/health=3",
                "subscribe [darkbox/site/cmd/+]"), broker.story);
    }

    @Test
    void whatIsRenewedOnConnectingIsSentOnceBeforeTheCommandsAreRead() {
        evening.onConnected = () -> outbox.keep("darkbox/site/health", "fresh");
        outbox.keep("darkbox/site/health", "old");
        evening.passSeconds(1);

        assertEquals(
                List.of("connect, will offline", "darkbox/site/status=online", "darkbox/site/health=fresh",
                        "subscribe [darkbox/site/cmd/+]"),
                broker.story);
        assertEquals(1, evening.connected.size());
    }

    @Test
    void aBrokerThatStillKnowsUsHasItsPictures(@TempDir Path folder) throws IOException {
        Path picture = Files.writeString(folder.resolve("bias.png"), "bias");
        outbox.keep("darkbox/site/preview/bias", picture, "1");
        outbox.keep("darkbox/site/health", "well");
        evening.passSeconds(1);
        assertEquals(1, came("preview/bias"));

        broker.knowsUs = true;
        broker.cut("cut");
        outbox.keep("darkbox/site/preview/dark", picture, "1");
        evening.passSeconds(30);
        assertEquals(List.of(1, 1, 2),
                List.of(came("preview/bias"), came("preview/dark"), came("health")));

        broker.cut("cut");
        outbox.keep("darkbox/site/preview/bias", picture, "2");
        evening.passSeconds(30);
        assertEquals(List.of(2, 1, 3),
                List.of(came("preview/bias"), came("preview/dark"), came("health")));

        outbox.again();
        evening.passSeconds(30);
        assertEquals(List.of(3, 2), List.of(came("preview/bias"), came("preview/dark")));

        broker.knowsUs = false;
        broker.cut("cut");
        evening.passSeconds(30);
        assertEquals(List.of(4, 3), List.of(came("preview/bias"), came("preview/dark")));
    }

    private int came(String leaf) {
        return (int) broker.arrived.stream().filter(message -> message.topic().endsWith("/" + leaf)).count();
    }

    @Test
    void aMistakeInWhatIsRenewedIsSaidAndCostsNoConnection() {
        evening.onConnected = () -> {
            throw new IllegalStateException("oops");
        };
        evening.passSeconds(60);

        assertEquals(1, evening.connection.connects());
        assertEquals("online", broker.retained.get("darkbox/site/status"));
        assertTrue(evening.warnings.getFirst().contains("oops"), evening.warnings.toString());
    }

    @Test
    void aTopicThatChangesAllTheTimeDoesNotKeepCommandsOut() {
        broker.latency = Duration.ofMillis(10);
        broker.answers = message -> {
            outbox.keep("darkbox/site/busy", "" + broker.story.size());
            return Answer.TAKE;
        };
        evening.passSeconds(1);

        assertTrue(broker.story.indexOf("subscribe [darkbox/site/cmd/+]") < 6, broker.story.toString());
    }

    @Test
    void triesGetRarerUpToAMinute() {
        for (int i = 0; i < 12; i++) {
            broker.failures.add(new LinkException(AWAY, "connection refused"));
        }
        evening.pass(Duration.ofMinutes(10));

        double[] expected = {1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60};
        boolean exact = true;
        for (int i = 0; i < expected.length; i++) {
            double seconds = Duration.between(broker.tries.get(i), broker.tries.get(i + 1)).toMillis()
                    / 1000.0;
            assertTrue(seconds >= expected[i] * 0.75 && seconds <= expected[i],
                    "wait " + i + " was " + seconds);
            exact &= seconds == expected[i];
        }
        assertFalse(exact, "nothing was left to chance");
        assertTrue(evening.connection.isUp());
        assertEquals("connection refused", evening.connection.lastError());
    }

    @Test
    void aBrokerThatIsAwayIsSaidOnceAMinuteAndItsReturnOnce() {
        for (int i = 0; i < 12; i++) {
            broker.failures.add(new LinkException(AWAY, "connection refused"));
        }
        evening.pass(Duration.ofMinutes(10));

        assertTrue(evening.warnings.size() >= 5 && evening.warnings.size() <= 10,
                evening.warnings.toString());
        assertEquals("no connection to the broker: connection refused; 1 messages wait, next try in 1 s",
                evening.warnings.getFirst());
        assertTrue(evening.warnings.getLast().startsWith("the broker is connected again after "),
                evening.warnings.getLast());
        assertEquals(1, evening.warnings.stream().filter(line -> line.contains("again")).count());
    }

    @Test
    void whoIsRefusedTriesEveryFiveMinutes() {
        broker.failures.add(new LinkException(REFUSED, "bad user name or password"));
        broker.failures.add(new LinkException(REFUSED, "bad user name or password"));
        evening.pass(Duration.ofMinutes(11));

        assertEquals(List.of(Evening.DUSK, Evening.DUSK.plusSeconds(300), Evening.DUSK.plusSeconds(600)),
                broker.tries);
    }

    @Test
    void aConnectionThatIsLostAtOnceCountsAsAFailure() {
        broker.answers = _ -> Answer.KILL;
        evening.pass(Duration.ofMinutes(3));
        assertTrue(broker.tries.size() <= 10, broker.tries.size() + " tries");

        broker.answers = _ -> Answer.TAKE;
        evening.pass(Duration.ofMinutes(2));
        int before = broker.tries.size();
        Instant cut = evening.time.now();
        broker.cut("pulled");
        evening.passSeconds(2);
        assertEquals(before + 1, broker.tries.size());
        assertTrue(Duration.between(cut, broker.tries.getLast()).toMillis() >= 750, "at once");
    }

    @Test
    void aSendThatNeverCompletesCostsTheConnectionAfterHalfAMinute() {
        evening.passSeconds(10);
        broker.answers = _ -> Answer.IGNORE;
        outbox.tell("darkbox/site/event", "a", HOUR);
        evening.passSeconds(29);
        assertEquals(1, evening.connection.connects());
        broker.answers = _ -> Answer.TAKE;
        evening.passSeconds(3);

        assertEquals(2, evening.connection.connects());
        assertEquals(List.of("a"), broker.told());
        assertTrue(evening.warnings.getFirst().contains("no answer to a message in 30 s"),
                evening.warnings.toString());
    }

    @Test
    void noMoreAreOnTheirWayThanTheBrokerTakes() {
        broker.latency = Duration.ofMillis(100);
        for (int i = 0; i < 100; i++) {
            outbox.tell("darkbox/site/event", "e" + i, HOUR);
        }
        evening.passSeconds(10);
        assertEquals(16, broker.mostSeenInFlight);

        broker.cut("pulled");
        broker.mostInFlight = 8;
        broker.mostSeenInFlight = 0;
        evening.passSeconds(5);
        for (int i = 0; i < 100; i++) {
            outbox.tell("darkbox/site/event", "f" + i, HOUR);
        }
        evening.passSeconds(10);
        assertEquals(4, broker.mostSeenInFlight);
        assertEquals(200, broker.told().size());
    }

    @Test
    void unacknowledgedOnesComeFirstAfterALoss() {
        evening.passSeconds(10);
        broker.latency = Duration.ofSeconds(2);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add("e" + i);
            outbox.tell("darkbox/site/event", "e" + i, HOUR);
        }
        evening.pass(Duration.ofMillis(500));
        broker.cut("pulled");
        evening.pass(Duration.ofMinutes(3));

        assertEquals(all, broker.told());
        assertEquals(0, outbox.dropped());
    }

    @Test
    void onlyTheLastTwoHundredWait() {
        broker.failures.add(new LinkException(AWAY, "away"));
        for (int i = 0; i < 250; i++) {
            outbox.tell("darkbox/site/event", "e" + i, HOUR);
        }
        assertEquals(50, outbox.dropped());
        evening.passSeconds(10);

        assertEquals(200, broker.told().size());
        assertEquals("e50", broker.told().getFirst());
    }

    @Test
    void whatHasExpiredIsNotSentAndTheRestSaysWhatIsLeft() {
        broker.failures.add(new LinkException(REFUSED, "away for five minutes"));
        outbox.tell("darkbox/site/reply/x", "short", Duration.ofSeconds(60));
        outbox.tell("darkbox/site/event", "long", HOUR);
        evening.pass(Duration.ofMinutes(6));

        assertEquals(List.of("long"), broker.told());
        assertEquals(1, outbox.dropped());
        Message sent = broker.arrived.stream().filter(message -> !message.retained()).findFirst()
                .orElseThrow();
        assertEquals(Duration.ofMinutes(55), sent.expires().orElseThrow());
    }

    @Test
    void whatIsTooLargeIsDroppedWithItsName() {
        broker.mostBytes = 1000;
        outbox.keep("darkbox/site/health", "x".repeat(1000));
        outbox.tell("darkbox/site/event", "y".repeat(1000), HOUR);
        outbox.tell("darkbox/site/event", "small", HOUR);
        evening.pass(Duration.ofMinutes(10));

        assertEquals(List.of("small"), broker.told());
        assertEquals(2, outbox.dropped());
        assertEquals(0, outbox.queue());
        assertEquals(List.of(
                "darkbox/site/health is not sent: 1,083 bytes, and the broker takes 1,000",
                "darkbox/site/event is not sent: 1,082 bytes, and the broker takes 1,000"), evening.warnings);
    }

    @Test
    void whatIsRefusedIsTriedAgainEveryFiveMinutesAndSaidAsOften() {
        broker.answers = message -> message.topic().contains("/state/") ? Answer.REFUSE : Answer.TAKE;
        outbox.keep("darkbox/site/rig/main/state/run", "1");
        outbox.keep("darkbox/site/rig/main/state/gate", "1");
        outbox.keep("darkbox/site/health", "1");
        for (int second = 0; second < 290; second += 5) {
            outbox.keep("darkbox/site/rig/main/state/run", "at " + second);
            evening.passSeconds(5);
        }
        assertEquals(2, outbox.rejected());
        assertEquals(List.of("darkbox/site/rig/main/state/run: not authorized (135); next try in 5 min"),
                evening.warnings);

        evening.passSeconds(20);
        assertEquals(4, outbox.rejected());
        assertEquals(2, evening.warnings.size());

        broker.answers = _ -> Answer.TAKE;
        evening.pass(Duration.ofMinutes(5));
        assertEquals("at 285", broker.retained.get("darkbox/site/rig/main/state/run"));
        assertEquals(0, outbox.queue());
        assertEquals(1, evening.connection.connects());
        assertTrue(evening.steps < 1000, evening.steps + " steps");
    }

    @Test
    void aBrokerThatThrowsUsOutRefusesNoMessageByThat() {
        evening.passSeconds(10);
        broker.latency = Duration.ofMillis(100);
        List<String> all = new ArrayList<>();
        broker.answers = message -> ScriptedBroker.text(message).equals("e9") ? Answer.EXPEL : Answer.TAKE;
        for (int i = 0; i < 20; i++) {
            all.add("e" + i);
            outbox.tell("darkbox/site/event", "e" + i, HOUR);
        }
        evening.pass(Duration.ofMillis(300));
        broker.answers = _ -> Answer.TAKE;
        evening.passSeconds(60);

        assertEquals(all, broker.told());
        assertEquals(0, outbox.rejected());
        assertEquals(2, evening.connection.connects());
    }

    @Test
    void aToldOneThatIsRefusedIsCountedAndGone() {
        broker.answers = message -> message.retained() ? Answer.TAKE : Answer.REFUSE;
        outbox.tell("darkbox/site/event", "a", HOUR);
        evening.pass(Duration.ofMinutes(10));

        assertEquals(1, broker.story.stream().filter("darkbox/site/event=a"::equals).count());
        assertEquals(1, outbox.rejected());
        assertEquals(0, outbox.queue());
    }

    @Test
    void whoMayNotReadCommandsIsShownAllTheSame() {
        broker.subscribing.add(new LinkException(REFUSED, "not authorized (135)"));
        outbox.tell("darkbox/site/event", "a", HOUR);
        evening.passSeconds(299);
        assertEquals(List.of("a"), broker.told());
        assertEquals(1, broker.story.stream().filter(line -> line.startsWith("subscribe")).count());
        evening.passSeconds(2);

        assertEquals(2, broker.story.stream().filter(line -> line.startsWith("subscribe")).count());
        assertEquals(1, evening.connection.connects());
        assertEquals(1, evening.warnings.size());
    }

    @Test
    void aMessageThatKillsItsConnectionsIsGivenUp() {
        broker.answers = message -> ScriptedBroker.text(message).equals("poison") ? Answer.KILL : Answer.TAKE;
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outbox.tell("darkbox/site/event", "e" + i, HOUR);
            good.add("e" + i);
            if (i == 5) {
                outbox.tell("darkbox/site/event", "poison", HOUR);
            }
        }
        evening.pass(Duration.ofMinutes(5));

        assertEquals(good, broker.told());
        assertEquals(1, outbox.dropped());
        assertTrue(evening.connection.connects() <= 4, evening.connection.connects() + " connections");
        assertTrue(evening.warnings.stream().anyMatch(line -> line.equals(
                "darkbox/site/event is not sent: the connection was lost 2 times over it")),
                evening.warnings.toString());
    }

    @Test
    void aKeptOneThatKillsIsTriedAgainAnHourLaterOrWhenItChanges() {
        broker.answers = message -> ScriptedBroker.text(message).equals("poison") ? Answer.KILL : Answer.TAKE;
        outbox.keep("darkbox/site/health", "poison");
        outbox.keep("darkbox/site/info", "good");
        evening.pass(Duration.ofMinutes(50));
        long connects = evening.connection.connects();
        assertTrue(connects <= 4, connects + " connections");
        assertEquals("good", broker.retained.get("darkbox/site/info"));

        evening.pass(Duration.ofMinutes(60));
        assertEquals(connects + 1, evening.connection.connects());
        outbox.keep("darkbox/site/health", "better");
        evening.passSeconds(60);
        assertEquals("better", broker.retained.get("darkbox/site/health"));
        assertEquals(0, outbox.queue());
    }

    @Test
    void aBrokerThatThrowsEverybodyOutIsNoMessagesFault() {
        outbox.tell("darkbox/site/event", "a", HOUR);
        broker.answers = _ -> Answer.KILL;
        evening.pass(Duration.ofMinutes(10));
        broker.answers = _ -> Answer.TAKE;
        evening.pass(Duration.ofMinutes(2));

        assertEquals(List.of("a"), broker.told());
        assertEquals(0, outbox.dropped());
    }

    @Test
    void aLinkThatThrowsIsLeftAndNothingIsLost() {
        evening.passSeconds(10);
        broker.answers = message -> message.retained() ? Answer.TAKE : Answer.THROW;
        outbox.tell("darkbox/site/event", "a", HOUR);
        evening.pass(Duration.ofMillis(100));
        broker.answers = _ -> Answer.TAKE;
        evening.passSeconds(10);

        assertEquals(List.of("a"), broker.told());
        assertEquals(2, evening.connection.connects());
    }

    @Test
    void aMistakeCostsOneConnectionAndNotTheThread() {
        evening.passSeconds(10);
        broker.answers = message -> message.retained() ? Answer.TAKE : Answer.MISTAKE;
        outbox.tell("darkbox/site/event", "a", HOUR);
        evening.pass(Duration.ofMillis(100));
        broker.answers = _ -> Answer.TAKE;
        broker.failures.add(new IllegalStateException("another"));
        evening.passSeconds(10);

        assertEquals(List.of("a"), broker.told());
        assertEquals(2, evening.connection.connects());
        assertTrue(evening.warnings.getFirst().contains("a mistake"), evening.warnings.toString());
    }

    @Test
    void tenLinesASecondAreSentAndNoneIsKept() {
        outbox.mention("darkbox/site/log", "before");
        evening.passSeconds(1);
        for (int i = 0; i < 30; i++) {
            outbox.mention("darkbox/site/log", "l" + i);
            evening.pass(Duration.ofMillis(50));
        }
        evening.passSeconds(1);

        List<Message> lines = broker.arrived.stream().filter(message -> message.qos() == 0).toList();
        assertEquals(20, lines.size());
        assertEquals("l0", ScriptedBroker.text(lines.getFirst()));
        assertFalse(lines.getFirst().retained());
    }

    @Test
    void picturesComeLastAreReadWhenTheyAreSentAndTheSameVersionIsNotSentAgain(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("dark.png");
        outbox.keep("darkbox/site/rig/main/preview/dark", file, "v1");
        outbox.keep("darkbox/site/health", "1");
        Files.writeString(file, "first");
        evening.passSeconds(1);
        assertEquals(List.of("darkbox/site/status=online", "darkbox/site/health=1",
                "darkbox/site/rig/main/preview/dark=first"), broker.story.subList(1, 4));

        Files.writeString(file, "second");
        outbox.keep("darkbox/site/rig/main/preview/dark", file, "v1");
        evening.passSeconds(1);
        assertEquals("first", broker.retained.get("darkbox/site/rig/main/preview/dark"));
        outbox.keep("darkbox/site/rig/main/preview/dark", file, "v2");
        evening.passSeconds(1);
        assertEquals("second", broker.retained.get("darkbox/site/rig/main/preview/dark"));

        Files.delete(file);
        outbox.keep("darkbox/site/rig/main/preview/dark", file, "v3");
        evening.passSeconds(100);
        assertEquals(List.of("darkbox/site/rig/main/preview/dark is not sent: there is no file " + file),
                evening.warnings);
        assertEquals(1, outbox.dropped());
    }

    @Test
    void aValueThatChangesOnItsWayIsSentOnceMore() {
        evening.passSeconds(1);
        broker.latency = Duration.ofSeconds(1);
        outbox.keep("darkbox/site/health", "1");
        evening.pass(Duration.ofMillis(100));
        outbox.keep("darkbox/site/health", "2");
        outbox.keep("darkbox/site/health", "3");
        evening.passSeconds(5);

        assertEquals(List.of("darkbox/site/health=1", "darkbox/site/health=3"),
                broker.story.stream().filter(line -> line.contains("health")).toList());
    }

    @Test
    void whatIsErasedIsErasedAtTheBrokerAndForgottenHere() {
        outbox.keep("darkbox/site/rig/main/state/master/dark", "1");
        evening.passSeconds(1);
        outbox.erase("darkbox/site/rig/main/state/master/dark");
        outbox.erase("darkbox/site/rig/main/state/master/dark");
        outbox.erase("darkbox/site/of-another-life");
        evening.passSeconds(1);

        assertFalse(broker.retained.containsKey("darkbox/site/rig/main/state/master/dark"));
        assertEquals(1,
                broker.story.stream().filter("darkbox/site/rig/main/state/master/dark="::equals).count());
        assertEquals(1, broker.story.stream().filter("darkbox/site/of-another-life="::equals).count());
        assertEquals(0, outbox.queue());
    }

    @Test
    void millionsOfTopicsTakeNoMoreRoomThanTwoThousandAndOneWarning() {
        for (int i = 0; i < 1_000_000; i++) {
            outbox.keep("darkbox/site/t" + i, "x");
        }
        assertEquals(KeptTopics.MOST_TOPICS, outbox.queue());
        assertEquals(1_000_000 - KeptTopics.MOST_TOPICS + 1, outbox.dropped());
        evening.passSeconds(30);

        assertEquals(KeptTopics.MOST_TOPICS, broker.retained.size());
        assertEquals(List
                .of("no room for the topic darkbox/site/t1999: at most 2000 topics and 4000000 characters "
                        + "are kept for the broker"),
                evening.warnings);
    }

    @Test
    void longTextsTakeNoMoreRoomThanWhatIsAllowed() {
        for (int i = 0; i < 100; i++) {
            outbox.keep("darkbox/site/t" + i, "x".repeat(200_000));
            outbox.tell("darkbox/site/event", "y".repeat(60_000), HOUR);
        }
        outbox.tell("darkbox/site/event", "z".repeat(70_000), HOUR);
        assertEquals(81 + 84 + 1, outbox.dropped());
        evening.passSeconds(30);

        assertEquals(1 + 19, broker.retained.size());
        assertEquals(16, broker.arrived.stream().filter(message -> !message.retained()).count());
    }

    @Test
    void everythingIsSentOnceMoreOnRequest() {
        outbox.keep("darkbox/site/health", "1");
        evening.passSeconds(1);
        broker.retained.clear();
        outbox.again();
        evening.passSeconds(1);

        assertEquals("1", broker.retained.get("darkbox/site/health"));
        assertEquals("online", broker.retained.get("darkbox/site/status"));
    }

    @Test
    void aBoxThatLearnsWhatYearItIsNeitherForgetsNorWaits() {
        broker.failures.add(new LinkException(AWAY, "away"));
        evening.pass(Duration.ofMillis(500));
        outbox.tell("darkbox/site/event", "before", HOUR);
        evening.time.skip(Duration.ofDays(20_000));
        evening.passSeconds(10);

        assertEquals(List.of("before"), broker.told());
    }
}
