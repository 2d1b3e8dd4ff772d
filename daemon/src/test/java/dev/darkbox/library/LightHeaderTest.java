package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightHeaderTest {

    @TempDir
    private Path folder;

    private static LightHeader read(Map<String, String> cards) {
        return LightHeader.of(cards, 100, 80);
    }

    @Test
    void aLightOfNinaTellsAll() {
        LightHeader light = read(
                Map.of("IMAGETYP", "LIGHT", "EXPOSURE", "180.0", "EXPTIME", "180.0", "GAIN", "100",
                        "OFFSET", "50", "XBINNING", "1", "INSTRUME", "ZWO ASI2600MM Pro", "SET-TEMP", "-10.0",
                        "DATE-OBS",
                        "2025-09-23T20:15:00.123", "READOUTM", "Default"));
        assertEquals(Map.of("kind", "dark", "camera", "ZWO ASI2600MM Pro", "mode", "Default", "gain", "100",
                "offset",
                "50", "binning", "1", "size", "100x80", "set_point_c", "-10.0", "exposure_s", "180.0", "at",
                "2025-09-23T20:15:00.123Z"), WantedText.of(light));
        assertEquals(List.of(), light.untold());
    }

    @Test
    void aLightOfIndiHasNoSetPointAndItsSensorStandsIn() {
        LightHeader light = read(
                Map.of("FRAME", "Light", "EXPTIME", "1.800000e+02", "GAIN", "1.000000e+02", "OFFSET",
                        "5.0E+01", "XBINNING", "2", "INSTRUME", "ZWO CCD ASI2600MM Pro", "CCD-TEMP", "-9.8",
                        "DATE-OBS",
                        "2025-09-23T20:15:00"));
        assertEquals(-9800, light.keys().setPoint().milliC());
        assertEquals(100, light.keys().conditions().gain());
        assertEquals(180, light.keys().exposure().toSeconds());
        assertEquals(List.of(), light.untold());
    }

    @Test
    void whatMaximDoesNotWriteIsToldToBeMissing() {
        LightHeader light = read(
                Map.of("IMAGETYP", "Light Frame", "EXPTIME", "180.", "SET-TEMP", "-10.", "INSTRUME",
                        "SBIG ST-402", "XBINNING", "1", "DATE-OBS", "2025-09-23", "TIME-OBS", "20:15:00"));
        assertEquals(List.of("gain", "offset"), light.untold());
        assertEquals("2025-09-23T20:15:00Z", light.at().orElseThrow().toString());
    }

    @Test
    void sharpCapCallsTheOffsetBlackLevelAndMinusOneIsNoOffset() {
        assertEquals(30, read(Map.of("BLKLEVEL", "30")).keys().conditions().offset());
        assertEquals(-1, read(Map.of("OFFSET", "-1")).keys().conditions().offset());
    }

    @Test
    void theKindOfFrameDecidesTheKindOfMaster() {
        record Case(String type, MasterKeys.Kind kind) {}
        for (Case one : List.of(new Case("Light", MasterKeys.Kind.DARK), new Case("", MasterKeys.Kind.DARK),
                new Case("Flat Field", MasterKeys.Kind.DARK_FLAT),
                new Case("FLAT", MasterKeys.Kind.DARK_FLAT),
                new Case("Bias Frame", MasterKeys.Kind.BIAS), new Case("DARK", MasterKeys.Kind.DARK))) {
            assertEquals(one.kind, read(Map.of("IMAGETYP", one.type, "FILTER", "Ha")).keys().kind(),
                    one.type);
        }
    }

    @Test
    void anXisfFileTellsTheSame() throws Exception {
        Path light = xisf("<Image geometry=\"6248:4176:1\" sampleFormat=\"UInt16\">"
                + "<FITSKeyword name=\"GAIN\" value=\"100\" comment=\"a &gt; b\"/>"
                + "<FITSKeyword name='INSTRUME' value=\"'ZWO ASI2600MM &amp; Co'\" comment=''/></Image>");
        LightHeader header = LightHeader.of(light);
        assertEquals(100, header.keys().conditions().gain());
        assertEquals("ZWO ASI2600MM & Co", header.keys().conditions().camera());
        assertEquals(6248, header.keys().conditions().widthPx());
    }

    @Test
    void whatIsNoPictureIsNamed() throws Exception {
        Path text = Files.writeString(folder.resolve("light.fits"), "no picture at all");
        assertEquals(text + " is not a FITS file: it does not begin with SIMPLE",
                assertThrows(IOException.class, () -> LightHeader.of(text)).getMessage());
        Path empty = xisf("<xisf/>");
        assertEquals(empty + ": an XISF file without a picture of two axes",
                assertThrows(IOException.class, () -> LightHeader.of(empty)).getMessage());
    }

    private Path xisf(String xml) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var to = new DataOutputStream(bytes);
        to.writeBytes("XISF0100");
        to.writeInt(Integer.reverseBytes(xml.length()));
        to.writeInt(0);
        to.write(xml.getBytes(StandardCharsets.UTF_8));
        return Files.write(folder.resolve("light.xisf"), bytes.toByteArray());
    }
}
