package dev.darkbox.device.alpaca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceSurvey;
import dev.darkbox.device.DeviceSurvey.Device;
import dev.darkbox.device.DeviceSurvey.Kind;
import dev.darkbox.device.DeviceSurvey.State;
import dev.darkbox.device.DeviceSurvey.Trait;
import dev.darkbox.device.Time;
import dev.darkbox.device.alpaca.AlpacaBox.Fault;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlpacaSurveyTest {

    private static final Time TIME = Time.system();

    @Test
    void whatAServerHasIsListedAndOnlyConnectedWhenTold() throws Exception {
        try (var box = new AlpacaBox(1, TIME)) {
            var wishes = List.of(new AlpacaWish("main", "cap", Kind.CAP, 0, -1),
                    new AlpacaWish("main", "heater Dew", Kind.OTHER, 1, 3));
            DeviceSurvey survey = AlpacaSurvey.of(box.server(), wishes, false, TIME);
            assertEquals("Alpaca server http://127.0.0.1:" + box.port(), survey.place());
            assertEquals(Optional.empty(), survey.unreachable());
            assertEquals(List.of("Cover Box", "Power Box", "Wind"),
                    survey.devices().stream().map(Device::name).toList());
            assertTrue(survey.devices().stream().allMatch(d -> d.state() == State.NOT_CONNECTED));
            assertEquals(1, survey.shortcomings().size());
            assertEquals("heater Dew, switch 1 of http://127.0.0.1:%d, is not there".formatted(box.port()),
                    survey.shortcomings().getFirst().text());
            assertTrue(box.heard().stream().allMatch(question -> question.startsWith("GET")));

            List<Device> now = AlpacaSurvey.of(box.server(), wishes, true, TIME).devices();
            assertEquals(new Device("Cover Box", Set.of(Kind.CAP, Kind.PANEL),
                    "covercalibrator 0, a box for tests", State.CONNECTED_JUST_NOW, "",
                    List.of(Trait.of("configured as", "cap of rig main"), Trait.of("cover", "open"),
                            Trait.of("lamp", "off, brightness 0 of 200"))),
                    now.getFirst());
            assertEquals(Trait.at("id = 2", "switch", "Lid contact, on, can only be read"),
                    now.get(1).traits().getLast());
            assertEquals(State.NOT_CONNECTED, now.get(2).state());
        }
    }

    @Test
    void aServerThatIsAwayOrNoAlpacaIsToldInOneLine() throws Exception {
        try (var box = new AlpacaBox(1, TIME)) {
            box.fail(Fault.GARBAGE);
            assertEquals(Optional.of("expected an Alpaca answer to GET configureddevices, "
                    + "got \"<html> <b>It works!</b></html>\""),
                    AlpacaSurvey.of(box.server(), List.of(), false, TIME).unreachable());
            box.stop();
            assertEquals(Optional.of("connection lost: GET configureddevices: Connection refused"),
                    AlpacaSurvey.of(box.server(), List.of(), false, TIME).unreachable());
        }
    }

    @Test
    void whoAnswersTheCallIsFoundOnceAndNoiseIsNot() throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (var socket = new DatagramSocket(0, here)) {
            Thread server = Thread.ofVirtual().start(() -> answerOnce(socket));
            assertEquals(List.of(new AlpacaServer("127.0.0.1", 11_111)),
                    AlpacaDiscovery.ask(List.of(here), socket.getLocalPort(), Duration.ofMillis(700)));
            server.join();
        }
    }

    private static void answerOnce(DatagramSocket socket) {
        try {
            var question = new DatagramPacket(new byte[64], 64);
            socket.receive(question);
            if (!"alpacadiscovery1".equals(new String(question.getData(), 0, question.getLength(),
                    StandardCharsets.US_ASCII))) {
                return;
            }
            for (String text : List.of("hello", "{\"AlpacaPort\":0}", "{\"AlpacaPort\":\"11111\"}",
                    "{\"AlpacaPort\":11111}", "{\"AlpacaPort\":11111}", "[".repeat(400))) {
                byte[] answer = text.getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void nobodyThereTakesNoLongerThanTheLimit() throws Exception {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (var silent = new DatagramSocket(0, here)) {
            assertEquals(List.of(), AlpacaDiscovery.ask(List.of(here), silent.getLocalPort(),
                    Duration.ofMillis(100)));
        }
    }
}
