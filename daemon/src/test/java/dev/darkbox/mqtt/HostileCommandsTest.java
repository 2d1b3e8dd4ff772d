package dev.darkbox.mqtt;

import static dev.darkbox.mqtt.CommandRig.ABORT;
import static dev.darkbox.mqtt.CommandRig.ACCEPTED;
import static dev.darkbox.mqtt.CommandRig.REFRESH;
import static dev.darkbox.mqtt.CommandRig.REPUBLISH;
import static dev.darkbox.mqtt.CommandRig.SPOT_CHECK;
import static dev.darkbox.mqtt.CommandRig.VALIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.event.RunEvent.End;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Commands as nobody should send them.
class HostileCommandsTest {

    private static final String BIAS = "{\"scope\":\"bias\"}";

    private final CommandRig rig = CommandRig.all();

    @AfterEach
    void close() {
        rig.close();
    }

    private String ask(String payload) throws Exception {
        rig.quiet();
        return rig.ask(REFRESH, payload);
    }

    @Test
    void nothingIsAllowedThatIsNotInTheConfiguration() throws Exception {
        try (var shut = new CommandRig()) {
            for (String topic : List.of(REFRESH, SPOT_CHECK, VALIDATE, ABORT, REPUBLISH)) {
                String name = topic.substring(topic.lastIndexOf('/') + 1);
                String answer = "refused not_allowed: %s is not allowed in the configuration, mqtt.commands"
                        .formatted(name);
                assertEquals(answer, shut.ask(topic, BIAS));
                assertEquals(answer, shut.ask(topic, "{}"));
                assertEquals(answer, shut.ask(topic, "PRESS"));
            }
            assertEquals(List.of(), shut.served);
            assertEquals(List.of(), shut.republished);
            assertEquals(1, shut.warnings.size(), shut.warnings::toString);
        }
    }

    @Test
    void aCheckThatIsNotMeantSoIsRefused() throws Exception {
        assertEquals("refused malformed: one_per_kind is \"yes\"; allowed: true or false",
                rig.ask(SPOT_CHECK, "{\"one_per_kind\":\"yes\"}"));
        assertEquals(
                "refused malformed: library_only takes no frame and full takes all; allowed: one of them",
                rig.ask(VALIDATE, "{\"library_only\":true,\"full\":true}"));
        for (String topic : List.of(SPOT_CHECK, VALIDATE)) {
            rig.quiet();
            assertTrue(rig.ask(topic, "{\"scope\":\"bias\"}").startsWith("refused malformed: "), topic);
            assertTrue(rig.ask(topic, "{\"full\":true,\"full\":true}").startsWith("refused malformed: "),
                    topic);
            rig.commands.accept(new Incoming(topic, StandardCharsets.UTF_8.encode("{}"), true,
                    Optional.empty(), ByteBuffer.allocate(0)));
        }
        assertEquals(List.of(), rig.served);
    }

    @Test
    void aRetainedCommandIsIgnoredWithOneWarning() throws Exception {
        for (int i = 0; i < 100; i++) {
            rig.commands
                    .accept(new Incoming(ABORT, StandardCharsets.UTF_8.encode("{}"), true, Optional.empty(),
                            ByteBuffer.allocate(0)));
        }
        assertEquals("accepted", rig.ask(ABORT, "{}"));
        assertEquals(1, rig.served.size());
        assertEquals(
                List.of("a retained abort on main was ignored: whoever sends commands must not let the broker"
                        + " keep them"),
                rig.warnings);
        rig.quiet();
        rig.commands.accept(new Incoming(ABORT, StandardCharsets.UTF_8.encode("{}"), true, Optional.empty(),
                ByteBuffer.allocate(0)));
        assertTrue(rig.warnings.getLast().endsWith("(and 99 more like this since the last line)"),
                rig.warnings::toString);
    }

