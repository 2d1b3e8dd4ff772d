package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import dev.darkbox.device.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Home Assistant is told when, and what is taken back.
class AnnouncerTest {

    private static final Instant T0 = Instant.parse("2025-09-23T18:00:00Z");
    private static final Birth BIRTH = new Birth("homeassistant/status", "online");
    private static final Topics TOPICS = Documents.TOPICS;
    private static final long MOST_SECONDS = 20;

    @TempDir
    private Path folder;

    private final Gate time = new Gate();
    private final Kept board = new Kept();
    private final Semaphore again = new Semaphore(0);
    private final List<String> warnings = new ArrayList<>();

    @Test
    void theBoxIsAnnouncedBeforeItsRigs() {
        announcer("main", "wide+field").announce();
        assertEquals(
                List.of(TOPICS.boxDocument(), TOPICS.rigDocument("main"), TOPICS.rigDocument("wide+field")),
                List.copyOf(board.kept.keySet()));
        assertEquals(Set.of(), board.erased);
        assertEquals("homeassistant/status", announcer("main").filter());
    }

    @Test
    void aBirthIsAnsweredOneToFiveSecondsLater() throws InterruptedException {
        for (long seed = 0; seed < 50; seed++) {
            var announcer = announcer(seed, Documents.COMMANDS, "main");
            announcer.birth(live("online"));
            Duration waited = time.awaitSleeper();
            assertTrue(waited.toMillis() >= 1000 && waited.toMillis() <= 5000, waited + " with seed " + seed);
            assertEquals(0, again.availablePermits(), "too early");
            time.wake();
            assertAnswered();
        }
    }

    @Test
    void severalBirthsAreAnsweredOnce() throws InterruptedException {
        var announcer = announcer("main");
        for (int i = 0; i < 100; i++) {
            announcer.birth(live("online"));
        }
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        assertEquals(0, time.sleepers.availablePermits(), "one thread");
    }

    @Test
    void aFloodOfBirthsIsAnsweredTwiceAMinuteAtMost() throws InterruptedException {
        var announcer = announcer("main");
        announcer.birth(live("online"));
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        Instant first = time.now();
        announcer.birth(live("online"));
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        assertEquals(Announcer.BETWEEN, Duration.between(first, time.now()));
    }

    @Test
    void aClockThatWentBackDoesNotSilenceUs() throws InterruptedException {
        var announcer = announcer("main");
        announcer.birth(live("online"));
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        time.set(T0.minus(Duration.ofDays(400)));
        announcer.birth(live("online"));
        assertTrue(time.awaitSleeper().compareTo(Announcer.BETWEEN) <= 0);
        time.wake();
        assertAnswered();
    }

    @Test
    void aConnectionAndTheBirthThatTheBrokerKeptAreOne() throws InterruptedException {
        var announcer = announcer("main");
        announcer.birth(retained());
        announcer.announce(); // whichever comes first
        time.awaitSleeper();
        time.wake();
        do {
            announcer.birth(retained()); // of a subscriber that keeps the flag
        } while (!time.sleepers.tryAcquire(10, TimeUnit.MILLISECONDS)); // the first is dealt with
        time.skip(Announcer.OLD_NEWS);
        time.wake();
        assertAnswered();
        assertEquals(0, again.availablePermits());
    }

    @Test
    void aLiveBirthIsNotTakenForTheOneThatTheBrokerKept() throws InterruptedException {
        var announcer = announcer("main");
        announcer.announce();
        announcer.birth(retained());
        announcer.birth(live("online"));
        announcer.birth(retained());
        time.awaitSleeper();
        time.wake();
        assertAnswered();
    }

    @Test
    void otherWordsAndOtherTopicsAreNoBirth() {
        var announcer = announcer("main");
        announcer.birth(live("offline"));
        announcer.birth(live(""));
        announcer.birth(live("online "));
        announcer.birth(incoming("homeassistant/statu", "online", false));
        announcer.birth(new Incoming(BIRTH.topic(), ByteBuffer.allocate(60_000), false, Optional.empty(),
                ByteBuffer.allocate(0)));
        announcer.close();
        announcer.birth(live("online"));
        assertEquals(0, time.sleepers.availablePermits());
    }

