package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.sim.wire.Boxes;
import dev.darkbox.device.sim.wire.PtyServer;
import dev.darkbox.device.sim.wire.WireFault;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Our protocols and our boxes at the two ends of a real port, with every fault there is. Waits are ten times as short as
/// they would be, the port's own are not; and most of a test is waiting, so that they wait together.
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class RealPortsTest {

    private static final Duration TRAVEL = Duration.ofMillis(200);
    private static final long LIMIT_NANOS = 20_000_000_000L;

    /// What is spoken, and to what.
    record Pair(String protocol, String box) {

        @Override
        public String toString() {
            return protocol + " to " + box;
        }
    }

    /// Sleeps a tenth; what passes is the real time, so that limits stay what they are.
    private record Hasty(Time time) implements Time {

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration.dividedBy(10));
        }
    }

    @TempDir
    private Path folder;

    private final Time time = new Hasty(Time.system());

    static Stream<Pair> pairs() {
        return Stream.of(new Pair("alnitak", "flip-flat"), new Pair("snapcap", "snapcap"));
    }

    private PtyServer serve(Pair pair) throws Exception {
        Time real = Time.system();
        return PtyServer.serve(Boxes.make(pair.box, TRAVEL, 1, real.now()),
                Optional.of(folder.resolve("cap")),
                real);
    }

    private SerialUnit open(Pair pair, PtyServer box) throws DeviceException, InterruptedException {
        return SerialUnit.open(box.port().toString(), pair.protocol,
                SerialPorts.opener(Duration.ofSeconds(5)), time);
    }

    private static void await(String what, BooleanSupplier happened) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!happened.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in vain: " + what);
            LockSupport.parkNanos(2_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void capAndPanelDoWhatTheyAreTold(Pair pair) throws Exception {
        try (PtyServer box = serve(pair)) {
            SerialUnit unit = open(pair, box);
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            assertEquals(box.port().toString(), cap.name());
            for (Position goal : new Position[]{Position.SHUT, Position.OPEN, Position.SHUT, Position.SHUT}) {
                cap.moveTo(goal);
                assertEquals(goal, box.truth().position());
                assertEquals(goal, cap.read().position());
            }
            panel.light(50);
            assertEquals(50, box.truth().lampPercent());
            unit.close();
            assertEquals(0, box.truth().lampPercent(), "a lamp is put out by whoever lets go of it");
            await("let go", () -> !box.hasClient());
        }
    }

    /// Faults that stop a box that was greeted, and what is to be said of them.
    static Stream<Arguments> ends() {
        return pairs().flatMap(pair -> Stream.of(
                Arguments.of(pair, WireFault.STALL, "stalled"),
                Arguments.of(pair, WireFault.HALF_WAY, "stopped half way"),
                Arguments.of(pair, WireFault.LAMP_STUCK, "still lit"),
                Arguments.of(pair, WireFault.MUTE, "took longer than 1 s")));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aFaultThatStopsItIsToldWithThePort(Pair pair, WireFault fault, String end) throws Exception {
        try (PtyServer box = serve(pair); SerialUnit unit = open(pair, box)) {
            var cap = new UnitCap(unit, time);
            var panel = new UnitPanel(unit, time);
            cap.moveTo(Position.SHUT);
            panel.light(100);
            box.fail(fault);
            var e = assertThrows(DeviceException.class, () -> {
                panel.light(0);
                cap.moveTo(Position.OPEN);
            });
            assertEquals(box.port().toString(), e.device());
            assertTrue(e.what().contains(end), e.getMessage());
            box.mend();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatOnlyDelaysItDoesNotStopIt(Pair pair) throws Exception {
        try (PtyServer box = serve(pair)) {
            box.fail(WireFault.GARBAGE);
            box.fail(WireFault.HEATER_STUCK); // which it has not
            try (SerialUnit unit = open(pair, box)) {
                new UnitCap(unit, time).moveTo(Position.SHUT);
                assertEquals(0, box.truth().openPart());
                box.mend();
                box.fail(WireFault.SLOW);
                assertEquals(Stand.SHUT, unit.cover().stand());
                unit.light(0);
                assertEquals(0, unit.lamp().percent());
                box.mend();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aStrangerIsNotTakenForTheBox(Pair pair) throws Exception {
        try (PtyServer box = serve(pair)) {
            box.fail(WireFault.WRONG_ID);
            try (SerialUnit unit = open(pair, box)) {
                assertFalse(unit.traits().identity().contains("Flip-Flat"), unit.traits().identity());
            } catch (DeviceException.Garbled e) {
                assertEquals("snapcap", pair.protocol, e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aBoxOfTheOtherFamilyIsNotTakenForOneOfThis(Pair pair) throws Exception {
        String other = pair.box.equals("snapcap") ? "flip-flat" : "snapcap";
        try (PtyServer box = serve(new Pair("", other))) {
            assertThrows(DeviceException.class, () -> open(pair, box).close());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aBoxOfAnotherSpellingIsUnderstoodOrGivenUp(Pair pair) throws Exception {
        try (PtyServer box = serve(pair)) {
            box.fail(WireFault.WRONG_DIALECT);
            try (SerialUnit unit = open(pair, box)) {
                assertEquals(Stand.OPEN, unit.cover().stand());
                assertEquals("alnitak", pair.protocol);
            } catch (DeviceException.TimedOut e) {
                assertEquals("snapcap", pair.protocol, e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aBoardThatIsResetWhenItsPortIsOpenedIsWaitedFor(Pair pair) throws Exception {
        try (PtyServer box = serve(pair)) {
            box.fail(WireFault.RESET_ON_OPEN);
            try (SerialUnit unit = open(pair, box)) {
                assertEquals(Stand.OPEN, unit.cover().stand());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aPortThatWasPulledOutIsFoundAgainAtItsLink(Pair pair) throws Exception {
        try (PtyServer box = serve(pair); SerialUnit unit = open(pair, box)) {
            box.fail(WireFault.UNPLUG);
            await("gone", () -> !Files.exists(box.port(), LinkOption.NOFOLLOW_LINKS));
            assertThrows(DeviceException.Lost.class, unit::cover);
            Thread plugger = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(200_000_000);
                box.mend();
            });
            assertEquals(Stand.OPEN, unit.cover().stand());
            plugger.join();
            new UnitCap(unit, time).moveTo(Position.SHUT);
            assertEquals(0, box.truth().openPart());
        }
    }
}
