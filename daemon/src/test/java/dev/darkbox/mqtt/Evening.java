package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A box `darkbox/site`, a scripted broker and an evening of virtual time, on the test's thread.
final class Evening {

    static final Topics TOPICS = new Topics("darkbox", "site", "homeassistant");
    static final Instant DUSK = Instant.parse("2026-10-01T18:00:00Z");

    final VirtualTime time = new VirtualTime(DUSK);
    final ScriptedBroker broker = new ScriptedBroker(time);
    final Outbox outbox = new Outbox(time);
    final List<String> warnings = new ArrayList<>();
    final List<Instant> connected = new ArrayList<>();
    Runnable onConnected = () -> {};
    long steps;
    final Connection connection = new Connection(broker, outbox, TOPICS, List.of("darkbox/site/cmd/+"),
            _ -> {},
            () -> {
                connected.add(time.now());
                onConnected.run();
            }, time, new SplittableRandom(7), warnings::add);

    /// Does everything that happens in this time.
    void pass(Duration duration) {
        Instant end = time.now().plus(duration);
        try {
            while (true) {
                broker.tick();
                Duration pause = connection.step();
                assertTrue(++steps < 1_000_000, "never at rest");
                if (pause.isZero() || outbox.signal().await(Duration.ZERO)) {
                    continue;
                }
                Instant next = earlier(end, time.now().plus(pause));
                next = earlier(next, broker.nextDue().orElse(next));
                if (!next.isAfter(time.now()) && !time.now().isBefore(end)) {
                    return;
                }
                time.skip(Duration.between(time.now(), next));
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
