package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import dev.darkbox.device.indi.IndiDevice.Manner;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How an order to a driver ends, case by case: done, rejected with a reason, or unknown.
class CommandConformanceTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ScriptedServer server;
    private final IndiConnection connection;
    private final IndiDevice camera;

    CommandConformanceTest() throws IOException {
        server = new ScriptedServer();
        server.define("FRAME", "Number", "Idle", "rw",
                members("X", "0", "Y", "0.010000000000000000208", "WIDTH", "12:30' min='1' max='100",
                        "HEIGHT", "1e-5"));
        server.define("MODE", "Switch", "Idle", "rw",
                members("FAST", "On", "SLOW", "Off", "A&B <\"'> é", "Off"));
        server.define("LIMITS & <\"'> é", "Number", "Idle", "rw",
                members("m & <\"'> é", "1' min='-5' max='5"));
        server.define("SENSED", "Switch", "Ok", "ro", members("A", "Off"));
        connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE);
        camera = new IndiDevice(connection, ScriptedServer.CAMERA);
    }

    @BeforeEach
    void connect() throws Exception {
        camera.connect(List.of("CCD_GAIN", "FRAME", "MODE"), Duration.ofSeconds(10));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        server.close();
    }

    /// Members in this order: name, value, name, value, …
    private static Map<String, String> members(String... namesAndValues) {
        var members = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    private static Map<String, String> gain(String value) {
        return Map.of("GAIN", value);
    }

    private void says(String state, String value) throws IOException {
        server.set("CCD_GAIN", "Number", state, gain(value));
    }

    private String order(String gain, Duration limit) throws InterruptedException {
        Outcome outcome = camera.set("CCD_GAIN", gain(gain), Manner.AT_ONCE, limit);
        return outcome instanceof Outcome.Done(Vector v) ? "Done " + v.text("GAIN") : outcome.toString();
    }

    @Test
    void case27AlertThenOkWithTheOldValueIsRejectedWithWhatTheDriverSaid() throws Exception {
        server.on("CCD_GAIN", (s, _) -> {
            s.sendControl(
                    "<setNumberVector device='Cam' name='CCD_GAIN' state='Alert' message='[ERROR] gain is locked'>"
                            + "<oneNumber name='GAIN'>7</oneNumber></setNumberVector>");
            says("Ok", "7");
        });
        assertEquals("Rejected[reason=[ERROR] gain is locked]", order("100", LONG));
        server.on("CCD_GAIN", (_, _) -> says("Ok", "7"));
        assertEquals("Rejected[reason=CCD_GAIN reads OK GAIN=7]", order("100", LONG));
        server.on("CCD_GAIN", (_, _) -> says("Alert", "100"));
        assertEquals("Rejected[reason=CCD_GAIN reads ALERT GAIN=100]", order("100", LONG));
    }

    @Test
    void case28AStaleAlertThenOkWithTheNewValueIsDone() throws Exception {
        server.on("CCD_GAIN", (_, m) -> {
            says("Alert", m.getOrDefault("GAIN", ""));
            sleep(100);
            says("Ok", m.getOrDefault("GAIN", ""));
        });
        assertEquals("Done 100", order("100", LONG));
    }

    @Test
    void case29AnIdleEchoThenOkIsDone() throws Exception {
        server.on("CCD_GAIN", (_, m) -> {
            says("Idle", "7");
            sleep(100);
            says("Ok", m.getOrDefault("GAIN", ""));
        });
        assertEquals("Done 100", order("100", LONG));
        server.on("CCD_GAIN", (_, m) -> says("Idle", m.getOrDefault("GAIN", "")));
        assertEquals("Done 50", order("50", LONG));
    }

    @Test
    void case30OkWithoutBusyIsDone() throws Exception {
        assertEquals("Done 100", order("100", LONG));
        assertEquals("Done 100", order("100", LONG), "once more the same");
        assertTrue(camera.turnOn("MODE", "SLOW") instanceof Outcome.Done);
        assertTrue(camera.find("MODE").orElseThrow().isOn("SLOW"));
    }

    @Test
    void case31BusyForEverIsUnknownAtTheDeadline() throws Exception {
        server.on("CCD_GAIN", (_, m) -> says("Busy", m.getOrDefault("GAIN", "")));
        assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.7S]", order("100", Duration.ofMillis(700)));
        server.on("CCD_GAIN", (_, _) -> says("Busy", "7"));
        assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.3S]", order("100", SHORT));
    }

    @Test
    void case32NothingAtAllIsUnknownAtTheDeadline() throws Exception {
        server.mute(true);
        server.on("CCD_GAIN", (_, _) -> {
            // nothing
        });
        assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.9S]", order("100", Duration.ofMillis(900)));
        assertTrue(server.heard().stream().anyMatch(h -> h.contains("device='Cam' name='CCD_GAIN'/>")),
                "not even asked");
        server.mute(false);
        // asked, it has the old value: so it did not take the order
        assertEquals("Rejected[reason=CCD_GAIN reads IDLE GAIN=7]", order("50", LONG));
    }

    @Test
    void case33AReplyAfterTheDeadlineDoesNotDisturbTheNextOrder() throws Exception {
        for (var answer : Map.of("50", "Done 50", "7", "Rejected[reason=CCD_GAIN reads OK GAIN=7]")
                .entrySet()) {
            server.on("CCD_GAIN", (_, m) -> {
                boolean isFirst = "100".equals(m.get("GAIN"));
                sleep(600);
                says("Ok", isFirst ? "100" : answer.getKey());
            });
            assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.3S]", order("100", SHORT));
            // the late Ok of the first comes now, and stays for longer than a bad answer is borne with
            assertEquals(answer.getValue(), order("50", LONG));
        }
        // and is no answer where any answer would do
        server.on("CCD_GAIN", (_, m) -> {
            sleep(600);
            says("1".equals(m.get("GAIN")) ? "Ok" : "Busy", m.getOrDefault("GAIN", ""));
        });
        assertEquals("Unknown[action=setting CCD_GAIN, limit=PT0.3S]", order("1", SHORT));
        Outcome begun = camera.begin("CCD_GAIN", gain("2"), _ -> true, LONG);
        assertTrue(begun instanceof Outcome.Done(Vector v) && v.text("GAIN").equals("2"), begun.toString());
    }

    @Test
    void case34WhatIsWithdrawnOrLostWhileAnOrderIsOpenEndsItAtOnce() throws Exception {
        long begun = System.nanoTime();
        server.on("CCD_GAIN", (s, _) -> s.sendControl("<delProperty device='Cam' name='CCD_GAIN'/>"));
        assertEquals("Gone[how=the driver withdrew CCD_GAIN]", order("100", LONG));
        server.tellAll();
        connection.store().await(() -> camera.has("CCD_GAIN"), System.nanoTime() + LONG.toNanos());
        server.on("CCD_GAIN", (s, _) -> s.sendControl("<delProperty device='Cam'/>"));
        assertEquals("Gone[how=the driver withdrew CCD_GAIN]", order("100", LONG));
        server.tellAll();
        connection.store().await(() -> camera.has("CCD_GAIN"), System.nanoTime() + LONG.toNanos());
        // gone and back in one breath: that driver does not know of the order
        server.on("CCD_GAIN", (s, _) -> {
            s.sendControl("<delProperty device='Cam'/>");
            s.tellAll();
        });
        assertTrue(order("100", LONG).startsWith("Gone[how=the driver withdrew CCD_GAIN"));
        server.on("CCD_GAIN", (s, _) -> s.hangUp());
        connection.store().await(() -> camera.has("CCD_GAIN"), System.nanoTime() + LONG.toNanos());
        assertEquals("Gone[how=127.0.0.1:" + server.port() + " closed the connection]", order("100", LONG));
        assertTrue(System.nanoTime() - begun < LONG.toNanos(), "not one of them waited for its deadline");
    }

    @Test
    void case35EveryMemberOfANumberPropertyIsSentAndOfSwitchesOnlyTheOneToTurnOn() throws Exception {
        camera.set("FRAME", Map.of("X", "8"), Manner.AT_ONCE, LONG);
        assertHeard("<newNumberVector device='Cam' name='FRAME'><oneNumber name='X'>8</oneNumber>"
                + "<oneNumber name='Y'>0.01</oneNumber><oneNumber name='WIDTH'>12.5</oneNumber>"
                + "<oneNumber name='HEIGHT'>0.00001</oneNumber></newNumberVector>\n");
        camera.turnOn("MODE", "SLOW");
        assertHeard(
                "<newSwitchVector device='Cam' name='MODE'><oneSwitch name='SLOW'>On</oneSwitch></newSwitchVector>\n");
    }

    private void assertHeard(String order) {
        assertTrue(server.heard().stream().anyMatch(h -> h.contains(order)), order + " in " + server.heard());
    }

    @Test
    void case36NumbersAreSentWithADotAndWithoutGroupsInEveryLocale() throws Exception {
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", "1' min='1' max='4"));
        server.define("FLAT_LIGHT_CONTROL", "Switch", "Ok", "rw",
                members("FLAT_LIGHT_ON", "Off", "FLAT_LIGHT_OFF", "On"));
        server.define("FLAT_LIGHT_INTENSITY", "Number", "Ok", "rw",
                members("FLAT_LIGHT_INTENSITY_VALUE", "0' min='0' max='4096"));
        server.tellAll();
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("de-DE", "fr-FR", "ar-EG", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                int orders = server.orders().size();
                for (double value : new double[]{10.5, -0.5, 1234567.25, 1e-5, 1e7, 100}) {
                    assertTrue(camera.set("CCD_GAIN", "GAIN", value) instanceof Outcome.Done,
                            tag + " " + value);
                }
                new IndiCooler(camera, Map.of(), Time.system()).target(dev.darkbox.device.Celsius.of(-10.5));
                IndiWheel.connect(camera, LONG).select("3");
                IndiPanel.connect(camera, Time.system(), LONG).light(33);
                assertEquals(
                        "[CCD_GAIN{GAIN=10.5}, CCD_GAIN{GAIN=-0.5}, CCD_GAIN{GAIN=1234567.25}, CCD_GAIN{GAIN=0.00001}, "
                                + "CCD_GAIN{GAIN=10000000}, CCD_GAIN{GAIN=100}, CCD_TEMPERATURE{CCD_TEMPERATURE_VALUE=-10.5}, "
                                + "FILTER_SLOT{FILTER_SLOT_VALUE=3}, FLAT_LIGHT_CONTROL{FLAT_LIGHT_ON=On}, "
                                + "FLAT_LIGHT_INTENSITY{FLAT_LIGHT_INTENSITY_VALUE=1352}]",
                        server.orders().subList(orders, server.orders().size()).stream()
                                .filter(o -> !o.startsWith("CONNECTION")).toList().toString(),
                        tag);
                server.set("FILTER_SLOT", "Number", "Ok", Map.of("FILTER_SLOT_VALUE", "1"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void case37SpecialCharactersGoThereAndBackInNamesAndTexts() throws Exception {
        assertTrue(camera.turnOn("MODE", "A&B <\"'> é") instanceof Outcome.Done);
        assertHeard("<oneSwitch name='A&amp;B &lt;&quot;&apos;&gt; é'>On</oneSwitch>");
        assertTrue(camera.set("LIMITS & <\"'> é", "m & <\"'> é", -5) instanceof Outcome.Done);
        assertHeard(
                "name='LIMITS &amp; &lt;&quot;&apos;&gt; é'><oneNumber name='m &amp; &lt;&quot;&apos;&gt; é'>-5<");
        assertEquals("-5", camera.fresh("LIMITS & <\"'> é", LONG).text("m & <\"'> é"));
        String text = "& && &amp; < > \" ' é ü 温度 \ud83d\udd2d a=\"b\"";
        server.sendControl(
                "<defTextVector device='Cam' name='T' state='Ok'><defText name='a'>" + Tokenizer.escaped(text)
                        + "</defText></defTextVector>");
        connection.store().await(() -> camera.has("T"), System.nanoTime() + LONG.toNanos());
        assertEquals(text, camera.require("T").text("a"));
        assertEquals(text, Tokenizer.unescaped(Tokenizer.escaped(text)));
        assertEquals("Rejected[reason=MODE has no switch <x>, only [FAST, SLOW, A&B <\"'> é]]",
                camera.turnOn("MODE", "<x>").toString());
    }

    @Test
    void case38WhatCanOnlyBeReadIsNotWrittenTo() throws Exception {
        int before = server.orders().size();
        assertEquals("Rejected[reason=CCD_INFO is a read-only NUMBER]",
                camera.set("CCD_INFO", "CCD_MAX_X", 1).toString());
        assertEquals("Rejected[reason=SENSED is a read-only SWITCH]",
                camera.turnOn("SENSED", "A").toString());
        assertEquals("Rejected[reason=CCD_GAIN is a NUMBER]", camera.turnOn("CCD_GAIN", "GAIN").toString());
        assertEquals("Rejected[reason=the driver has no property NOPE]",
                camera.set("NOPE", "X", 1).toString());
        server.define("FILTER_SLOT", "Number", "Ok", "ro", members("FILTER_SLOT_VALUE", "1' min='1' max='4"));
        server.define("CAP_PARK", "Switch", "Ok", "ro", members("PARK", "Off", "UNPARK", "On"));
        server.tellAll();
        IndiWheel wheel = IndiWheel.connect(camera, LONG);
        assertEquals("Cam: FILTER_SLOT is a read-only NUMBER",
                assertThrows(DeviceException.Refused.class, () -> wheel.select("2")).getMessage());
        IndiCap cap = IndiCap.connect(camera, Time.system(), LONG);
        assertEquals("Cam: CAP_PARK is a read-only SWITCH", assertThrows(DeviceException.Refused.class,
                () -> cap.moveTo(dev.darkbox.device.DustCap.Position.SHUT)).getMessage());
        assertEquals(List.of(), orders(before));
    }

    @Test
    void case39WhatIsOutOfRangeOrNoNumberOrNoMemberIsNotSent() throws Exception {
        int before = server.orders().size();
        for (var wrong : Map.of("0.99", "FRAME.WIDTH 0.99, allowed 1..100", "100.01",
                "FRAME.WIDTH 100.01, allowed 1..100",
                "nan", "FRAME.WIDTH \"nan\" is no number", "inf", "FRAME.WIDTH \"inf\" is no number",
                "10,5", "FRAME.WIDTH \"10,5\" is no number").entrySet()) {
            assertEquals("Rejected[reason=" + wrong.getValue() + "]",
                    camera.set("FRAME", Map.of("WIDTH", wrong.getKey()), Manner.AT_ONCE, LONG).toString());
        }
        assertEquals("Rejected[reason=CCD_GAIN.GAIN \"NaN\" is no number]",
                camera.set("CCD_GAIN", "GAIN", Double.NaN).toString());
        assertEquals("Rejected[reason=FRAME has no number DEPTH, only [X, Y, WIDTH, HEIGHT]]",
                camera.set("FRAME", "DEPTH", 1).toString());
        server.define("FILTER_SLOT", "Number", "Ok", "rw", members("FILTER_SLOT_VALUE", "1' min='1' max='4"));
        server.define("CAP_PARK", "Switch", "Ok", "rw", members("PARK", "Off", "OPEN", "On"));
        server.tellAll();
        IndiWheel wheel = IndiWheel.connect(camera, LONG);
        assertEquals("Cam: no slot holds 5, only [1, 2, 3, 4]",
                assertThrows(DeviceException.Refused.class, () -> wheel.select("5")).getMessage());
        IndiCap cap = IndiCap.connect(camera, Time.system(), LONG);
        assertEquals("Cam: CAP_PARK has no switch UNPARK, only [PARK, OPEN]",
                assertThrows(DeviceException.Refused.class,
                        () -> cap.moveTo(dev.darkbox.device.DustCap.Position.OPEN)).getMessage());
        assertEquals(List.of(), orders(before));
        // no range, or none that makes sense, is none
        assertTrue(camera.set("FRAME", "X", 1e6) instanceof Outcome.Done);
    }

    private List<String> orders(int since) {
        return server.orders().subList(since, server.orders().size()).stream()
                .filter(o -> !o.startsWith("CONNECTION")).toList();
    }

    @Test
    void ordersToOnePropertyWaitForEachOtherUpToALimit() throws Exception {
        var open = new AtomicInteger();
        server.on("CCD_GAIN", (_, m) -> {
            assertEquals(1, open.incrementAndGet());
            says("Busy", "7");
            sleep(400);
            open.decrementAndGet();
            says("Ok", m.getOrDefault("GAIN", ""));
        });
        var first = CompletableFuture.supplyAsync(() -> orderUnchecked("100", LONG));
        connection.store().await(() -> camera.find("CCD_GAIN").orElseThrow().isBusy(),
                System.nanoTime() + LONG.toNanos());
        // another view of the same device is no way round
        assertEquals("Rejected[reason=another order to CCD_GAIN is still open]",
                new IndiDevice(connection, "Cam")
                        .set("CCD_GAIN", gain("3"), Manner.AT_ONCE, Duration.ofMillis(50)).toString());
        assertTrue(camera.turnOn("MODE", "SLOW") instanceof Outcome.Done || !first.isDone(), "others go on");
        assertEquals("Done 50", order("50", LONG));
        assertEquals("Done 100", first.join());
        assertEquals(List.of("CCD_GAIN{GAIN=100}", "CCD_GAIN{GAIN=50}"),
                server.orders().stream().filter(o -> o.startsWith("CCD_GAIN")).toList());
    }

    private String orderUnchecked(String gain, Duration limit) {
        try {
            return order(gain, limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
