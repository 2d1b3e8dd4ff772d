package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap.Position;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiDevice.Manner;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real drivers of caps, wheels and panels behind a real server, and what that server does with what it is told.
@Tag("indiserver")
class IndiPeersTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pace PACE = Pace.USUAL.with(Wait.SETTLED, Duration.ofMillis(250));

    @TempDir
    private Path home;

    private static IndiConnection connect(IndiServerPeer server) {
        return IndiConnection.to(server.host(), server.port(), PACE);
    }

    @Test
    void case75ASnapCapMovesThoughItIsIdleOnItsWayAndItsLightIsOff() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_snapcap")) {
            server.simulate("SnapCap");
            try (IndiConnection connection = connect(server)) {
                var device = new IndiDevice(connection, "SnapCap");
                IndiCap cap = IndiCap.connect(device, Time.system(), LIMIT);
                for (Position goal : List.of(Position.OPEN, Position.SHUT)) {
                    cap.moveTo(goal);
                    assertEquals(goal, cap.read().position());
                }
                IndiPanel panel = IndiPanel.connect(device, Time.system(), LIMIT);
                panel.light(0);
                assertEquals(0, panel.read().percent());
            }
        }
    }

    @Test
    void case78AFlipFlatRefusesItsLightWhileItIsOpen() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_flipflat")) {
            server.simulate(IndiServerPeer.COVER);
            try (IndiConnection connection = connect(server)) {
                var device = new IndiDevice(connection, IndiServerPeer.COVER);
                IndiCap cap = IndiCap.connect(device, Time.system(), LIMIT);
                IndiPanel panel = IndiPanel.connect(device, Time.system(), LIMIT);
                cap.moveTo(Position.OPEN);
                assertEquals("Flip Flat: [ERROR] Cannot control light while cap is unparked.",
                        assertThrows(DeviceException.Refused.class, () -> panel.light(50)).getMessage());
                cap.moveTo(Position.SHUT);
                panel.light(50);
                assertEquals(50, panel.read().percent());
                panel.light(0);
                assertEquals(0, panel.read().percent());
            }
        }
    }

    @Test
    void case79AWheelOfFiveSlotsIsSentAwayAndBackBeforeItIsBelieved() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_sx_wheel")) {
            server.simulate("SX Wheel");
            try (IndiConnection connection = connect(server)) {
                IndiWheel wheel = IndiWheel.connect(new IndiDevice(connection, "SX Wheel"), LIMIT);
                assertEquals(5, wheel.filters().size());
                String here = wheel.selected();
                wheel.select(wheel.filters().get(2));
                assertEquals(wheel.filters().get(2), wheel.selected());
                wheel.select(here);
                assertEquals(here, wheel.selected());
            }
        }
    }

    @Test
    void aSimulatedPanelShinesAndIsPutOut() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_simulator_lightpanel");
                IndiConnection connection = connect(server)) {
            IndiPanel panel = IndiPanel.connect(new IndiDevice(connection, "Light Panel Simulator"),
                    Time.system(), LIMIT);
            for (int percent : new int[]{100, 40, 0}) {
                panel.light(percent);
                assertEquals(percent, panel.read().percent());
            }
        }
    }

    @Test
    void ordersAreTakenRefusedOrLostInSilence() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_simulator_ccd");
                IndiConnection connection = connect(server);
                var raw = new Raw(server)) {
            var camera = new IndiDevice(connection, IndiServerPeer.CAMERA);
            camera.connect(List.of("CCD_GAIN", "CCD_FRAME"), LIMIT);
            assertTrue(camera.turnOn("CONFIG_PROCESS", "CONFIG_LOAD") instanceof Outcome.Done
                    || camera.has("CONFIG_PROCESS"), "a configuration is loaded");
            assertTrue(camera.set("CCD_GAIN", "GAIN", 50) instanceof Outcome.Done);
            // the range is checked before it is sent; who sends it all the same is refused by Alert, then Ok
            assertTrue(camera.set("CCD_GAIN", "GAIN", 99_999).toString().contains("allowed"));
            Outcome frame = camera.set("CCD_FRAME", Map.of("X", "0", "Y", "0", "WIDTH", "64", "HEIGHT", "64"),
                    Manner.AT_ONCE, LIMIT);
            assertTrue(frame instanceof Outcome.Done, frame.toString());

            // without what must be escaped: this server escapes the first of those once more each time it passes it on
            String text = "é ü 温度 #(%) a=b";
            raw.say("<newTextVector device='%s' name='ACTIVE_DEVICES'><oneText name='ACTIVE_TELESCOPE'>%s</oneText></newTextVector>"
                    .formatted(IndiServerPeer.CAMERA, Tokenizer.escaped(text)));
            assertTrue(connection.store().await(() -> camera.find("ACTIVE_DEVICES")
                    .map(v -> v.text("ACTIVE_TELESCOPE").equals(text)).orElse(false),
                    System.nanoTime() + LIMIT.toNanos()), camera.require("ACTIVE_DEVICES").toString());

            // a device or property that does not exist is answered with nothing; the ping behind it is
            raw.say("<newNumberVector device='Nobody' name='X'><oneNumber name='Y'>1</oneNumber></newNumberVector>"
                    + "<pingRequest uid='behind'/>");
            String heard = raw.hearUpTo("uid=\"behind\"");
            assertFalse(heard.contains("Nobody"), heard);
        }
    }

    @Test
    void case26AServerKeepsToNeverAlsoAndOnly() throws Exception {
        try (var server = IndiServerPeer.with(home, "indi_simulator_ccd");
                IndiConnection connection = connect(server);
                var never = new Raw(server);
                var also = new Raw(server);
                var only = new Raw(server)) {
            var camera = new IndiDevice(connection, IndiServerPeer.CAMERA);
            camera.connect(List.of("CCD_EXPOSURE", "CCD1"), LIMIT);
            never.say("<getProperties version='1.7' device='" + IndiServerPeer.CAMERA
                    + "'/><pingRequest uid='set'/>");
            also.say("<getProperties version='1.7' device='%s'/>".formatted(IndiServerPeer.CAMERA)
                    + "<enableBLOB device='%s'>Also</enableBLOB><pingRequest uid='set'/>"
                            .formatted(IndiServerPeer.CAMERA));
            only.say("<getProperties version='1.7' device='%s' name='CCD1'/>".formatted(IndiServerPeer.CAMERA)
                    + "<enableBLOB device='%s' name='CCD1'>Only</enableBLOB><pingRequest uid='set'/>"
                            .formatted(
                                    IndiServerPeer.CAMERA));
            for (Raw client : List.of(never, also, only)) {
                client.hearUpTo("uid=\"set\"");
            }
            camera.begin("CCD_EXPOSURE", Map.of("CCD_EXPOSURE_VALUE", "0.1"), _ -> true, LIMIT)
                    .orThrow("camera");
            String both = also.hearUpTo("name=\"CCD_EXPOSURE\" state=\"Ok\"");
            assertTrue(both.contains("<setBLOBVector"), both);
            String frames = only.hearUpTo("</setBLOBVector>");
            assertFalse(frames.contains("CCD_EXPOSURE"), "nothing but frames");
            String states = never.hearUpTo("name=\"CCD_EXPOSURE\" state=\"Ok\"");
            assertFalse(states.contains("<oneBLOB"), "no frame");
        }
    }

    /// A client of its own, for what ours never does.
    private static final class Raw implements AutoCloseable {

        private final Socket socket;

        Raw(IndiServerPeer server) throws IOException {
            socket = new Socket(server.host(), server.port());
            socket.setSoTimeout((int) LIMIT.toMillis());
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /// Everything up to the end of the piece that has `end` in it.
        String hearUpTo(String end) throws IOException {
            var heard = new StringBuilder();
            byte[] piece = new byte[1 << 16];
            while (heard.indexOf(end, Math.max(0, heard.length() - piece.length - end.length())) < 0) {
                int n = socket.getInputStream().read(piece);
                assertTrue(n >= 0, "the server hung up");
                heard.append(new String(piece, 0, n, StandardCharsets.ISO_8859_1));
            }
            return heard.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
