package dev.darkbox.device.usb;

import dev.darkbox.device.Celsius;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What the shorter answers of a Starlight Xpress camera mean.
///
/// Source: Starlight Xpress, USB Programmers Reference Manual 1.0 (2002) and the maker's notes on the cooler (2020).
final class SxReply {

    static final int COOLER_BYTES = 3;
    /// What cameras take: (°C + 273) × 10.
    static final Celsius COLDEST = new Celsius(-40_000);
    static final Celsius WARMEST = new Celsius(35_000);

    private static final int ZERO_DECI_KELVIN = 2730;
    private static final int LONGEST_SERIAL = 32;

    private SxReply() {}

    /// Two bytes, little-endian.
    static int word(byte[] answer) {
        return Byte.toUnsignedInt(answer[0]) | Byte.toUnsignedInt(answer[1]) << 8;
    }

    /// One digit is a byte, the major number comes last: `08 01 01 00` is `1.18`.
    static String firmware(byte[] answer) {
        int tenths = Byte.toUnsignedInt(answer[1]);
        int hundredths = Byte.toUnsignedInt(answer[0]);
        return "%d.%d%d".formatted(Byte.toUnsignedInt(answer[3]) * 10 + Byte.toUnsignedInt(answer[2]), tenths,
                hundredths);
    }

    /// Temperature of the sensor. What no sensor in a camera can have is not known.
    static Celsius temperature(byte[] answer) {
        int deciC = word(answer) - ZERO_DECI_KELVIN;
        return deciC > -1500 && deciC <= 1000 ? new Celsius(deciC * 100) : Celsius.UNKNOWN;
    }

    /// The number a set point goes over the bus as; the camera knows tenths of a degree.
    static int deciKelvin(Celsius target) {
        return Math.floorDiv(target.milliC() + 50, 100) + ZERO_DECI_KELVIN;
    }

    /// The serial number's text up to its end; empty when there is none that could be read.
    static Optional<String> serial(byte[] answer) {
        String text = new String(answer, 0, Math.min(answer.length, LONGEST_SERIAL),
                StandardCharsets.ISO_8859_1);
        String written = text.split("[\\x00\\xFF]", 2)[0].strip();
        return written.matches("[ -~]+") ? Optional.of(written) : Optional.empty();
    }
}
