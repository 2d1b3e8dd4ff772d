package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.indi.IndiDevice.Manner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a client of INDI must make of what it hears, case by case.
class ModelConformanceTest {

    private static final String DEFINED = """
            <defNumberVector device="D" name="N" state="Busy" perm="rw"><defNumber name="A" min="0" max="0">1</defNumber>
            <defNumber name="B" label="b" min="0" max="9" step="1">2</defNumber></defNumberVector>
            """;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final PropertyStore store = new PropertyStore();

    private void hear(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new Tokenizer(new MessageReader(store::apply, _ -> BlobReceiver.NOWHERE)).feed(bytes, 0,
                bytes.length);
    }

    private String heard() {
        return store.find("D", "N").map(v -> v.state() + " " + v.members().values().stream()
                .map(m -> "%s=%s[%s..%s]".formatted(m.name(), m.text(), m.min(), m.max())).toList())
                .orElse("nothing");
    }

    private static String set(String attributes, String members) {
        return "<setNumberVector device='D' name='N' " + attributes + ">" + members + "</setNumberVector>";
    }

    /// A camera of a scripted server, and an order to it.
    private interface Story {
        void tell(ScriptedServer server, IndiDevice camera) throws Exception;
    }

    private static void play(Story story) throws Exception {
        try (var server = new ScriptedServer();
                var connection = IndiConnection.to("127.0.0.1", server.port(), ScriptedServer.PACE)) {
            var camera = new IndiDevice(connection, ScriptedServer.CAMERA);
            camera.connect(List.of("CCD_GAIN"), Duration.ofSeconds(10));
            story.tell(server, camera);
        }
    }

    private static Outcome gain100(IndiDevice camera) throws InterruptedException {
        return camera.set("CCD_GAIN", Map.of("GAIN", "100"), Manner.AT_ONCE, LONG);
    }

    @Test
    void case12AChangeOfWhatIsNotDefinedYetIsIgnored() throws Exception {
        hear(set("state='Ok'", "<oneNumber name='A'>5</oneNumber>"));
        assertEquals("nothing", heard());
        assertEquals(List.of(), store.devices());
        hear(DEFINED);
        assertEquals("BUSY [A=1[0.0..0.0], B=2[0.0..9.0]]", heard());
        // a real driver does it whenever it is connected
        String connecting = new String(Transcript.capture("v1.9.9-02-connect-ccd-simulator.xml"),
                StandardCharsets.ISO_8859_1);
        assertTrue(connecting.indexOf("setNumberVector device=\"CCD Simulator\" name=\"CCD_INFO\"") >= 0,
                connecting);
        hear(connecting);
        assertEquals(1280, store.find("CCD Simulator", "CCD_INFO").orElseThrow().number("CCD_MAX_X"));
    }

    @Test
    void case13ADefinitionOfWhatIsKnownIsNewsAndEndsNoOrder() throws Exception {
        hear(DEFINED + set("state='Ok'", "<oneNumber name='A'>5</oneNumber>"));
        Vector before = store.find("D", "N").orElseThrow();
        hear(DEFINED);
        Vector after = store.find("D", "N").orElseThrow();
        assertTrue(after.revision() > before.revision());
        assertEquals(before.history().born() + " " + before.history().changed(),
                after.history().born() + " " + after.history().changed());

        play((server, camera) -> {
            server.on("CCD_GAIN", (s, m) -> {
                for (int i = 0; i < 4; i++) {
                    s.tellAll(); // somebody else has asked; our driver is not there yet
                    sleep(150);
                }
                s.set("CCD_GAIN", "Number", "Ok", m);
            });
            assertEquals("100", done(gain100(camera)).text("GAIN"));
        });
    }

    @Test
    void case14ADefinitionWithOtherMembersReplacesThem() throws Exception {
        hear(DEFINED
                + "<defNumberVector device='D' name='N' state='Ok' perm='ro'><defNumber name='C'>7</defNumber>"
                + "</defNumberVector>");
        assertEquals("OK [C=7[NaN..NaN]]", heard());
        assertFalse(store.find("D", "N").orElseThrow().writable());

        play((server, camera) -> {
            server.on("CCD_GAIN", (s, _) -> {
                s.define("CCD_GAIN", "Number", "Ok", "rw", Map.of("Analog", "1"));
                s.tellAll();
            });
            assertEquals("Gone[how=the driver made CCD_GAIN a NUMBER of [Analog]]",
                    gain100(camera).toString());
        });
        play((server, camera) -> {
            server.on("CCD_GAIN", (s, m) -> {
                s.define("CCD_GAIN", "Number", "Busy", "rw", Map.of("GAIN", "7", "Analog", "1"));
                s.tellAll();
                s.set("CCD_GAIN", "Number", "Ok", m);
            });
            assertEquals("100", done(gain100(camera)).text("GAIN"));
        });
    }

    @Test
    void case15ADefinitionOfAnotherTypeReplacesTheProperty() throws Exception {
        hear(DEFINED
                + "<defTextVector device='D' name='N' state='Ok'><defText name='T'>x</defText></defTextVector>");
        assertEquals("OK [T=x[NaN..NaN]]", heard());
        hear(set("state='Alert'", "<oneNumber name='T'>5</oneNumber>"));
        assertEquals("OK [T=x[NaN..NaN]]", heard());

        play((server, camera) -> {
            server.on("CCD_GAIN", (s, _) -> {
                s.define("CCD_GAIN", "Switch", "Ok", "rw", Map.of("GAIN", "Off"));
                s.tellAll();
            });
            assertEquals("Gone[how=the driver made CCD_GAIN a SWITCH of [GAIN]]", gain100(camera).toString());
            assertEquals("Rejected[reason=CCD_GAIN is a SWITCH]", gain100(camera).toString());
        });
    }