    @Test
    void theButtonsOfACommandThatIsNoMoreAllowedAreTakenAway() {
        announcer("main").announce();
        announcer(1, Set.of("abort"), "main").announce();
        JsonObject components = components("main");
        for (String key : List.of("refresh_bias", "refresh_darks", "refresh_dark_flats", "refresh_all")) {
            assertEquals("{\"platform\":\"button\"}", JsonWriter.string(components.get(key)), key);
        }
        assertTrue(components.getObject("abort").has("command_topic"));
        assertEquals(List.of(), DiscoveryRules.faults(board.kept));
        // over restarts, until Home Assistant has certainly seen it
        announcer(2, Set.of("abort"), "main").announce();
        assertTrue(components("main").has("refresh_all"));
    }

    @Test
    void aCommandThatIsAllowedAgainHasItsButtonsBack() {
        announcer("main").announce();
        announcer(1, Set.of(), "main").announce();
        announcer("main").announce();
        assertEquals(Documents.main(), board.kept.get(TOPICS.rigDocument("main")));
    }

    @Test
    void whatVanishedIsForgottenAtABirthAnHourLater() throws InterruptedException {
        announcer("main", "old").announce();
        var announcer = announcer(1, Set.of("refresh"), "main");
        announcer.announce();
        assertTrue(components("main").has("abort"));
        announcer.birth(live("online"));
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        assertTrue(components("main").has("abort"), "Home Assistant may have started too early to see it");
        time.skip(Announcer.FORGET);
        announcer.announce();
        assertTrue(components("main").has("abort"), "without a birth nobody has seen it");
        board.erased.clear();
        announcer.birth(live("online"));
        time.awaitSleeper();
        time.wake();
        assertAnswered();
        assertFalse(components("main").has("abort"));
        assertEquals(Set.of(), board.erased);
    }

    @Test
    void aRigThatIsNoMoreIsErasedWithItsTopics() {
        announcer("main", "old").announce();
        announcer("main").announce();
        assertTrue(board.erased.contains(TOPICS.rigDocument("old")));
        var published = new PublishedTopics(TOPICS, List.of("old"));
        var of = new HashSet<>(published.kept());
        of.removeIf(topic -> !topic.contains("/rig/"));
        of.add(TOPICS.rigDocument("old"));
        assertEquals(of, board.erased);
    }

    @Test
    void aBoxOfAnotherNameLeavesNothingBehind() {
        announcer("main").announce();
        var elsewhere = new Topics("darkbox", "roof", "homeassistant");
        announcer(elsewhere, 1, Documents.COMMANDS, "main").announce();
        var was = new HashSet<>(new PublishedTopics(TOPICS, List.of("main")).kept());
        was.add(TOPICS.boxDocument());
        was.add(TOPICS.rigDocument("main"));
        assertEquals(was, board.erased);
    }

    @Test
    void anotherDiscoveryPrefixMovesTheDocumentsOnly() {
        announcer("main").announce();
        announcer(new Topics("darkbox", "observatory", "ha"), 1, Documents.COMMANDS, "main").announce();
        assertEquals(Set.of(TOPICS.boxDocument(), TOPICS.rigDocument("main")), board.erased);
    }

    @Test
    void withoutDiscoveryTheDocumentsGoAndTheStatesStay() {
        announcer("main").announce();
        var silent = announcer(new Topics("darkbox", "observatory", ""), 1, Documents.COMMANDS, "main");
        silent.announce();
        assertEquals(Set.of(TOPICS.boxDocument(), TOPICS.rigDocument("main")), board.erased);
        assertEquals(Map.of(), board.kept);
        time.skip(Announcer.FORGET.plusSeconds(1));
        board.erased.clear();
        silent.announce();
        assertEquals(Set.of(), board.erased, "an hour later that is that");
    }

    @Test
    void aDamagedMemoryCostsAWarningAndNothingElse() throws IOException {
        Path file = folder.resolve("ops/announced.json");
        Files.createDirectories(folder.resolve("ops"));
        for (String text : List.of("", "{", "[]", "{\"schema\":2,\"shown\":[],\"gone\":[]}",
                "{\"schema\":1,\"shown\":[{}],\"gone\":[]}", "\u0000".repeat(100), "x".repeat(2 << 20))) {
            Files.writeString(file, text);
            warnings.clear();
            announcer("main").announce();
            assertEquals(1, warnings.size(), text.length() + " bytes");
            assertTrue(warnings.getFirst().contains(file.toString()), warnings::toString);
            warnings.clear();
            announcer("main").announce();
            assertEquals(List.of(), warnings, "mended");
        }
    }

