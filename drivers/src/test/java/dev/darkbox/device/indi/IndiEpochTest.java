package dev.darkbox.device.indi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.device.EpochChange;
import dev.darkbox.device.indi.IndiSpec.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What of a driver's properties becomes its epoch, from recordings and from vendors' ways of telling.
class IndiEpochTest {

    private static final String DRIVER = """
            <defTextVector device="D" name="DRIVER_INFO" perm="ro"><defText name="DRIVER_NAME">X CCD</defText>
            <defText name="DRIVER_EXEC">indi_x_ccd</defText><defText name="DRIVER_VERSION">1.9</defText>
            <defText name="DRIVER_INTERFACE">6</defText></defTextVector>
            """;
    private static final String NUMBERS = """
            <defNumberVector device="D" name="CCD_EXPOSURE" label="L" perm="rw"><defNumber name="CCD_EXPOSURE_VALUE" min="0.010000000000000000208" max="3600">1</defNumber></defNumberVector>
            <defNumberVector device="D" name="CCD_INFO" perm="ro"><defNumber name="CCD_MAX_X" min="1" max="16000">6248</defNumber>
            <defNumber name="CCD_MAX_Y" min="1" max="16000">4176</defNumber><defNumber name="CCD_PIXEL_SIZE" min="1" max="40">3.7599999904632568359</defNumber></defNumberVector>
            """;

    private final PropertyStore store = new PropertyStore();

    private CameraEpoch hear(byte[] bytes, String device) {
        new Tokenizer(new MessageReader(store::apply, _ -> BlobReceiver.NOWHERE)).feed(bytes, 0,
                bytes.length);
        return IndiEpoch.of(store.all(device), Map.of());
    }

    private CameraEpoch hear(String... text) {
        return hear(String.join("", text).getBytes(StandardCharsets.UTF_8), "D");
    }

    private CameraEpoch recorded(String device, String... captures) throws IOException {
        CameraEpoch epoch = CameraEpoch.UNKNOWN;
        for (String capture : captures) {
            epoch = hear(Transcript.capture(capture), device);
        }
        return epoch;
    }

    private static String texts(String property, String... members) {
        var text = new StringBuilder("<defTextVector device='D' name='%s' perm='ro'>".formatted(property));
        for (String member : members) {
            text.append("<defText name='%s'>%s</defText>".formatted(member.split("=", 2)[0],
                    member.split("=", 2)[1]));
        }
        return text.append("</defTextVector>").toString();
    }

    @Test
    void twoVersionsOfTheSimulatorDifferAndSayInWhat() throws IOException {
        CameraEpoch old = recorded("CCD Simulator", "v1.9.9-01-getProperties-disconnected.xml",
                "v1.9.9-02-connect-ccd-simulator.xml");
        CameraEpoch now = new IndiEpochTest().recorded("CCD Simulator",
                "v2.2.4-01-getProperties-disconnected.xml", "v2.2.4-02-connect-ccd-simulator.xml");
        assertNotEquals(old.id(), now.id());
        assertEquals(
                "CCD_CAPTURE_FORMAT INDI_MONO -> INDI_MONO, INDI_RGB, CCD_GAIN.GAIN range 0..100 -> 0..300",
                EpochChange.line(now.changesFrom(old), 9), "its own version is 1.0 in both");
        assertEquals(old, CameraEpoch.parse(old.text()));
    }

    @Test
    void disconnectingAndConnectingAgainChangesNothing() throws IOException {
        for (String version : List.of("v1.9.9", "v2.2.4")) {
            var test = new IndiEpochTest();
            CameraEpoch before = test.recorded("CCD Simulator", version
                    + "-01-getProperties-disconnected.xml",
                    version + "-02-connect-ccd-simulator.xml");
            CameraEpoch away = test.recorded("CCD Simulator", version + "-46-disconnect-device.xml");
            assertEquals(Relation.OTHER, away.relationTo(before), "what was told is gone");
            assertEquals(before, test.recorded("CCD Simulator", version + "-47-reconnect-device.xml"),
                    version);
        }
    }