    @Test
    void case16DeletionsOfTheKnownTheUnknownAndTwiceAreTaken() {
        hear(DEFINED + DEFINED.replace("name=\"N\"", "name=\"M\""));
        hear("<delProperty device='E'/><delProperty device='E' name='N'/><delProperty device='D' name='X'/><delProperty/>");
        assertEquals(2, store.all("D").size());
        hear("<delProperty device='D' name='N'/><delProperty device='D' name='N'/>");
        assertEquals("nothing", heard());
        assertEquals(1, store.all("D").size());
        hear("<delProperty device='D'/><delProperty device='D'/>");
        assertEquals(List.of(), store.devices());
        hear(set("state='Ok'", "<oneNumber name='A'>5</oneNumber>") + DEFINED);
        assertEquals("BUSY [A=1[0.0..0.0], B=2[0.0..9.0]]", heard());
    }

    @Test
    void case17AChangeMayBringRanges() {
        hear(DEFINED + set("state='Ok'", "<oneNumber name='A' min='0.001' max='3600' step='1'>5</oneNumber>"
                + "<oneNumber name='B' min='1'>3</oneNumber>"));
        assertEquals("OK [A=5[0.001..3600.0], B=3[1.0..9.0]]", heard());
        hear(set("", "<oneNumber name='B' min='rubbish' max=''>4</oneNumber>"));
        assertEquals("OK [A=5[0.001..3600.0], B=4[1.0..9.0]]", heard());
    }

    @Test
    void case18AChangeMayLackStateTimeoutAndTimestamp() {
        hear(DEFINED + set("", "<oneNumber name='A'>5</oneNumber>"));
        assertEquals("BUSY [A=5[0.0..0.0], B=2[0.0..9.0]]", heard());
        hear(set("state='Sideways' timeout='x' timestamp='yesterday'", "<oneNumber name='A'>6</oneNumber>"));
        assertEquals("BUSY [A=6[0.0..0.0], B=2[0.0..9.0]]", heard());
        hear(set("state='Idle' timeout='60' timestamp='2026-11-22T20:00:00'", ""));
        assertEquals("IDLE [A=6[0.0..0.0], B=2[0.0..9.0]]", heard());
    }

    @Test
    void case19AChangeMayNameSomeMembersAndUnknownOnes() {
        hear(DEFINED
                + set("state='Ok'", "<oneNumber name='B'>8</oneNumber><oneNumber name='C'>7</oneNumber>"));
        assertEquals("OK [A=1[0.0..0.0], B=8[0.0..9.0]]", heard());
        hear("<setTextVector device='D' name='N' state='Alert'><oneText name='A'>x</oneText></setTextVector>");
        assertEquals("OK [A=1[0.0..0.0], B=8[0.0..9.0]]", heard(), "of another kind");
    }

    @Test
    void case20AnOrderByAnotherClientIsRememberedAndChangesNothing() throws Exception {
        hear(DEFINED);
        long before = store.revision();
        hear("<newNumberVector device='D' name='N'><oneNumber name='A'>99</oneNumber></newNumberVector>"
                + "<newSwitchVector device='E' name='S'/><newTextVector/>");
        assertEquals("BUSY [A=1[0.0..0.0], B=2[0.0..9.0]]", heard());
        assertEquals(List.of("N"), store.ordersByOthersSince(before, "D"));
        assertEquals(List.of(), store.ordersByOthersSince(store.revision(), "D"));
        hear(new String(Transcript.capture("v2.2.4-02-connect-ccd-simulator.xml"),
                StandardCharsets.ISO_8859_1));
        hear(new String(Transcript.capture("v2.2.4-59-other-client-echo.xml"), StandardCharsets.ISO_8859_1));
        List<String> others = store.ordersByOthersSince(before, "CCD Simulator");
        assertTrue(others.contains("CCD_EXPOSURE") && others.contains("CCD_GAIN"), others.toString());
    }

    @Test
    void case21MessagesAreRememberedWithAndWithoutADevice() {
        hear(DEFINED);
        long before = store.revision();
        hear("<message device='D' message='first'/><message message='of the server'/><message device='E' message='other'/>"
                + "<message/>" + set("message='in a set'", ""));
        assertEquals(List.of("first", "of the server", "", "in a set"), store.notesSince(before, "D"));
        assertEquals(List.of("of the server", "other", ""), store.notesSince(before, "E"));
    }

    @Test
    void case22ValuesOutsideTheirRangeAreValues() {
        hear("<defNumberVector device='D' name='N' state='Ok'><defNumber name='A' min='1' max='2'>99</defNumber>"
                + "</defNumberVector>");
        assertEquals(99, store.find("D", "N").orElseThrow().number("A"));
        for (String value : List.of("-5", "0", "1e9", "nan", "inf", "rubbish")) {
            hear(set("state='Ok'", "<oneNumber name='A'>" + value + "</oneNumber>"));
            assertEquals("OK [A=" + value + "[1.0..2.0]]", heard());
        }
    }

    private static Vector done(Outcome outcome) {
        return outcome instanceof Outcome.Done(Vector v)
                ? v
                : org.junit.jupiter.api.Assertions.fail(outcome.toString());
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
