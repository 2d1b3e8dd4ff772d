package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Emulation;
import dev.darkbox.cli.Screen;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.PartConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Command.Device.Order;
import dev.darkbox.control.ControlSocket;
import dev.darkbox.control.Reply;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.serial.SerialPorts;
import dev.darkbox.device.serial.SerialUnit;
import dev.darkbox.device.sim.wire.Boxes;
import dev.darkbox.device.sim.wire.PtyServer;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.JavaKernels;
import dev.darkbox.schedule.Feed;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Start;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Orders to a cap by hand that go through the daemon, down to bytes on a real pseudo-terminal.
@Timeout(60)
class HandDeskTest {

    private static final String SERIAL = """
            [rig.cap]
            driver = "alnitak"
            port = "%1$s"
            [rig.panel]
            driver = "alnitak"
            port = "%1$s"
            """;
    private static final String PINS = """
            [rig.gpio]
            open_line = 5
            shut_line = 6
            lamp_channel = 0
            [rig.cap]
            driver = "gpio"
            [rig.panel]
            driver = "gpio"
            """;

    /// Boxes that wake up for seconds do so in tenths.
    private final Time time = new FastTime(Time.system(), 10);
    private final Kit kit = new Kit(time, Disk.real(), new Integration(new JavaKernels()),
            StackOrder.of(List.of()), "Darkbox test");
    private final Scheduler scheduler = new Scheduler(time);
    @TempDir
    private Path folder;
    private final List<PtyServer> boxes = new ArrayList<>();

    @BeforeEach
    void plugIn() throws IOException {
        boxes.add(PtyServer.serve(Boxes.make("flip-flat", Duration.ofSeconds(1), 1, time.now()),
                java.util.Optional.of(folder.resolve("cap")), time));
    }

    @AfterEach
    void unplug() throws InterruptedException {
        assertEquals(List.of(), scheduler.shutDown(Duration.ofSeconds(20)));
        kit.held().close();
        boxes.forEach(PtyServer::close);
    }

