package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SxCodecTest {

    private static String hex(SxCommand command) {
        return HexFormat.of().formatHex(command.bytes());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void questionsSayHowLongTheirAnswerIs() {
        assertEquals("c0ff000000000400", hex(SxCommand.firmware()));
        assertEquals("c013000000000200", hex(SxCommand.build(2)));
        assertEquals("c00e000000000200", hex(SxCommand.model()));
        assertEquals("c008000000001100", hex(SxCommand.sizes()));
        assertEquals("c00fc03f00001000", hex(SxCommand.serial(0)));
        assertEquals("c00fd03f00001000", hex(SxCommand.serial(1)));
    }

    @Test
    void coolerAndShutterAnswerAlthoughTheirTypeAndLengthSayTheyDoNot() {
        // -10 °C is 263.0 K by the maker's zero: 2630 = 0x0A46
        assertEquals("401e460a01000000",
                hex(SxCommand.cooler(SxReply.deciKelvin(new Celsius(-10_000)), true)));
        assertEquals("401e080c00000000", hex(SxCommand.cooler(SxReply.deciKelvin(SxReply.WARMEST), false)));
        assertEquals("401f000000000000", hex(SxCommand.coolerLook()));
        assertEquals(3, SxCommand.coolerLook().answerBytes());
        assertEquals("4020004000000000", hex(SxCommand.shutter(true)));
        assertEquals("4020008000000000", hex(SxCommand.shutter(false)));
        assertEquals(2, SxCommand.shutter(false).answerBytes());
    }

    @Test
    void ordersToReadCarryTheWindowAndTheDelayItsMilliseconds() {
        var read = new SxRead(SxFlags.BOTH, 2750, 2200, 2, 4);
        assertEquals("4003030000000a00" + "00000000be0a98080204", hex(SxCommand.readNow(read)));
        assertEquals("4002030000000e00" + "00000000be0a98080204" + "e7030000",
                hex(SxCommand.readDelayed(read, Duration.ofMillis(999))));
        assertEquals(2L * 1375 * 550, read.bytes());
        assertEquals("4001000000000000", hex(SxCommand.clear(SxFlags.EVERYTHING)));
        assertEquals("40010a0000000000", hex(SxCommand.clear(SxFlags.NO_WIPE | SxFlags.EVEN)));
        assertEquals("4006000000000000", hex(SxCommand.reset()));
    }

    @Test
    void aReadOfNothingCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new SxRead(SxFlags.BOTH, 1, 100, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new SxRead(SxFlags.BOTH, 100, 100, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SxRead(SxFlags.BOTH, 70_000, 100, 1, 1));
    }

    @Test
    void firmwareIsADigitAByte() {
        assertEquals("1.18", SxReply.firmware(bytes("08 01 01 00")));
        assertEquals("12.05", SxReply.firmware(bytes("05 00 02 01")));
    }

    @Test
    void theSensorsSizesAreLittleEndianAndItsPixelsFixedPoint() {
        SxParameters h694 = SxParameters.of(bytes("0c 04 be0a 04 02 9808 8a04 8a04 ff0f 10 02 31"));
        assertEquals(2750, h694.widthPx());
        assertEquals(2200, h694.heightPx());
        assertEquals(4.54, h694.pixelWidth() / 256.0, 0.004);
        assertEquals(16, h694.bits());
        assertTrue(h694.hasCooler() && h694.hasShutter());
        assertFalse(h694.hasEeprom());
        assertTrue(SxParameters.of(bytes("00 00 ffff 00 00 ffff 0000 0000 0000 10 00 04")).hasEeprom());
    }

    @Test
    void temperaturesGoAndComeInTenthsOfADegree() {
        for (int deci = -400; deci <= 350; deci++) {
            int wire = SxReply.deciKelvin(new Celsius(100 * deci));
            assertEquals(new Celsius(100 * deci),
                    SxReply.temperature(new byte[]{(byte) wire, (byte) (wire >> 8), 1}));
        }
        assertEquals(2630, SxReply.deciKelvin(new Celsius(-9_960)), "rounded to the nearest tenth");
        assertEquals(Celsius.UNKNOWN, SxReply.temperature(bytes("0000 00")));
        assertEquals(Celsius.UNKNOWN, SxReply.temperature(bytes("ffff 00")));
    }

    @Test
    void aSerialNumberEndsWithItsTextAndIsNoneWhereThereIsNoText() {
        byte[] memory = new byte[32];
        assertEquals(Optional.empty(), SxReply.serial(memory));
        System.arraycopy("SX0042".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, memory, 0, 6);
        assertEquals(Optional.of("SX0042"), SxReply.serial(memory));
        java.util.Arrays.fill(memory, (byte) 0xFF);
        assertEquals(Optional.empty(), SxReply.serial(memory));
        memory[0] = 'A';
        assertEquals(Optional.of("A"), SxReply.serial(memory));
        memory[0] = 3;
        memory[1] = 0;
        assertEquals(Optional.empty(), SxReply.serial(memory));
    }

    @Test
    void commandsOutsideTheirFieldsCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> SxCommand.clear(0x10000));
        assertThrows(IllegalArgumentException.class, () -> SxCommand.clear(-1));
        assertArrayEquals(bytes("4001ffff00000000"), SxCommand.clear(0xFFFF).bytes());
    }
}
