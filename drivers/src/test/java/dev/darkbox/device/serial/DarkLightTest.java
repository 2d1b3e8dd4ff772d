package dev.darkbox.device.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.UnitCap;
import dev.darkbox.device.UnitHeater;
import dev.darkbox.device.UnitPanel;
import dev.darkbox.device.serial.DarkLight.CoverState;
import dev.darkbox.device.serial.DarkLight.HeaterState;
import dev.darkbox.device.serial.DarkLight.LightTo;
import dev.darkbox.device.serial.DarkLight.Plain;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.device.sim.wire.DarkLightBox;
import dev.darkbox.device.sim.wire.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DarkLightTest {

    private static final String PORT = FaultDrill.PORT;

    private final VirtualTime time = new VirtualTime(FaultDrill.EVENING);
    private final BoxLine line = new BoxLine(new DarkLightBox(Duration.ofSeconds(5), 1, time.now()), time);

    private SerialUnit open() throws DeviceException, InterruptedException {
        return SerialUnit.open(PORT, "darklight", line, time);
    }

    @Test
    void requestsAreSpelledAndBrightnessNoughtIsNotOff() {
        assertEquals("<Z>", Plain.HELLO.encode());
        assertEquals("<T25>", new LightTo(25).encode());
        assertThrows(IllegalArgumentException.class, () -> new LightTo(0));
    }

    @Test
    void valuesAreReadByTheirShape() {
        assertEquals(Optional.of(CoverState.SHUT), DarkLight.state(CoverState.class, "<1"));
        assertEquals(Optional.of(CoverState.ERROR), DarkLight.state(CoverState.class, "<5"));
        assertEquals(Optional.empty(), DarkLight.state(CoverState.class, "<6"));
        assertEquals(Optional.of(HeaterState.SET), DarkLight.state(HeaterState.class, "<6"));
        assertEquals(Optional.of(255), DarkLight.number("nonsense<255"));
        for (String wrong : new String[]{"", "1", "<", "<?", "<-1", "<1.0", "\u00bc55"}) {
            assertEquals(Optional.empty(), DarkLight.number(wrong), wrong);
        }
    }

    @Test
    void answersAreUnderstoodAtEverySplit() {
        Splits.each(">\r\n", "<?><v1.2.0>\r\n<1><a>",
                lines -> assertEquals(List.of("<?", "<v1.2.0", "<1", "<a"), lines));
    }

    @Test
    void itIsFoundAtEitherRate() throws Exception {
        for (int baud : new int[]{115200, 9600}) {
            try (SerialUnit unit = SerialUnit.open(PORT, "darklight", new AtBaud(baud, line), time)) {
                assertEquals("DarkLight Cover Calibrator, firmware v1.2.0", unit.traits().identity());
            }
        }
    }

    @Test
    void leftToItselfItLightsAndHeatsWhenItHasShut() {
        line.box().hear("<C>", time.now());
        time.skip(Duration.ofSeconds(6));
        assertEquals(100, line.truth().lampPercent());
        assertTrue(line.truth().heating());
    }

    @Test
    void inOurHandsItShutsDarkAndColdAndClaimsNoMoreThanTheOrder() throws Exception {
        try (SerialUnit unit = open()) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
            assertEquals(0, line.truth().lampPercent());
            assertFalse(line.truth().heating());
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.COMMANDED, cap.read().evidence());
            assertEquals(0, new UnitPanel(unit, time).read().percent());
            assertFalse(new UnitHeater("dew", unit).read().on());
        }
    }

    @Test
    void aBoardThatForgotIsToldAgainBeforeItShuts() throws Exception {
        try (SerialUnit unit = open()) {
            line.box().hear("<A><E>", time.now());
            new UnitCap(unit, time).moveTo(Position.SHUT);
            assertEquals(0, line.truth().lampPercent());
            assertFalse(line.truth().heating());
        }
    }

    @Test
    void anOrderWhileItMovesTheOtherWayIsObeyed() throws Exception {
        try (SerialUnit unit = open()) {
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            unit.move(Position.OPEN);
            time.sleep(Duration.ofSeconds(2));
            cap.moveTo(Position.SHUT);
            assertEquals(0, line.truth().openPart());
        }
    }

    @Test
    void theLampIsReadyWhenItHasSettled() throws Exception {
        try (SerialUnit unit = open()) {
            var panel = new UnitPanel(unit, time);
            Instant began = time.now();
            panel.light(50);
            assertTrue(Duration.between(began, time.now()).compareTo(Duration.ofSeconds(2)) >= 0);
            assertEquals(50, panel.read().percent());
            assertEquals(Evidence.REPORTED, panel.read().evidence());
            panel.light(0);
            assertEquals(0, line.truth().lampPercent());
        }
    }

    @Test
    void aCoverThatWasMovedByHandIsStillShutToIt() throws Exception {
        try (SerialUnit unit = open()) {
            line.fail(WireFault.HALF_WAY);
            var cap = new UnitCap(unit, time);
            cap.moveTo(Position.SHUT);
            assertEquals(Position.SHUT, cap.read().position());
            assertEquals(Evidence.COMMANDED, cap.read().evidence());
            assertTrue(line.truth().openPart() > 0);
        }
    }

    @Test
    void aCoverThatGaveUpIsStalled() throws Exception {
        try (SerialUnit unit = open()) {
            unit.move(Position.SHUT);
            time.sleep(Duration.ofSeconds(1));
            unit.halt();
            assertEquals(Position.UNKNOWN, new UnitCap(unit, time).read().position());
            time.sleep(Duration.ofSeconds(10));
            assertTrue(new UnitCap(unit, time).read().said().startsWith("stalled, \"<5>\""));
        }
    }

    @Test
    void theHeaterGoesOffByItselfAsWellAndComesBackAsItWas() throws Exception {
        line.box().hear("<Q>", time.now());
        try (SerialUnit unit = open()) {
            var heater = new UnitHeater("dew", unit);
            assertTrue(heater.read().on());
            heater.set(false);
            assertFalse(line.truth().heating());
            heater.set(false);
            heater.set(true);
            assertEquals("<2>", unit.heater().said());
        }
    }

    private SerialUnit twisted(Map<String, String> instead) throws DeviceException, InterruptedException {
        var box = new DarkLightBox(Duration.ofSeconds(5), 1, time.now());
        return SerialUnit.open(PORT, "darklight", new BoxLine(new Twisted(box, instead), time), time);
    }

    @Test
    void oneThatInsistsOnHeatingWhenShutIsRefused() {
        var e = assertThrows(DeviceException.Refused.class, () -> twisted(Map.of("<R>", "<6>")));
        assertEquals(PORT + ": goes on heating whenever its cover shuts, although told not to, \"<6>\"",
                e.getMessage());
    }

    @Test
    void oldFirmwareThatKnowsNoHeaterHasNone() throws Exception {
        try (SerialUnit unit = twisted(Map.of("<R>", "<?>", "<L>", "<0>"))) {
            assertTrue(unit.traits().cover());
            assertFalse(unit.traits().lamp() || unit.traits().heater());
        }
        var e = assertThrows(DeviceException.Refused.class,
                () -> twisted(Map.of("<R>", "<0>", "<L>", "<0>", "<P>", "<0>")));
        assertTrue(e.what().startsWith("it says that it has neither cover nor lamp nor heater"), e.what());
    }

    @Test
    void aLampOrHeaterItCannotTellIsNeitherOnNorOff() throws Exception {
        try (SerialUnit unit = twisted(Map.of("<R>", "<5>", "<L>", "<4>"))) {
            assertEquals("cannot tell whether its lamp is lit: UNKNOWN, \"<4>\"",
                    assertThrows(DeviceException.Refused.class, unit::lamp).what());
            assertEquals("cannot tell whether its heater is on: ERROR, \"<5>\"",
                    assertThrows(DeviceException.Refused.class, unit::heater).what());
        }
    }

    @Test
    void aLampThatNeverSettlesHasALimit() throws Exception {
        try (SerialUnit unit = twisted(Map.of("<L>", "<2>"))) {
            Instant began = time.now();
            var e = assertThrows(DeviceException.TimedOut.class, () -> unit.light(50));
            assertEquals("settling of its lamp (last heard \"<2>\") took longer than 12 s", e.what());
            assertTrue(Duration.between(began, time.now()).toSeconds() < 15);
        }
    }

    /// A shut cover and a lamp that is out are both `<1>`.
    @Test
    void aLateAnswerIsNotTakenForThatToTheNextQuestion() throws Exception {
        try (SerialUnit unit = open()) {
            new UnitCap(unit, time).moveTo(Position.SHUT);
            unit.light(100);
            var late = new Late(line);
            var talk = new DarkLightTalk(new Dialogue(PORT, late.open(PORT, PortProfile.of(115200)),
                    new Framing(">\r\n"), time, unit.wire()));
            assertEquals(50, talk.number(Plain.GET_MOST));
            late.hold = Duration.ofMillis(2300);
            assertThrows(DeviceException.TimedOut.class, () -> talk.state(Plain.GET_COVER, CoverState.class));
            late.hold = Duration.ZERO;
            assertEquals(DarkLight.LightState.READY, talk.state(Plain.GET_LIGHT, DarkLight.LightState.class));
        }
    }

    /// Holds back every answer for a while, in order.
    private final class Late implements LineOpener {
        private final BoxLine inner;
        private Duration hold = Duration.ZERO;
        private final java.util.ArrayDeque<Map.Entry<Instant, byte[]>> held = new java.util.ArrayDeque<>();

        Late(BoxLine inner) {
            this.inner = inner;
        }

        @Override
        public ByteLine open(String place, PortProfile profile) throws DeviceException {
            ByteLine line = inner.open(place, profile);
            return new ByteLine() {
                @Override
                public int read(byte[] into) throws DeviceException, InterruptedException {
                    take();
                    if (held.isEmpty() || time.now().isBefore(held.getFirst().getKey())) {
                        time.sleep(Duration.ofMillis(100));
                        return 0;
                    }
                    byte[] bytes = held.removeFirst().getValue();
                    System.arraycopy(bytes, 0, into, 0, bytes.length);
                    return bytes.length;
                }

                private void take() throws DeviceException, InterruptedException {
                    var buffer = new byte[64];
                    int came = line.read(buffer);
                    if (came > 0) {
                        held.addLast(Map.entry(time.now().plus(hold),
                                java.util.Arrays.copyOf(buffer, came)));
                    }
                }

                @Override
                public void write(byte[] bytes) throws DeviceException, InterruptedException {
                    line.write(bytes);
                    take();
                }

                @Override
                public void discard() {
                    held.removeIf(e -> !time.now().isBefore(e.getKey()));
                }

                @Override
                public void close() {
                    line.close();
                }
            };
        }
    }

    @Test
    void everyFaultEndsInTimeAndNamesThePort() throws Exception {
        List<String> errors = FaultDrill.run("darklight",
                t -> new DarkLightBox(Duration.ofSeconds(5), 1, t.now()));
        for (String fault : new String[]{"mute before", "mute after", "wrong-id before", "lamp-stuck after",
            "heater-stuck after", "wrong-dialect before", "unplug after"}) {
            assertTrue(errors.stream().anyMatch(e -> e.startsWith(fault)), fault + ": " + errors);
        }
        assertTrue(errors.stream().noneMatch(e -> e.startsWith("garbage") || e.startsWith("slow")
                || e.startsWith("reset")), errors.toString());
    }
}