    @Test
    void whatIsNoCommandIsRefusedWithTheReason() throws Exception {
        String keys = "; allowed: scope, profile, transaction, issued_at";
        String twice = "a key is there twice, or a value is no text" + keys + ", each once";
        assertEquals("refused malformed: the payload is empty; allowed: {}", ask(""));
        assertTrue(ask("PRESS").startsWith("refused malformed: not a JSON object ("));
        assertTrue(ask("[]").startsWith("refused malformed: not a JSON object ("));
        assertTrue(ask(BIAS + BIAS).startsWith("refused malformed: not a JSON object ("));
        assertEquals("refused malformed: scope is missing; allowed: bias, darks, dark-flats, all, due",
                ask("{}"));
        assertEquals("refused malformed: scope is \"flats\"; allowed: bias, darks, dark-flats, all, due",
                ask("{\"scope\":\"flats\"}"));
        assertEquals("refused malformed: scope is null; allowed: bias, darks, dark-flats, all, due",
                ask("{\"scope\":null}"));
        assertEquals("refused malformed: profile is true; allowed: staging, production",
                ask("{\"scope\":\"bias\",\"profile\":true}"));
        assertEquals("refused malformed: unknown key \"dry_run\"" + keys,
                ask("{\"scope\":\"bias\",\"dry_run\":true}"));
        assertEquals("refused malformed: unknown key \"rig\"" + keys,
                ask("{\"scope\":\"bias\",\"rig\":\"\"}"));
        assertEquals("refused malformed: " + twice, ask("{\"scope\":\"bias\",\"scope\":\"all\"}"));
        assertEquals("refused malformed: the payload holds control characters",
                ask("{\"scope\":\"bias\0\"}"));
        assertEquals("refused malformed: the payload holds control characters",
                ask("{\"scope\":\u0085\"bias\"}"));
        assertEquals("refused malformed: unknown key \"?[2J?\"" + keys,
                ask("{\"\\u001b[2J\\u202e\":1,\"scope\":\"bias\"}"));
        assertEquals("refused malformed: the payload is nested more than 8 deep",
                ask("{\"a\":" + "[".repeat(4000)));
        assertEquals("refused malformed: the payload is nested more than 8 deep",
                ask("{\"a\":\"" + "]".repeat(1000) + "\",\"b\":" + "[".repeat(1000)));
        rig.quiet();
        rig.commands.accept(CommandRig.message(REFRESH, new byte[]{'{', (byte) 0xc0, (byte) 0x80, '}'}));
        assertEquals("refused malformed: the payload is not UTF-8 text", rig.answer());
        assertEquals("refused malformed: the payload has 4097 bytes; allowed: at most 4096",
                ask(BIAS + " ".repeat(4097 - BIAS.length())));
        assertEquals(List.of(), rig.served);
        assertEquals("accepted", ask(BIAS + " ".repeat(4096 - BIAS.length())));
        assertEquals("accepted", ask("{\n\t\"scope\": \"bias\"\r\n}\n"));
        assertEquals("refused malformed: unknown key \"scope\"; allowed: transaction, issued_at",
                rig.ask(ABORT, BIAS));
    }

    @Test
    void transactionsHaveAForm() throws Exception {
        String allowed = "refused malformed: transaction is not allowed; allowed: 1 to 64 letters, digits, \".\","
                + " \"_\", \":\" or \"-\"";
        for (String bad : List.of("", "a b", "a/b", "#", "ä", "x".repeat(65), "\\n", "\\ud800")) {
            assertEquals(allowed, ask("{\"scope\":\"bias\",\"transaction\":\"" + bad + "\"}"), bad);
        }
        assertEquals("refused malformed: transaction is 7; allowed: a text",
                ask("{\"scope\":\"bias\",\"transaction\":7}"));
        assertEquals("accepted", ask("{\"scope\":\"bias\",\"transaction\":\"" + "x".repeat(64) + "\"}"));
        assertEquals("accepted", ask("{\"scope\":\"bias\",\"transaction\":\"ha-20250923T180000.5:1_\"}"));
    }

