package dev.darkbox.device.usb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;

/// One command to a Starlight Xpress camera: eight bytes, parameters behind them, all numbers little-endian.
///
/// ```
///  0     1       2,3    4,5    6,7                8 ..
///  type  opcode  value  index  length, see below  parameters
/// ```
///
/// Source: Starlight Xpress, USB Programmers Reference Manual 1.0 (2002), and SDK Documentation, Issue F (2015).
///
/// @param value 16 bits: flags, a set point, an address
/// @param index 16 bits: 0 is the main sensor
/// @param parameters what follows the eight bytes, in hexadecimal; at most 56 bytes
/// @param answerBytes length of the answer; 0 for none. Pixels are no answer
record SxCommand(Op op, int value, int index, String parameters, int answerBytes) {

    /// What a camera can be told or asked; of all that the maker lists, what a still picture needs. Nothing that writes
    /// the camera's memory is among it.
    enum Op {
        CLEAR(1, false), READ_DELAYED(2, false), READ_NOW(3, false), RESET(6, false), PARAMETERS(8,
                true), MODEL(14, true), EEPROM(15, true), BUILD(19, true),
        /// These three answer although their type says they do not.
        COOLER(30, false), COOLER_LOOK(31, false), SHUTTER(32, false), FIRMWARE(255, true);

        private final int code;
        private final boolean in;

        Op(int code, boolean in) {
            this.code = code;
            this.in = in;
        }
    }

    static final int HEAD_BYTES = 8;
    /// No single answer is longer than a packet.
    static final int MOST_ANSWER_BYTES = 512;

    private static final int HOST_TO_CAMERA = 0x40;
    private static final int CAMERA_TO_HOST = 0xC0;
    private static final int MOST_PARAMETER_BYTES = 56;
    private static final int SERIAL_ADDRESS = 0x3FC0;
    private static final int SHUTTER_OPEN = 0x4000;
    private static final int SHUTTER_SHUT = 0x8000;

    SxCommand {
        if (value < 0 || value > 0xFFFF || index < 0 || index > 0xFFFF) {
            throw new IllegalArgumentException("value %d, index %d".formatted(value, index));
        }
        if (parameters.length() > 2 * MOST_PARAMETER_BYTES || answerBytes > MOST_ANSWER_BYTES) {
            throw new IllegalArgumentException("%s of %d and %d bytes".formatted(op, parameters.length() / 2,
                    answerBytes));
        }
    }

    private static SxCommand plain(Op op, int value, int index, int answerBytes) {
        return new SxCommand(op, value, index, "", answerBytes);
    }

    /// Which firmware it has.
    static SxCommand firmware() {
        return plain(Op.FIRMWARE, 0, 0, 4);
    }

    /// Which build of it.
    ///
    /// @param bytes of the answer: 2, of some firmware 4
    static SxCommand build(int bytes) {
        return plain(Op.BUILD, 0, 0, bytes);
    }

    static SxCommand model() {
        return plain(Op.MODEL, 0, 0, 2);
    }

    /// What its main sensor is like.
    static SxCommand sizes() {
        return plain(Op.PARAMETERS, 0, 0, SxParameters.BYTES);
    }

    /// @param half 0 or 1: sixteen of the 32 bytes that hold its serial number
    static SxCommand serial(int half) {
        return plain(Op.EEPROM, SERIAL_ADDRESS + 16 * half, 0, 16);
    }

    /// Ends what the camera does, but not a download.
    static SxCommand reset() {
        return plain(Op.RESET, 0, 0, 0);
    }

    /// Clears pixels. With flags of 0 everything, and the exposure begins.
    static SxCommand clear(int flags) {
        return plain(Op.CLEAR, flags, 0, 0);
    }

    /// Sends the cooler to `deciKelvin` or switches it off; the answer is the sensor's temperature.
    static SxCommand cooler(int deciKelvin, boolean on) {
        return plain(Op.COOLER, deciKelvin, on ? 1 : 0, SxReply.COOLER_BYTES);
    }

    /// Asks the sensor's temperature and changes nothing; not every firmware knows it.
    static SxCommand coolerLook() {
        return plain(Op.COOLER_LOOK, 0, 0, SxReply.COOLER_BYTES);
    }

    static SxCommand shutter(boolean open) {
        return plain(Op.SHUTTER, open ? SHUTTER_OPEN : SHUTTER_SHUT, 0, 2);
    }

    /// Reads the sensor now.
    static SxCommand readNow(SxRead read) {
        byte[] window = new byte[10];
        fill(window, read);
        return new SxCommand(Op.READ_NOW, read.flags(), 0, HexFormat.of().formatHex(window), 0);
    }

    /// Clears the sensor, waits `exposure`, reads: all by the camera's own clock.
    ///
    /// @param exposure 0 to 49 days, in whole milliseconds
    static SxCommand readDelayed(SxRead read, Duration exposure) {
        byte[] window = new byte[14];
        fill(window, read).putInt((int) Math.min(0xFFFF_FFFFL, exposure.toMillis()));
        return new SxCommand(Op.READ_DELAYED, read.flags(), 0, HexFormat.of().formatHex(window), 0);
    }

    private static ByteBuffer fill(byte[] window, SxRead read) {
        return ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0).putShort((short) 0)
                .putShort((short) read.widthPx()).putShort((short) read.heightPx())
                .put((byte) read.xBinning()).put((byte) read.yBinning());
    }

    /// As it goes over the bus.
    byte[] bytes() {
        byte[] behind = HexFormat.of().parseHex(parameters);
        // the cooler's and the shutter's length is 0 although they answer
        int length = op.in ? answerBytes : behind.length;
        byte[] block = new byte[HEAD_BYTES + behind.length];
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (op.in ? CAMERA_TO_HOST : HOST_TO_CAMERA)).put((byte) op.code)
                .putShort((short) value).putShort((short) index).putShort((short) length).put(behind);
        return block;
    }

    /// `READ_NOW(3)`, for messages.
    @Override
    public String toString() {
        return "%s(%d)".formatted(op, value);
    }
}
