package dev.darkbox.device.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What a camera says of its main sensor.
///
/// Source: Starlight Xpress, USB Programmers Reference Manual 1.0 (2002), "GET_CCD"; capabilities as SDK Documentation, Issue
/// F (2015).
///
/// @param widthPx columns of the active area
/// @param heightPx rows of it; of one field where the sensor is interlaced
/// @param pixelWidth in 1/256 µm
/// @param pixelHeight likewise; of a row of one field
/// @param bits of a pixel as it is sent
/// @param capabilities bits: see the methods
record SxParameters(int widthPx, int heightPx, int pixelWidth, int pixelHeight, int bits, int capabilities) {

    static final int BYTES = 17;

    private static final int EEPROM = 0x04;
    private static final int GUIDE_HEAD = 0x08;
    private static final int COOLER = 0x10;
    private static final int SHUTTER = 0x20;

    static SxParameters of(byte[] answer) {
        ByteBuffer bytes = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
        return new SxParameters(Short.toUnsignedInt(bytes.getShort(2)),
                Short.toUnsignedInt(bytes.getShort(6)),
                Short.toUnsignedInt(bytes.getShort(8)), Short.toUnsignedInt(bytes.getShort(10)),
                Byte.toUnsignedInt(bytes.get(14)), Byte.toUnsignedInt(bytes.get(16)));
    }

    /// Whether its memory can be read, and in it the serial number.
    boolean hasEeprom() {
        return (capabilities & EEPROM) != 0;
    }

    /// Whether a second, small sensor can be plugged into it. It is not driven here.
    boolean hasGuideHead() {
        return (capabilities & GUIDE_HEAD) != 0;
    }

    boolean hasCooler() {
        return (capabilities & COOLER) != 0;
    }

    boolean hasShutter() {
        return (capabilities & SHUTTER) != 0;
    }
}