    @Test
    void whatIsOldOrFromTheFutureIsRefused() throws Exception {
        record Case(String offset, String answer) {}
        for (Case c : List.of(
                new Case("-PT60S", "accepted"),
                new Case("-PT60.001S", "refused stale: issued_at is 60 s ago; allowed: at most 60 s"),
                new Case("PT30S", "accepted"),
                new Case("PT31S", "refused stale: issued_at is in 31 s; allowed: at most 30 s from now"))) {
            rig.quiet();
            String at = rig.time.now().plus(Duration.parse(c.offset)).toString();
            assertEquals(c.answer, rig.ask(REFRESH, "{\"scope\":\"bias\",\"issued_at\":\"" + at + "\"}"),
                    c.offset);
        }
        rig.quiet();
        String panels = rig.time.now().toString().replace("Z", ".250000+00:00");
        assertEquals("accepted", rig.ask(REFRESH, "{\"scope\":\"bias\",\"issued_at\":\"" + panels + "\"}"));
        for (String bad : List.of("\"yesterday\"", "1758650400", "\"2025-09-23 18:00\"")) {
            assertTrue(ask("{\"scope\":\"bias\",\"issued_at\":" + bad + "}").startsWith(
                    "refused malformed: issued_at is " + bad + "; allowed: a "), bad);
        }
        for (String far : List.of("-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z")) {
            assertTrue(
                    ask("{\"scope\":\"bias\",\"issued_at\":\"" + far + "\"}").startsWith("refused stale: "),
                    far);
        }
    }

    @Test
    void aTransactionIsCarriedOutOnce() throws Exception {
        String once = "{\"scope\":\"bias\",\"transaction\":\"t-1\"}";
        assertEquals("accepted", rig.ask(REFRESH, once));
        assertEquals("refused duplicate: this transaction was here before", rig.ask(REFRESH, once));
        rig.send(REFRESH, once);
        rig.send("darkbox/site1/rig/main/cmd/refresh", once);
        assertEquals("accepted", rig.ask(REFRESH, BIAS));
        assertEquals(2, rig.served.size());
        String other = "darkbox/site1/rig/a_b/cmd/refresh";
        rig.send(other, once);
        assertEquals("accepted", rig.ask(other, BIAS));
        assertEquals(3, rig.served.size());
        rig.time.skip(Duration.ofMinutes(11));
        assertEquals("accepted", rig.ask(REFRESH, once));
    }

    @Test
    void transactionsAreForgottenAfterTenMinutesAndTheOldestOf256() {
        var seen = new Transactions();
        var at = CommandRig.DUSK;
        assertEquals(Transactions.Seen.NEVER, seen.see("a", at));
        assertEquals(Transactions.Seen.ONCE, seen.see("a", at.plus(Duration.ofMinutes(10))));
        assertEquals(Transactions.Seen.NEVER, seen.see("a", at.plus(Duration.ofMinutes(10)).plusMillis(1)));
        for (int i = 0; i < 255; i++) {
            seen.see("t" + i, at.plus(Duration.ofMinutes(11)));
        }
        assertEquals(Transactions.Seen.ONCE, seen.see("a", at.plus(Duration.ofMinutes(11))));
        assertEquals(Transactions.Seen.NEVER, seen.see("b", at.plus(Duration.ofMinutes(11))));
        assertEquals(Transactions.Seen.NEVER, seen.see("a", at.plus(Duration.ofMinutes(11))));
    }

