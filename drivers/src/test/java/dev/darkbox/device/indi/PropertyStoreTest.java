package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The snapshot of what a server said.
class PropertyStoreTest {

    private static final String DEFINED = """
            <defNumberVector device="D" name="N" state="Busy" perm="rw"><defNumber name="A" min="0" max="0">1</defNumber>
            <defNumber name="B" min="0" max="9">2</defNumber></defNumberVector>
            """;

    private final PropertyStore store = new PropertyStore();

    private void hear(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        new Tokenizer(new MessageReader(store::apply, _ -> BlobReceiver.NOWHERE)).feed(bytes, 0,
                bytes.length);
    }

    @Test
    void notesAndForeignOrdersAreRememberedUpToALimit() {
        hear(DEFINED);
        long before = store.revision();
        hear("<message device='D' message='first'/><message message='of the server'/><message device='E' message='other'/>"
                + "<setNumberVector device='D' name='N' message='in a set'/>"
                + "<newSwitchVector device='D' name='N'/><newSwitchVector device='E' name='S'/>");
        assertEquals(List.of("first", "of the server", "in a set"), store.notesSince(before, "D"));
        assertEquals(List.of("N"), store.ordersByOthersSince(before, "D"));
        assertEquals(List.of(), store.ordersByOthersSince(before, "E"),
                "of what nobody defined there is nothing to spoil");
        hear("<message device='D' message='more'/>".repeat(2 * PropertyStore.NOTE_LIMIT));
        assertEquals(PropertyStore.NOTE_LIMIT, store.notesSince(before, "D").size());
        assertEquals(List.of(), store.notesSince(store.revision(), "D"));
    }

    @Test
    void whatIsBeyondALimitIsIgnoredCountedAndNotedOnce() {
        for (int i = 0; i < 2 * PropertyStore.DEVICE_LIMIT; i++) {
            hear("<defTextVector device='D" + i + "' name='T'/>");
        }
        assertEquals(PropertyStore.DEVICE_LIMIT, store.devices().size());
        assertEquals(PropertyStore.DEVICE_LIMIT, store.ignored());
        assertEquals(List.of("the server has more than 256 devices; what is beyond is ignored"),
                store.notesSince(0, "D256"));
        hear("<delProperty device='D0' name='T'/><defTextVector device='New' name='T'/>");
        assertTrue(store.devices().contains("New"), "a device without properties takes no place");

        store.forget();
        assertEquals(0, store.ignored());
        for (int i = 0; i < PropertyStore.PROPERTY_LIMIT + 10; i++) {
            hear("<defTextVector device='D' name='P" + i + "'/>");
        }
        assertEquals(PropertyStore.PROPERTY_LIMIT, store.all("D").size());
        assertEquals(10, store.ignored());
        hear("<delProperty device='D'/>");
        assertEquals(0, store.weight());

        String mega = "m".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            hear("<defTextVector device='D' name='P" + i + "'><defText name='a'>" + mega
                    + "</defText></defTextVector>");
        }
        assertTrue(store.weight() <= PropertyStore.LIMIT_BYTES && store.all("D").size() > 5,
                "weighs " + store.weight());
        hear("<setTextVector device='D' name='P1' state='Ok'><oneText name='a'>small</oneText></setTextVector>");
        assertEquals("small", store.find("D", "P1").orElseThrow().text("a"));
        hear("<defTextVector device='D' name='P99'><defText name='a'>fits again</defText></defTextVector>");
        assertEquals("fits again", store.find("D", "P99").orElseThrow().text("a"));
    }

    @Test
    void aConnectedCameraIsReadFromItsRecording() throws Exception {
        hear(new String(Transcript.capture("v1.9.9-47-reconnect-device.xml"), StandardCharsets.ISO_8859_1));
        assertEquals(1280, store.find("CCD Simulator", "CCD_FRAME").orElseThrow().number("WIDTH"));
        assertEquals(0.01, PropertyStore.called(store.find("CCD Simulator", "CCD_EXPOSURE").orElseThrow(),
                "CCD_EXPOSURE_VALUE").orElseThrow().min());
        assertTrue(store.find("CCD Simulator", "CCD_FRAME_TYPE").orElseThrow().isOn("FRAME_DARK"));
        hear(new String(Transcript.capture("v1.9.9-46-disconnect-device.xml"), StandardCharsets.ISO_8859_1));
        assertFalse(store.find("CCD Simulator", "CCD_FRAME").isPresent());
    }
}
