package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.usb.SxModel.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SxSensorTest {

    private static SxSensor sensor(int word, int width, int height) {
        return new SxSensor(SxModel.of(word, 0), new SxParameters(width, height, 1651, 1651, 16, 0));
    }

    @ParameterizedTest
    @CsvSource({"05,H5,PROGRESSIVE,false", "85,H5C,PROGRESSIVE,true", "09,H9,PROGRESSIVE,false",
        "90,H16C,PROGRESSIVE,true", "12,H18,PROGRESSIVE,false", "B4,H36C,PROGRESSIVE,true",
        "28,814,PROGRESSIVE,false", "A9,834C,PROGRESSIVE,true", "3C,Ultrastar,PROGRESSIVE,false",
        "45,MX5,INTERLACED,false", "C5,MX5C,INTERLACED,true", "84,MX5C,INTERLACED,true",
        "46,Lodestar,INTERLACED,false", "47,MX7,INTERLACED,false", "C9,MX9C,INTERLACED,true",
        "56,H674,PROGRESSIVE,false", "57,H694,PROGRESSIVE,false", "B7,H694C,PROGRESSIVE,true",
        "58,H290,PROGRESSIVE,false", "59,M25C,M25C,true", "5A,M26C,UNKNOWN_ORDER,true",
        "27,CoStar,COSTAR,false", "FFFF,camera FFFF,UNKNOWN_ORDER,false", "4B,camera 004B,INTERLACED,false"})
    void theModelWordDecidesHowASensorIsRead(String word, String name, Kind kind, boolean colours) {
        SxModel model = SxModel.of(Integer.parseInt(word, 16), 0);
        assertEquals(name, model.name());
        assertEquals(kind, model.kind());
        assertEquals(colours, model.hasColours());
    }

    @ParameterizedTest
    @CsvSource({"FFFF,0107,MX7,INTERLACED,false", "FFFF,0307,MX7C,INTERLACED,true",
        "FFFF,0194,H694,PROGRESSIVE,false",
        "FFFF,0325,M25C,M25C,true", "FFFF,0517,CoStar,COSTAR,false", "FFFF,0605,SX-46C,PROGRESSIVE,true",
        "FFFF,0200,camera FFFF,UNKNOWN_ORDER,false", "2F,0601,SX-56,PROGRESSIVE,false",
        "2F,0606,SX-50,PROGRESSIVE,false", "57,0107,H694,PROGRESSIVE,false"})
    void aCameraThatWasNeverToldItsModelIsKnownByItsProduct(String word, String product, String name,
            Kind kind, boolean colours) {
        SxModel model = SxModel.of(Integer.parseInt(word, 16), Integer.parseInt(product, 16));
        assertEquals(name, model.name());
        assertEquals(kind, model.kind());
        assertEquals(colours, model.hasColours());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x57, 0x47, 0x59, 39})
    void whatIsReadFillsTheFrameWhateverTheBinning(int word) {
        for (int height : new int[]{288, 289, 290, 291, 1040}) {
            for (int width : new int[]{752, 753, 754, 755}) {
                for (int binning : SxSensor.BINNINGS) {
                    SxSensor sensor = sensor(word, width, height);
                    long bytes = sensor.reads(binning).stream().mapToLong(SxRead::bytes).sum();
                    assertEquals(2 * sensor.shape(binning).pixels(), bytes,
                            "%dx%d binning %d".formatted(width, height, binning));
                }
            }
        }
    }

    @Test
    void anInterlacedSensorIsTwiceAsHighAsItSaysAndReadFieldByField() {
        SxSensor m7 = sensor(0x47, 752, 290);
        assertEquals(new FrameShape(752, 580), m7.shape());
        assertEquals(List.of(new SxRead(6, 752, 290, 1, 1), new SxRead(5, 752, 290, 1, 1)), m7.reads(1));
        assertEquals(List.of(new SxRead(3, 752, 290, 2, 1)), m7.reads(2));
        assertEquals(List.of(new SxRead(3, 752, 290, 4, 2)), m7.reads(4));
        assertEquals(new FrameShape(376, 290), m7.shape(2));
        assertTrue(m7.isWoven(1));
        assertFalse(m7.isWoven(2));
    }

    @Test
    void theM25CIsAskedForHalfAsManyRowsOfDoubleLengthWhateverItSays() {
        SxSensor m25c = sensor(0x59, 1, 1);
        assertEquals(new FrameShape(3032, 2016), m25c.shape());
        assertEquals(List.of(new SxRead(3, 6064, 1008, 1, 1)), m25c.reads(1));
    }

    @Test
    void fieldsAreWovenInTheFramesOwnMemory() {
        for (int rows = 2; rows <= 12; rows += 2) {
            try (Arena arena = Arena.ofConfined()) {
                FrameBuffer frame = FrameBuffer.allocate(new FrameShape(3, rows), arena);
                MemorySegment even = arena.allocate(frame.pixels().byteSize() / 2, 2);
                var odd = SxWeave.oddField(frame);
                for (int r = 0; r < rows / 2; r++) {
                    for (int x = 0; x < 3; x++) {
                        odd.setAtIndex(java.lang.foreign.ValueLayout.JAVA_SHORT, 3L * r + x,
                                (short) (20 * r + x));
                        even.setAtIndex(java.lang.foreign.ValueLayout.JAVA_SHORT, 3L * r + x,
                                (short) (20 * r + 10 + x));
                    }
                }
                SxWeave.fields(even, frame);
                for (int y = 0; y < rows; y++) {
                    for (int x = 0; x < 3; x++) {
                        assertEquals(10 * y + x, frame.adu(x, y));
                    }
                }
            }
        }
    }

    @Test
    void squaresAreLaidOutAsRows() {
        try (Arena arena = Arena.ofConfined()) {
            FrameBuffer frame = FrameBuffer.allocate(new FrameShape(4, 4), arena);
            // (0,0) (1,0) (0,1) (1,1), the next square, the next two rows
            int[] sent = {0, 10, 1, 11, 2, 12, 3, 13, 20, 30, 21, 31, 22, 32, 23, 33};
            for (int i = 0; i < sent.length; i++) {
                frame.setAdu(i % 4, i / 4, sent[i]);
            }
            SxWeave.squares(frame);
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 4; x++) {
                    assertEquals(10 * y + x, frame.adu(x, y));
                }
            }
        }
    }
}