    @Test
    void fiveAtOnceThenOneRefusalThenSilence() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals("accepted", rig.ask(REFRESH, BIAS));
        }
        assertEquals("refused busy: too many commands; allowed: one a second, five at once",
                rig.ask(REFRESH, BIAS));
        for (int i = 0; i < 100; i++) {
            rig.send(REFRESH, BIAS);
        }
        rig.time.skip(Duration.ofSeconds(1));
        assertEquals("accepted", rig.ask(REFRESH, BIAS));
        rig.send(REFRESH, BIAS);
        assertEquals("accepted", rig.ask(ABORT, "{}"), "another command has a count of its own");
        rig.quiet();
        assertEquals("accepted", rig.ask(REFRESH, BIAS));
        assertEquals(8, rig.served.size());
        assertTrue(rig.board.told.isEmpty());
    }

    @Test
    void aClockThatIsPutBackGivesNothingAndTakesNothing() {
        var rate = new CommandRate(CommandRig.DUSK);
        for (int i = 0; i < 5; i++) {
            assertEquals(CommandRate.Answer.YES, rate.ask(CommandRig.DUSK.minusSeconds(3600L * i)));
        }
        var late = CommandRig.DUSK.minusSeconds(3600L * 9);
        assertEquals(CommandRate.Answer.NO, rate.ask(late));
        assertEquals(CommandRate.Answer.STILL_NO, rate.ask(late.plusMillis(999)));
        assertEquals(CommandRate.Answer.YES, rate.ask(late.plusMillis(1000)));
    }

    @Test
    void nobodyMakesUsSpeakElsewhere() throws Exception {
        for (String elsewhere : List.of("homeassistant/device/x/config", "darkbox/site1/rig/main/state/run",
                "darkbox/site1/rig/main/reply/", "darkbox/site1/rig/main/reply/#",
                "darkbox/site1/rig/main/reply/+/x",
                "darkbox/site1/rig/main/reply/a//b", "darkbox/site1/rig/main/reply/\0", "",
                "darkbox/site1/rig/a_b/reply/x", "darkbox/site1/reply/x", "darkbox/site1/rig/main/replyx",
                "darkbox/site1/rig/main/reply/" + "x".repeat(200))) {
            rig.quiet();
            rig.commands.accept(new Incoming(REFRESH, StandardCharsets.UTF_8.encode(BIAS), false,
                    Optional.of(elsewhere), ByteBuffer.allocate(1000)));
            var told = rig.board.next();
            assertEquals("darkbox/site1/rig/main/reply/refresh", told.topic());
            assertEquals(0, told.correlation().remaining());
            assertFalse(rig.warnings.isEmpty());
        }
        for (String topic : List.of("darkbox/site1/rig/main/cmd/shutdown",
                "darkbox/site1/rig/none/cmd/refresh",
                "darkbox/site1/cmd/refresh", "darkbox/site1/rig/main/cmd/refresh/x", "", "\u001b[2J\r\n",
                "x".repeat(60_000))) {
            rig.quiet();
            rig.send(topic, BIAS);
            String warning = rig.warnings.getLast();
            assertTrue(warning.startsWith("no command is called ") && warning.length() < 250, warning);
            assertTrue(warning.chars().noneMatch(Character::isISOControl), warning);
        }
        assertEquals(12, rig.served.size());
        assertTrue(rig.board.told.isEmpty());
    }

    /// Every one from a seed; what is carried out is one of the few things that may be.
    @Test
    void damagedCommandsAreRefusedOrHarmless() throws Exception {
        byte[] whole = "{\"scope\":\"bias\",\"profile\":\"staging\",\"transaction\":\"t-1\"}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] spice = "{}[]\",:\\u0 \n\0truealdsk9-+.".getBytes(StandardCharsets.UTF_8);
        int carriedOut = 0;
        for (long seed = 0; seed < 5_000; seed++) {
            long from = seed;
            var random = new SplittableRandom(seed);
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = random.nextInt(8) == 0
                        ? (byte) random.nextInt(256)
                        : spice[random.nextInt(spice.length)];
            }
            try {
                OrderText text = OrderText
                        .read(ByteBuffer.wrap(damaged, 0, damaged.length - random.nextInt(3)));
                text.transaction();
                text.refresh();
                carriedOut++;
            } catch (Refusal e) {
                assertEquals(Refusal.Code.MALFORMED, e.code(), () -> "seed " + from);
            }
        }
        assertTrue(carriedOut > 10 && carriedOut < 2_000, "carried out: " + carriedOut);
    }

    @Test
    void aMillionMessagesNeitherBlockNorFillAnything() throws Exception {
        var stuck = new CountDownLatch(1);
        rig.desk = (command, answer) -> {
            stuck.await(); // the desk does not answer while they come
            answer.say(ACCEPTED);
        };
        var all = messages();
        int most = 0;
        for (int i = 0; i < 1_000_000; i++) {
            rig.commands.accept(all.get(i % all.size()));
            if (i % 100 == 0) {
                rig.time.skip(Duration.ofMillis(10));
                most = Math.max(most, rig.commands.waiting());
            }
        }
        assertTrue(most <= 5 * CommandLane.MOST, "waiting: " + most);
        assertTrue(rig.warnings.size() < 60, "100 s of them: " + rig.warnings);
        assertTrue(rig.warnings.stream().allMatch(line -> line.length() < 500
                && line.chars().noneMatch(Character::isISOControl)), rig.warnings::toString);
        assertEquals(2, rig.served.size(), "one for each rig, which is stuck");
        stuck.countDown();
        Mosquitto.await("what waited to be dealt with", () -> rig.commands.waiting() == 0);
        rig.quiet();
        String mark = "{\"scope\":\"all\",\"transaction\":\"after\"}";
        rig.send(REFRESH, mark);
        Mosquitto.await("an answer after the flood",
                () -> rig.board.told.stream().anyMatch(told -> told.text().contains("\"after\"")));
        Set<String> topics = rig.board.told.stream().map(ToldBoard.Told::topic).collect(Collectors.toSet());
        assertEquals(Set.of(), topics.stream().filter(topic -> !topic.matches(
                "darkbox/site1(/rig/(main|a_b))?/reply/(refresh|abort|republish)"))
                .collect(Collectors.toSet()));
    }

    private static List<Incoming> messages() {
        var random = new SplittableRandom(7);
        List<String> topics = List.of(REFRESH, ABORT, REPUBLISH, "darkbox/site1/rig/a_b/cmd/refresh",
                "darkbox/site1/rig/a_b/cmd/abort", "darkbox/site1/rig/main/cmd/x", "homeassistant/status",
                "\0\n",
                "y".repeat(5000));
        List<String> payloads = List.of("", "{}", BIAS, "PRESS", "{\"scope\":\"all\",\"transaction\":\"t\"}",
                "[".repeat(4000), "\u0000", "{\"scope\":\"\\u0000\"}", "z".repeat(60_000),
                "{\"scope\":\"all\",\"issued_at\":\"1999-01-01T00:00:00Z\"}", "\"".repeat(4096));
        var all = new ArrayList<Incoming>();
        IntStream.range(0, 997).forEach(_ -> {
            byte[] payload = payloads.get(random.nextInt(payloads.size())).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(5) == 0) {
                random.nextBytes(payload);
            }
            all.add(new Incoming(topics.get(random.nextInt(topics.size())), ByteBuffer.wrap(payload),
                    random.nextInt(10) == 0,
                    random.nextInt(4) == 0 ? Optional.of("homeassistant/device/x/config") : Optional.empty(),
                    ByteBuffer.wrap(new byte[random.nextInt(200)])));
        });
        return all;
    }

    @Test
    void theListOfOpenOrdersIsBounded() throws Exception {
        for (int i = 0; i < OpenOrders.MOST + 8; i++) {
            rig.time.skip(AbortMemory.BOUNCE);
            assertEquals("accepted", rig.ask(ABORT, "{}"));
        }
        rig.ended("main", "r1", End.ABORTED, "aborted");
        assertEquals(OpenOrders.MOST, rig.board.told.size());
    }

    @Test
    void closingEndsTheThreadsAndWhatComesAfterIsIgnored() throws Exception {
        rig.desk = (command, answer) -> Thread.sleep(Duration.ofMinutes(10)); // until it is interrupted
        rig.send(REFRESH, BIAS);
        Mosquitto.await("the refresh to be served", () -> rig.served.size() == 1);
        rig.close();
        rig.send(REFRESH, BIAS);
        assertEquals(0, rig.commands.waiting());
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("mqtt-commands")).toList());
    }
}
