package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.config.MqttConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Fields;
import dev.darkbox.device.Time;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.mqtt.Ear;
import dev.darkbox.mqtt.Mosquitto;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole simulated refresh, shown on a real broker that does not stay.
@Timeout(120)
class PanelsTest {

    private static final Instant DUSK = Instant.parse("2025-09-23T19:00:00Z");
    private static final String RIG = "darkbox/site/rig/main/";
    private static final Duration MOST_DELAY = Duration.ofMillis(50);

    @TempDir
    private Path folder;
    private Path place = Path.of("");
    private final AtomicInteger ordered = new AtomicInteger();
    private final List<Long> delaysNs = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void install() throws IOException, InterruptedException {
        Mosquitto.assumeInstalled();
        place = Files.createDirectory(folder.resolve("broker"));
    }

    @Test
    void aBrokerThatIsKilledThreeTimesHasTheWholeStoryInTheEndAndNoFrameWaitedForIt() throws Exception {
        RigConfig rig = CutRunTest.rig(folder, true);
        try (Mosquitto broker = Mosquitto.open(place)) {
            Kit kit = kit();
            try (var panels = panels(broker, rig, kit)) {
                panels.start();
                Mosquitto.await("the first connection", () -> broker.log().contains("PUBACK"));
                refresh(rig, kit, killingAfterFrames(broker, List.of(2, 6, 11), timed(panels)));
                assertTrue(panels.settle(Duration.ofSeconds(40)), broker.log());

                assertEquals("online", value(broker, "darkbox/site/status"));
                Fields run = Fields.parse(value(broker, RIG + "state/run"));
                assertEquals("idle", run.text("phase"));
                assertEquals("done", run.text("result"));
                assertEquals(16, run.whole("done"));
                assertEquals(100, run.whole("percent"));
                assertEquals(3, Fields.parse(value(broker, RIG + "state/library")).whole("masters"));
                assertEquals("PASS", Fields.parse(value(broker, RIG + "state/master/dark")).text("verdict"));
                assertEquals("offline", value(broker, RIG + "camera/status"));
                assertTrue(Integer.parseInt(heard(broker, "%l", RIG + "preview/bias")) > 100);
                assertTrue(value(broker, "homeassistant/device/darkbox_site__main/config")
                        .contains("sensor.darkbox_site_main_phase"));
            }
            assertEquals("stopped", value(broker, "darkbox/site/status"));
        }
        tellDelays();
    }

    /// What the run waited for the panels, frame by frame. A machine that does other things may stop any thread for a while,
    /// hence one in fifty is let off; waiting for a dead or a frozen broker would show in far more.
    private void tellDelays() {
        List<Long> sorted = delaysNs.stream().sorted().toList();
        long nearlyAll = sorted.get(sorted.size() - 1 - sorted.size() / 50);
        System.out.printf(
                "panels took %.3f ms of an event in the median, %.3f of nearly all, %.3f at most (%d events)%n",
                sorted.get(sorted.size() / 2) / 1e6, nearlyAll / 1e6, sorted.getLast() / 1e6, sorted.size());
        assertTrue(nearlyAll < MOST_DELAY.toNanos(), sorted.reversed().subList(0, 5).toString());
    }

    @Test
    void aFrozenBrokerDelaysNoFrame() throws Exception {
        RigConfig rig = CutRunTest.rig(folder, true);
        try (Mosquitto broker = Mosquitto.open(place)) {
            Kit kit = kit();
            try (var panels = panels(broker, rig, kit)) {
                panels.start();
                Mosquitto.await("the first connection", () -> broker.log().contains("PUBACK"));
                broker.freeze();
                refresh(rig, kit, timed(panels));
                broker.thaw();
                assertTrue(panels.settle(Duration.ofSeconds(40)), broker.log());
                assertEquals("done", Fields.parse(value(broker, RIG + "state/run")).text("result"));
            }
        }
        tellDelays();
    }

    /// What the broker has kept of a topic.
    private static String value(Mosquitto broker, String topic) throws IOException, InterruptedException {
        return heard(broker, "%p", topic);
    }

    private static String heard(Mosquitto broker, String format, String topic)
            throws IOException, InterruptedException {
        try (Ear ear = broker.listenAs(format, topic)) {
            return ear.await(1).getFirst();
        }
    }

    @Test
    void aFloodOfGarbageDoesTheRunNoHarm() throws Exception {
        RigConfig rig = CutRunTest.rig(folder, true);
        try (Mosquitto broker = Mosquitto.open(place)) {
            Kit kit = kit();
            try (var panels = panels(broker, rig, kit)) {
                panels.start();
                broker.awaitLog(RIG + "cmd/+");
                Process flood = new ProcessBuilder("sh", "-c", """
                        yes '{"scope":["../../etc",{"a":null}],"transaction":1e999' | head -n 200000 |
                        mosquitto_pub -V 5 -h 127.0.0.1 -p "$0" -t "$1" -l
                        """, String.valueOf(broker.port()), RIG + "cmd/refresh").inheritIO().start();
                refresh(rig, kit, timed(panels));
                assertEquals(0, flood.waitFor());
                assertTrue(panels.settle(Duration.ofSeconds(40)), "not settled");
                assertEquals("done", Fields.parse(value(broker, RIG + "state/run")).text("result"));
                assertEquals(0, ordered.get());
            }
        }
        tellDelays();
    }

    private EventSink timed(EventSink to) {
        return event -> {
            long begin = System.nanoTime();
            to.emit(event);
            delaysNs.add(System.nanoTime() - begin);
        };
    }

    /// Kills the broker after some frames, and starts it again a few frames later.
    private static EventSink killingAfterFrames(Mosquitto broker, List<Integer> kills, EventSink to) {
        var frames = new int[1];
        return event -> {
            to.emit(event);
            if (event instanceof RunEvent.FrameAccepted) {
                frames[0]++;
                try {
                    if (kills.contains(frames[0])) {
                        broker.kill();
                    } else if (kills.contains(frames[0] - 2)) {
                        broker.restart();
                        Thread.sleep(1500);
                    }
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static void refresh(RigConfig rig, Kit kit, EventSink events) {
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                LocalDate.of(2025, 9, 23), rig.profile()).orElseThrow();
        RigRun.begin(rig, plan, kit, events).run(new Stop()).run();
    }

    private static Kit kit() {
        return new Kit(new VirtualTime(DUSK), Disk.real(), new Integration(StackKernels.best()),
                StackOrder.of(List.of()), "Darkbox test");
    }

    private Panels panels(Mosquitto broker, RigConfig rig, Kit kit) {
        var mqtt = new MqttConfig("127.0.0.1", broker.port(), "", Optional.empty(), Optional.empty(),
                "darkbox", "site", "homeassistant", "homeassistant/status", "online",
                List.of("refresh", "abort"),
                true);
        return new Panels(mqtt, List.of(rig), kit,
                (_, _) -> ordered.incrementAndGet(), rig.library().resolve("ops"), Time.system(),
                new SplittableRandom(1));
    }
}