    /// Property, members with texts -> parts.
    @Test
    void whatVendorsTellOfVersionsAndSerialNumbersIsFoundByWords() {
        CameraEpoch epoch = hear(DRIVER,
                texts("SDK", "VERSION=1.37"), texts("Serial Number", "SN=0a1b2c"),
                texts("SDK_VERSION", "VERSION=25.9.29.0"), texts("Model", "Model=ML16803", "HW Rev=0x100",
                        "FW Rev=0x20f"),
                texts("CAMERA", "FIRMWAREVERSION=3.1", "HARDWAREVERSION=5.0", "FPGAVERSION=1.2", "SN#=TP1",
                        "REVISION=2", "DATE=2024", "STATUS=Idle"),
                texts("CAM_INFO", "CAM_NAME=Alta", "CAM_FIRMWARE=0x21"),
                texts("VERSION", "VERSION_FIRMWARE=1.7"), texts("SNOOPED", "CAMERA_STATUS=Idle", "CAMERAS=2",
                        "CURVE=x", "PREVIEW=x", "ANSWER=x"),
                texts("SDK_EMPTY", "VERSION="),
                "<defTextVector device='D' name='SDK_PATH' perm='rw'><defText name='VERSION'>x</defText></defTextVector>",
                "<defTextVector device='E' name='SDK' perm='ro'><defText name='VERSION'>another device</defText></defTextVector>");
        assertEquals("""
                darkbox camera epoch 1
                camera.CAMERA.SN# = TP1
                camera.CAM_INFO.CAM_NAME = Alta
                camera.Model.Model = ML16803
                camera.Serial Number.SN = 0a1b2c
                driver.exec = indi_x_ccd
                driver.name = X CCD
                driver.version = 1.9
                firmware.CAMERA.FIRMWAREVERSION = 3.1
                firmware.CAMERA.FPGAVERSION = 1.2
                firmware.CAMERA.HARDWAREVERSION = 5.0
                firmware.CAMERA.REVISION = 2
                firmware.CAM_INFO.CAM_FIRMWARE = 0x21
                firmware.Model.FW Rev = 0x20f
                firmware.Model.HW Rev = 0x100
                firmware.VERSION.VERSION_FIRMWARE = 1.7
                sdk.SDK.VERSION = 1.37
                sdk.SDK_VERSION.VERSION = 25.9.29.0
                """, epoch.text());
    }

    @Test
    void theShapeIsRangesAndNamesWhateverTheirNoiseAndOrder() {
        CameraEpoch epoch = hear(DRIVER, NUMBERS,
                """
                        <defNumberVector device="D" name="CCD_CONTROLS" perm="rw"><defNumber name="BandWidth" min="40" max="100">80</defNumber>
                        <defNumber name="Gain" min="0" max="570">100</defNumber><defNumber name="C2" label="Offset" min="0" max="80">50</defNumber></defNumberVector>
                        <defSwitchVector device="D" name="SENSOR_MODE" perm="rw" rule="OneOfMany"><defSwitch name="LCG">Off</defSwitch><defSwitch name="HCG">On</defSwitch></defSwitchVector>
                        <defNumberVector device="D" name="CCD_GAIN" perm="ro"><defNumber name="GAIN" min="0" max="1">0.25</defNumber></defNumberVector>
                        """);
        assertEquals("""
                darkbox camera epoch 1
                driver.exec = indi_x_ccd
                driver.name = X CCD
                driver.version = 1.9
                readout.SENSOR_MODE = HCG
                shape.CCD_CONTROLS.C2 = 0..80
                shape.CCD_CONTROLS.Gain = 0..570
                shape.CCD_EXPOSURE.CCD_EXPOSURE_VALUE = 0.01..3600
                shape.CCD_GAIN.GAIN = read only
                shape.CCD_INFO.CCD_MAX_X = 6248
                shape.CCD_INFO.CCD_MAX_Y = 4176
                shape.CCD_INFO.CCD_PIXEL_SIZE = 3.76
                shape.SENSOR_MODE = HCG, LCG
                """, epoch.text());
        assertEquals(epoch,
                hear("""
                        <defSwitchVector device="D" name="SENSOR_MODE" label="other" group="other" perm="rw" timestamp="2026-01-01T00:00:00" rule="OneOfMany"><defSwitch name="HCG">On</defSwitch><defSwitch name="LCG">Off</defSwitch></defSwitchVector>
                        <setNumberVector device="D" name="CCD_EXPOSURE" state="Busy"><oneNumber name="CCD_EXPOSURE_VALUE" min="0.0099999997" max="3600.0001">17</oneNumber></setNumberVector>
                        <setNumberVector device="D" name="CCD_CONTROLS" state="Alert"><oneNumber name="Gain">300</oneNumber></setNumberVector>
                        <setTextVector device="D" name="DRIVER_INFO"><oneText name="DRIVER_INTERFACE">22</oneText></setTextVector>
                        """),
                "values, labels, order, interface and noise are no epoch");
        assertEquals("CCD_CONTROLS.Gain range 0..570 -> 0..600",
                EpochChange.line(
                        hear("""
                                <setNumberVector device="D" name="CCD_CONTROLS"><oneNumber name="Gain" min="0" max="600">300</oneNumber></setNumberVector>
                                """)
                                .changesFrom(epoch),
                        9));
    }

