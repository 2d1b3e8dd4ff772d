package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Evenings with a network that fails at random moments: nothing that was promised is lost.
class RandomCutsTest {

    private static final int EVENINGS = 150;
    private static final int TOPICS = 12;
    private static final int STEPS = 400;
    private static final int CALM = 250; // steps before the network mends
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void whateverIsCutEverythingToldArrivesInOrderAndWhatIsKeptIsAsItShould() {
        long cuts = 0;
        for (long seed = 0; seed < EVENINGS; seed++) {
            cuts += evening(seed);
        }
        assertTrue(cuts > 4 * EVENINGS, cuts + " cuts");
    }

    private static long evening(long seed) {
        var random = new SplittableRandom(seed);
        var evening = new Evening();
        var broker = evening.broker;
        broker.latency = Duration.ofMillis(random.nextInt(0, 400));
        broker.mostInFlight = random.nextInt(1, 30);
        List<String> told = new ArrayList<>();
        Map<String, String> kept = new HashMap<>(Map.of("darkbox/site/status", "online"));
        Set<String> cutBefore = new LinkedHashSet<>();
        long cuts = 0;
        for (int i = 0; i < STEPS; i++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    told.add("e" + i);
                    evening.outbox.tell("darkbox/site/event", "e" + i, HOUR);
                }
                case 2, 3, 4 -> {
                    String topic = "darkbox/site/t" + random.nextInt(TOPICS);
                    kept.put(topic, "v" + i);
                    evening.outbox.keep(topic, "v" + i);
                }
                case 5 -> {
                    String topic = "darkbox/site/t" + random.nextInt(TOPICS);
                    kept.remove(topic);
                    evening.outbox.erase(topic);
                }
                case 6 -> {
                    if (i < CALM && random.nextInt(3) == 0 && mayCut(broker, cutBefore)) {
                        cuts++;
                        broker.cut("cut " + i);
                    }
                }
                case 7 -> {
                    if (i < CALM && broker.failures.isEmpty() && random.nextInt(4) == 0) {
                        broker.failures.add(new LinkException(LinkException.Kind.AWAY, "refused"));
                    }
                }
                default -> throw new AssertionError();
            }
            evening.pass(Duration.ofMillis(random.nextInt(0, random.nextInt(3) == 0 ? 4000 : 100)));
        }
        evening.pass(Duration.ofMinutes(5));

        String name = "seed " + seed;
        assertEquals(told, broker.told(), name);
        assertEquals(kept, broker.retained, name);
        assertEquals(0, evening.outbox.dropped(), name);
        assertEquals(0, evening.outbox.queue(), name);
        return cuts;
    }

    /// A network is no enemy of one message: what was on its way alone at one cut is not at the next.
    private static boolean mayCut(ScriptedBroker broker, Set<String> before) {
        List<String> onTheirWay = broker.wire.map(wire -> wire.onTheirWay()).orElse(List.of()).stream()
                .map(message -> message.topic() + ScriptedBroker.text(message)).toList();
        if (broker.wire.isEmpty() || (onTheirWay.size() == 1 && before.contains(onTheirWay.getFirst()))) {
            return false;
        }
        before.addAll(onTheirWay);
        return true;
    }
}
