package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A reader that nothing ends but its owner.
class LinkTest {

    /// Falls over the first message of its first connection.
    private static final class Clumsy implements Link.Owner {

        private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
        private boolean fell;

        @Override
        public String greeting() {
            return "<getProperties version='1.7'/>\n";
        }

        @Override
        public void up() {
            news.add("up");
        }

        @Override
        public void message(Message message) {
            if (!fell) {
                fell = true;
                throw new AssertionError("fell over a message");
            }
            news.add("message");
        }

        @Override
        public void down(String reason) {
            news.add(reason);
        }

        @Override
        public Sink begin(Head head) {
            return NOWHERE;
        }

        String next() throws InterruptedException {
            return String.valueOf(news.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBugInWhoeverListensIsALostConnectionAndNotASilentOne() throws Exception {
        var owner = new Clumsy();
        try (var server = new ScriptedServer();
                var link = new Link("indi-test", "server", begun -> {
                    var transport = new TcpTransport("127.0.0.1", server.port());
                    begun.begin(transport);
                    transport.connect(Duration.ofSeconds(5));
                    return transport;
                }, owner, ScriptedServer.PACE, new SplittableRandom(1))) {
            link.start();
            assertEquals("up", owner.next());
            String down = owner.next();
            assertTrue(down.startsWith("server: a bug: ") && down.endsWith("fell over a message"), down);
            assertEquals(List.of("up", "message"), List.of(owner.next(), owner.next()));
        }
    }
}
