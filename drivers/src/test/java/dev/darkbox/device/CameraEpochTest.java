package dev.darkbox.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch.Relation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CameraEpochTest {

    private static final CameraEpoch OLD = CameraEpoch.of(Map.of("driver.exec", "indi_x_ccd",
            "driver.version", "1.9", "sdk.SDK.VERSION", "1.37", "firmware.CAMERA.FPGAVERSION", "1.2",
            "camera.Serial Number.SN", "0a1b2c", "readout.READ_MODE.MODE", "1", "shape.CCD_GAIN.GAIN",
            "0..100", "shape.SENSOR_MODE", "HCG, LCG"));

    private static CameraEpoch with(Map<String, String> changed) {
        var parts = new HashMap<>(OLD.parts());
        changed.forEach((name, text) -> {
            if (text.isEmpty()) {
                parts.remove(name);
            } else {
                parts.put(name, text);
            }
        });
        return CameraEpoch.of(parts);
    }

    private static List<String> lines(CameraEpoch now) {
        return now.changesFrom(OLD).stream().map(EpochChange::toString).toList();
    }

    @Test
    void theCanonicalTextAndItsIdNeverChange() {
        var epoch = CameraEpoch.of(Map.of("shape.b = c", "0..1", "driver.version", "1\t\\ü=\n2\u007f",
                "driver.exec", "x"));
        assertEquals("""
                darkbox camera epoch 1
                driver.exec = x
                driver.version = 1\\u0009\\\\ü=\\u000a2\\u007f
                shape.b \\= c = 0..1
                """, epoch.text());
        assertEquals("8245292be9b4", epoch.id());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        var strange = CameraEpoch.of(Map.of("driver.a = b\\= c", " = \\u0041 \n=", "sdk. ", "=", "camera.x\\",
                "\\\\", "firmware.\u0000", "\u0001"));
        assertEquals(strange, CameraEpoch.parse(strange.text()));
        assertEquals(OLD, CameraEpoch.parse(OLD.text()));
        assertEquals(CameraEpoch.UNKNOWN, CameraEpoch.parse(""));
    }

    @Test
    void aTextOfAnotherKindIsRefusedByItsLine() {
        for (String wrong : List.of("hello\n", "darkbox camera epoch 2\ndriver.exec = x\n",
                "darkbox camera epoch 1\ndriver.exec = x", "darkbox camera epoch 1\ndriver.exec\n",
                "darkbox camera epoch 1\nnonsense.exec = x\n", "darkbox camera epoch 1\ndriver. = x\n",
                "darkbox camera epoch 1\ndriver.a = \\u00zz\n")) {
            assertThrows(IllegalArgumentException.class, () -> CameraEpoch.parse(wrong), wrong);
        }
    }

    @Test
    void eachChangeIsALineOfItsKind() {
        assertEquals(List.of("driver version 1.9 -> 2.0"), lines(with(Map.of("driver.version", "2.0"))));
        assertEquals(List.of("SDK.VERSION gone"), lines(with(Map.of("sdk.SDK.VERSION", ""))));
        assertEquals(List.of("CCD_GAIN.GAIN range 0..100 -> 0..570"),
                lines(with(Map.of("shape.CCD_GAIN.GAIN", "0..570"))));
        assertEquals(List.of("SENSOR_MODE HCG, LCG -> HCG, LCG, HDR"),
                lines(with(Map.of("shape.SENSOR_MODE", "HCG, LCG, HDR"))));
        assertEquals(List.of("CCD_OFFSET.OFFSET 0..50 is new"),
                lines(with(Map.of("shape.CCD_OFFSET.OFFSET", "0..50"))));
        var all = with(Map.of("shape.CCD_GAIN.GAIN", "0..1", "camera.Serial Number.SN", "ff",
                "firmware.CAMERA.FPGAVERSION", "2", "driver.version", "2.0")).changesFrom(OLD);
        assertEquals(List.of(CameraEpoch.Kind.DRIVER, CameraEpoch.Kind.FIRMWARE, CameraEpoch.Kind.CAMERA,
                CameraEpoch.Kind.SHAPE), all.stream().map(EpochChange::kind).toList());
        assertEquals("driver, firmware, camera and controls", EpochChange.kinds(all));
        assertEquals("driver version 1.9 -> 2.0, CAMERA.FPGAVERSION 1.2 -> 2 and 2 more",
                EpochChange.line(all, 2));
    }

    @Test
    void anotherModeIsNoChangeAndItsShapesAreNotCompared() {
        var otherMode = with(Map.of("readout.READ_MODE.MODE", "0", "shape.CCD_GAIN.GAIN", "0..570"));
        assertEquals(Relation.SAME, otherMode.relationTo(OLD));
        assertTrue(!otherMode.id().equals(OLD.id()), "yet it is told apart");
        assertEquals(List.of("driver version 1.9 -> 2.0"), lines(with(Map.of("driver.version", "2.0",
                "readout.READ_MODE.MODE", "0", "shape.CCD_GAIN.GAIN", "0..570"))));
        assertEquals(List.of("SENSOR_MODE gone"),
                lines(with(Map.of("readout.READ_MODE.MODE", "", "shape.SENSOR_MODE", ""))),
                "a mode that is not told any more hides nothing");
    }

    @Test
    void theUnknownIsNeitherEqualNorChanged() {
        assertEquals(Relation.UNKNOWN, OLD.relationTo(CameraEpoch.UNKNOWN));
        assertEquals(Relation.UNKNOWN, CameraEpoch.UNKNOWN.relationTo(OLD));
        assertEquals(Relation.UNKNOWN, CameraEpoch.UNKNOWN.relationTo(CameraEpoch.UNKNOWN));
        assertEquals(List.of(), OLD.changesFrom(CameraEpoch.UNKNOWN));
        assertEquals("", CameraEpoch.UNKNOWN.id());
        assertEquals(Relation.SAME, OLD.relationTo(with(Map.of())));
        assertEquals(Relation.OTHER, OLD.relationTo(with(Map.of("driver.version", "2.0"))));
    }

    @Test
    void aPartNeedsAKindAndAText() {
        assertThrows(IllegalArgumentException.class, () -> CameraEpoch.of(Map.of("version", "1")));
        assertThrows(IllegalArgumentException.class, () -> CameraEpoch.of(Map.of("driver.version", "")));
    }
}
