package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.control.Fields;
import dev.darkbox.mqtt.Ear;
import dev.darkbox.mqtt.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real `darkboxd`, a real broker, and somebody who presses a button.
@Timeout(120)
class PanelsIT {

    private static final String RIG = "darkbox/roof/rig/main/";
    private static final String SMALL = """
            [[rig.preset]]
            name = "standard"
            gain = 100
            offset = 50
            bias_frames = 12
            darks = [1]
            dark_frames = 4
            [mqtt]
            host = "127.0.0.1"
            box = "roof"
            commands = ["refresh", "abort", "spot_check", "validate"]
            """;

    @TempDir
    private Path folder;

    @Test
    void aButtonStartsARefreshAndThePanelKnowsWhenTheDaemonIsGone() throws Exception {
        Tree tree = Tree.assembled(folder);
        Path log = folder.resolve("log");
        try (Mosquitto broker = Mosquitto.open(Files.createDirectory(folder.resolve("broker")))) {
            Path config = Configs.uncooled(folder, SMALL + "port = " + broker.port() + "\n");
            broker.publish(RIG + "cmd/refresh", "{\"scope\":\"all\",\"transaction\":\"old\"}", true);
            broker.publish(RIG + "cmd/validate", "{\"transaction\":\"old\"}", true);
            Process daemon = tree.daemon(config, folder.resolve("control.sock"), log, 60);
            try (Ear replies = broker.listenAs("%p", RIG + "reply/refresh");
                    Ear status = broker.listenAs("%p", "darkbox/roof/status")) {
                status.await("online");
                broker.awaitLog("darkbox/roof/rig/main/cmd/+");
                for (int i = 0; i < 2; i++) { // the broker may hand on twice what is sent once
                    broker.publish(RIG + "cmd/refresh", "{\"scope\":\"darks\",\"transaction\":\"t-1\"}",
                            false);
                }
                broker.publish(RIG + "cmd/refresh", "{\"scope\":\"flats\",\"transaction\":\"t-2\"}", false);
                Mosquitto.await("the refresh to be done in\n" + Tree.read(log),
                        () -> replies.heard().stream().anyMatch(line -> line.contains("\"done\"")));
                assertEquals(
                        List.of("t-1 accepted", "t-1 refused duplicate", "t-2 refused malformed", "t-1 done"),
                        replies.heard().stream().map(PanelsIT::words).toList(), Tree.read(log));
                assertTrue(Tree.read(log).contains("a retained "), Tree.read(log));

                checks(broker, log);
                daemon.destroy();
                assertTrue(daemon.waitFor(20, TimeUnit.SECONDS));
                status.await("stopped");
                assertEquals("idle", Fields.parse(value(broker, RIG + "state/run")).text("phase"));

                Process again = tree.daemon(config, folder.resolve("control.sock"), log, 60);
                status.await(3);
                again.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
                status.await("offline");
            } finally {
                daemon.destroyForcibly();
            }
        }
    }

    private static void checks(Mosquitto broker, Path log) throws Exception {
        try (Ear checks = broker.listenAs("%p", RIG + "reply/spot_check");
                Ear validations = broker.listenAs("%p", RIG + "reply/validate");
                Ear events = broker.listenAs("%p", RIG + "event")) {
            for (int i = 0; i < 2; i++) {
                broker.publish(RIG + "cmd/spot_check", "{\"transaction\":\"s-1\"}", false);
            }
            Mosquitto.await("the spot check to be done in\n" + Tree.read(log),
                    () -> checks.heard().stream().anyMatch(line -> line.contains("\"done\"")));
            assertEquals(List.of("s-1 accepted", "s-1 refused duplicate", "s-1 done"),
                    checks.heard().stream().map(PanelsIT::words).toList(), Tree.read(log));
            Mosquitto.await("what the check found in\n" + Tree.read(log), () -> events.heard().stream()
                    // four frames of a camera that has just been switched on need not agree with five later ones
                    .anyMatch(line -> line.contains("\"master_agrees\"")
                            || line.contains("\"master_disagrees\"")));
            broker.publish(RIG + "cmd/validate", "{\"transaction\":\"v-1\",\"library_only\":true}", false);
            assertTrue(words(validations.await(1).getFirst()).startsWith("v-1 "), Tree.read(log));
        }
    }

    private static String value(Mosquitto broker, String topic) throws Exception {
        try (Ear ear = broker.listenAs("%p", topic)) {
            return ear.await(1).getFirst();
        }
    }

    private static String words(String reply) {
        try {
            Fields fields = Fields.parse(reply);
            String said = fields.text("transaction") + " " + fields.text("status");
            return reply.contains("\"error\":null")
                    ? said
                    : said + " " + fields.object("error").text("code");
        } catch (Exception e) {
            throw new AssertionError(reply, e);
        }
    }
}