    /// Such a mode has its own gains and its own sensor size.
    @Test
    void anotherModeOfTheCameraIsNoOtherEpoch() {
        String mode = """
                <defNumberVector device="D" name="READ_MODE" perm="rw"><defNumber name="MODE" min="0" max="3">0</defNumber></defNumberVector>
                <defNumberVector device="D" name="CCD_GAIN" perm="rw"><defNumber name="GAIN" min="0" max="100">30</defNumber></defNumberVector>
                """;
        CameraEpoch first = hear(DRIVER, NUMBERS, mode);
        CameraEpoch second = hear(
                """
                        <setNumberVector device="D" name="READ_MODE"><oneNumber name="MODE">1</oneNumber></setNumberVector>
                        <setNumberVector device="D" name="CCD_GAIN"><oneNumber name="GAIN" min="0" max="200">30</oneNumber></setNumberVector>
                        <setNumberVector device="D" name="CCD_INFO"><oneNumber name="CCD_MAX_X">3124</oneNumber></setNumberVector>
                        """);
        assertEquals(Relation.SAME, second.relationTo(first));
        assertNotEquals(first.id(), second.id());
    }

    @Test
    void aSensorWithoutASizeYetIsLeftOutAndASizeThatCanBeWrittenIsASetting() {
        CameraEpoch known = hear(DRIVER, NUMBERS);
        CameraEpoch connecting = hear(
                """
                        <setNumberVector device="D" name="CCD_INFO"><oneNumber name="CCD_MAX_X">0</oneNumber></setNumberVector>
                        """);
        assertTrue(connecting.parts().keySet().stream().noneMatch(part -> part.contains("CCD_INFO")));
        assertEquals(known, hear(NUMBERS));
        CameraEpoch writable = hear(NUMBERS.replace("ro", "rw"));
        assertTrue(writable.parts().keySet().stream().noneMatch(part -> part.contains("CCD_INFO")));
    }

    @Test
    void controlsTheConfigurationNamesAreFoundWhereItSays() {
        hear(DRIVER,
                """
                        <defNumberVector device="D" name="VENDOR" perm="rw"><defNumber name="G" min="0" max="9">1</defNumber><defNumber name="O" min="0" max="8">1</defNumber>
                        <defNumber name="OTHER" min="0" max="7">1</defNumber></defNumberVector>
                        <defSwitchVector device="D" name="VENDOR_MODE" perm="rw" rule="OneOfMany"><defSwitch name="A">On</defSwitch></defSwitchVector>
                        """);
        CameraEpoch epoch = IndiEpoch.of(store.all("D"), Map.of(Setting.GAIN, MemberName.parse("VENDOR.G"),
                Setting.OFFSET, MemberName.parse("VENDOR.O"), Setting.READ_MODE, MemberName.parse(
                        "VENDOR_MODE")));
        assertEquals(List.of("readout.VENDOR_MODE", "shape.VENDOR.G", "shape.VENDOR.O", "shape.VENDOR_MODE"),
                epoch.parts().keySet().stream().filter(part -> !part.startsWith("driver.")).toList());
        assertEquals(Relation.SAME, IndiEpoch.of(store.all("D"),
                Map.of(Setting.GAIN, MemberName.parse("Other device/VENDOR.G"))).relationTo(
                        IndiEpoch.of(store.all("D"), Map.of())));
    }

    @Test
    void aTextThatIsTooLongToBeAVersionIsCut() {
        CameraEpoch epoch = hear(DRIVER, texts("SDK", "VERSION=" + "v".repeat(100_000)));
        assertEquals(200, epoch.parts().getOrDefault("sdk.SDK.VERSION", "").length());
    }
}