    private RigConfig rig(String parts) throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                [rig.camera]
                driver = "sim"
                %s
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                darks = [1]
                """.formatted(parts.formatted(folder.resolve("cap"))));
        Loaded loaded = ConfigReader.load(file);
        return assertInstanceOf(Loaded.Ok.class, loaded, loaded.toString()).config().rigs().getFirst();
    }

    private DaemonDesk desk(RigConfig rig) {
        var desk = new DaemonDesk(List.of(rig), kit, scheduler, new Feed(List.of("main")), _ -> {});
        desk.open();
        return desk;
    }

    private static Command.Device order(String device, Order order, int percent, Duration hold) {
        return new Command.Device("", device, order, percent, hold);
    }

    private static List<Reply> serve(DaemonDesk desk, Command command) throws Exception {
        var replies = new ArrayList<Reply>();
        desk.serve(command, replies::add);
        return replies;
    }

    private static String text(Reply reply) {
        return switch (reply) {
            case Reply.Device(var rig, var device, _, var state, var evidence, var said) ->
                "%s: %s %s %s %s".formatted(rig, device, state, evidence, said);
            case Reply.Problem(int exit, String message) -> exit + " " + message;
            case Reply.Busy(String rig, String what, _) -> rig + " busy: " + what;
            default -> reply.toString();
        };
    }

    private static List<String> texts(List<Reply> replies) {
        return replies.stream().map(HandDeskTest::text).toList();
    }

    @Test
    void anOrderIsAnsweredWithHowTheDeviceStandsAtEachLook() throws Exception {
        DaemonDesk desk = desk(rig(SERIAL));
        assertEquals(List.of("main: cap shut reported \"*S99001\""),
                texts(serve(desk, order("cap", Order.SHUT, 0, Duration.ZERO))));
        assertEquals(List.of("main: panel lit at 40 % reported \"*S99011\"",
                "main: panel off reported \"*S99001\""),
                texts(serve(desk, order("panel", Order.LIGHT, 40, Duration.ZERO))));
        assertEquals(Position.SHUT, boxes.getFirst().truth().position());
        assertEquals(List.of("3 cap: does not take that; allowed: state, open, shut, monitor"),
                texts(serve(desk, order("cap", Order.ON, 0, Duration.ZERO))));
        assertEquals(List.of("2 rig main has no \"dew\"; allowed: cap, panel"),
                texts(serve(desk, order("dew", Order.ON, 0, Duration.ZERO))));
        assertEquals(List.of("2 no rig \"guide\"; allowed: main"), texts(serve(desk,
                new Command.Device("guide", "cap", Order.STATE, 0, Duration.ZERO))));
    }

    @Test
    void pinsThatTheDaemonHoldsAreThoseThatAreWorked() throws Exception {
        RigConfig rig = rig(PINS);
        var wiring = ((PartConfig.Gpio) rig.parts().cap().orElseThrow()).wiring();
        // a Flip-Flat stands where the pins would be: this machine has none
        kit.held().unit(wiring, _ -> SerialUnit.open(folder.resolve("cap").toString(), "alnitak",
                SerialPorts.opener(Duration.ofSeconds(5)), time));
        DaemonDesk desk = desk(rig);
        for (int i = 0; i < 2; i++) { // the second time it must not have been let go of
            assertEquals(List.of("main: cap shut reported \"*S99001\""),
                    texts(serve(desk, order("cap", Order.SHUT, 0, Duration.ZERO))));
        }
    }

    @Test
    void aRigWithARunIsRefusedInOneLine() throws Exception {
        Files.writeString(folder.resolve("temperature"), "4310\n");
        DaemonDesk desk = desk(rig(SERIAL + """
                [[rig.thermometer]]
                name = "air"
                device = "%s"
                """.formatted(folder)));
        var over = new CountDownLatch(1);
        assertInstanceOf(Start.Accepted.class, scheduler.start("main", "refresh of 5 sets", _ -> {
            try {
                over.await();
            } catch (InterruptedException _) {
                // the test is over
            }
            return () -> {};
        }));
        assertEquals(List.of("main busy: refresh of 5 sets"),
                texts(serve(desk, order("cap", Order.OPEN, 0, Duration.ZERO))));
        assertEquals(List.of("main: air 4.3°C sensed "),
                texts(serve(desk, order("air", Order.STATE, 0, Duration.ZERO))), "anybody may read a file");
        assertEquals(List.of("Idle[rig=main]"),
                texts(serve(desk, order("cap", Order.STOP, 0, Duration.ZERO))),
                "a run is not stopped by this");
        assertTrue(scheduler.running("main").isPresent());
        over.countDown();
    }

    @Test
    void whileAnOrderIsDoneNoRunBeginsAndItCanBeStopped() throws Exception {
        DaemonDesk desk = desk(rig(SERIAL));
        assertEquals(1, serve(desk, order("cap", Order.SHUT, 0, Duration.ZERO)).size());
        BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
        Thread asker = Thread.ofVirtual().start(() -> {
            try {
                desk.serve(order("panel", Order.LIGHT, 70, Duration.ofHours(1)), replies::add);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals("main: panel lit at 70 % reported \"*S99011\"", text(replies.take()));
        assertEquals(new Start.Busy("main", "order by hand: panel light",
                scheduler.running("main").orElseThrow().since()),
                scheduler.start("main", "refresh", _ -> () -> {}));
        assertEquals(List.of("main busy: order by hand: panel light"),
                texts(serve(desk, order("cap", Order.STATE, 0, Duration.ZERO))));
        assertEquals(List.of(new Reply.Idle("main")), serve(desk, new Command.Follow("")),
                "no event tells of it: who follows would wait for nothing");
        assertEquals(List.of(new Reply.Stopping("main")),
                serve(desk, order("panel", Order.STOP, 0, Duration.ZERO)));
        assertEquals("1 stopped; what shone or was warm is off", text(replies.take()));
        asker.join();
        assertEquals(0, boxes.getFirst().truth().lampPercent());
        assertInstanceOf(Start.Accepted.class, scheduler.start("main", "refresh", _ -> () -> {}));
    }

    @Test
    void anAskerWhoIsGoneLeavesNothingShining() throws Exception {
        DaemonDesk desk = desk(rig(SERIAL));
        assertEquals(1, serve(desk, order("cap", Order.SHUT, 0, Duration.ZERO)).size());
        try {
            desk.serve(order("panel", Order.LIGHT, 70, Duration.ofHours(1)), _ -> {
                throw new IOException("gone");
            });
            throw new AssertionError("nobody was told");
        } catch (IOException e) {
            assertEquals("gone", e.getMessage());
        }
        while (scheduler.running("main").isPresent()) {
            Thread.onSpinWait();
        }
        assertEquals(0, boxes.getFirst().truth().lampPercent());
    }

    @Test
    void theCommandGoesThroughTheDaemonThatRunsAndOpensTheDeviceItselfElse() throws Exception {
        RigConfig rig = rig(SERIAL);
        String socket = folder.resolve("s").toString();
        String config = folder.resolve("darkbox.toml").toString();
        String shut = "cap at " + folder.resolve("cap") + ": shut (reported), said \"*S99001\"\n";
        assertEquals("0 " + shut, run("device", "cap", "shut", "--socket", socket, "--config", config));
        assertEquals("2 darkbox: no daemon runs, and which configuration? say --config FILE, or set"
                + " DARKBOX_CONFIG\n", run("device", "cap", "shut", "--socket", socket));
        try (var _ = ControlSocket.open(Path.of(socket), "", ControlSocket.Limits.defaults(), desk(rig),
                time)) {
            assertEquals("0 " + shut, run("device", "cap", "shut", "--socket", socket));
            assertEquals("2 darkbox: rig main has no \"lid\"; allowed: cap, panel\n",
                    run("device", "lid", "--socket", socket));
            assertEquals("0 {\"reply\":\"device\",\"rig\":\"main\",\"device\":\"cap\",\"place\":\"%s\","
                    .formatted(folder.resolve("cap"))
                    + "\"state\":\"shut\",\"evidence\":\"reported\",\"said\":\"\\\"*S99001\\\"\"}\n",
                    run("device", "cap", "--json", "--socket", socket));
            assertInstanceOf(Start.Accepted.class, scheduler.borrow("main", "something else", stop -> {
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
                return () -> {};
            }));
            String busy = run("device", "cap", "--socket", socket);
            assertTrue(busy.matches("1 darkbox: main is busy since .*: something else\n"), busy);
            assertTrue(scheduler.abort("main"));
            rig(PINS);
            assertEquals("1 darkbox: cap hangs on pins, which the daemon holds as long as it runs: stop it to"
                    + " monitor them, or ask for the state\n",
                    run("device", "cap", "monitor", "--socket", socket, "--config", config));
        }
    }

    /// Exit code and everything printed.
    private String run(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int exit = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(new JavaKernels()), (_, _, _) -> List.of(), new Hand(time),
                Emulation.NONE).run(arguments);
        return exit + " " + printed.toString(StandardCharsets.UTF_8);
    }
}