    @Test
    void aMemoryThatCannotBeWrittenCostsAWarningAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("ops"), "a file where the folder should be");
        announcer("main").announce();
        assertEquals(1, warnings.size(), warnings::toString);
        assertEquals(2, board.kept.size());
    }

    @Test
    void theMemoryIsWholeOrTheOneBefore() throws IOException {
        announcer("main").announce();
        Path file = folder.resolve("ops/announced.json");
        ShownMemory before = ShownMemory.read(file);
        assertEquals(44, before.shown().size());
        Files.writeString(folder.resolve("ops/announced.json.part"), "{\"schema\":1,\"sho");
        assertEquals(before, ShownMemory.read(file));
        announcer("main", "more").announce();
        assertFalse(Files.exists(folder.resolve("ops/announced.json.part")));
        assertEquals(79, ShownMemory.read(file).shown().size());
    }

    @Test
    void theMemoryHasALimit() {
        var known = ShownMemory.EMPTY;
        for (int i = 0; i < 3000; i++) {
            known = known.next(List.of(new Shown("t" + i, "a/b/", "k", "sensor")), T0.plusSeconds(i));
        }
        assertEquals(1000, known.gone().size());
        assertTrue(known.gone().containsKey(new Shown("t2998", "a/b/", "k", "sensor")), "the newest stay");
    }

    private Announcer announcer(String... rigs) {
        return announcer(7, Documents.COMMANDS, rigs);
    }

    private Announcer announcer(long seed, Set<String> commands, String... rigs) {
        return announcer(TOPICS, seed, commands, rigs);
    }

    private Announcer announcer(Topics topics, long seed, Set<String> commands, String... rigs) {
        return new Announcer(topics, board, new Announced("0.1.0", List.of(rigs), commands), BIRTH,
                folder.resolve("ops/announced.json"), time, new SplittableRandom(seed), again::release,
                warnings::add);
    }

    private JsonObject components(String rig) {
        return Documents.read(Objects.requireNonNull(board.kept.get(TOPICS.rigDocument(rig))))
                .getObject("components");
    }

    private void assertAnswered() throws InterruptedException {
        assertTrue(again.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS), "no answer");
    }

    private static Incoming live(String payload) {
        return incoming(BIRTH.topic(), payload, false);
    }

    private static Incoming retained() {
        return incoming(BIRTH.topic(), BIRTH.payload(), true);
    }

    private static Incoming incoming(String topic, String payload, boolean retained) {
        return new Incoming(topic, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), retained,
                Optional.empty(), ByteBuffer.allocate(0));
    }

    /// A sleeper sleeps until the test wakes it, and then the time is over that it wanted to sleep.
    private static final class Gate implements Time {

        private final Semaphore sleepers = new Semaphore(0);
        private final Semaphore wakes = new Semaphore(0);
        private volatile Instant now = T0;
        private volatile Duration wanted = Duration.ZERO;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            wanted = duration;
            sleepers.release();
            wakes.acquire();
        }

        Duration awaitSleeper() throws InterruptedException {
            assertTrue(sleepers.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS), "nobody sleeps");
            return wanted;
        }

        void wake() {
            skip(wanted);
            wakes.release();
        }

        void skip(Duration duration) {
            now = now.plus(duration);
        }

        void set(Instant instant) {
            now = instant;
        }
    }

    /// What would be on the broker.
    private static final class Kept implements Board {

        private final Map<String, String> kept = new LinkedHashMap<>();
        private final Set<String> erased = new HashSet<>();

        @Override
        public void keep(String topic, String text) {
            kept.put(topic, text);
        }

        @Override
        public void keep(String topic, Path file, String version) {
            throw new AssertionError(topic);
        }

        @Override
        public void erase(String topic) {
            erased.add(topic);
            kept.remove(topic);
        }

        @Override
        public void tell(String topic, String text, Duration expires, ByteBuffer correlation) {
            throw new AssertionError(topic);
        }

        @Override
        public void mention(String topic, String text) {
            throw new AssertionError(topic);
        }
    }
}
