package dev.darkbox.device.serial;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The messages of Deep Sky Dad's flat panels FP1 and FP2: `[` command `]`, answered by `(` value `)`, or by `!` and a number
/// where the command is not known. Known from other people's programs, some of which were tried on an FP2, not from the
/// vendor.
///
/// Pure: no wire, no time.
final class DeepSkyDad {

    /// Brightest the lamp can be.
    static final int FULL = 4096;
    /// Degrees of a cover that is shut; open is 0.
    static final int SHUT_DEGREES = 270;
    /// What the sensor of a heater that is not fitted reads, or less.
    static final int NO_HEATER_CELSIUS = -40;

    private DeepSkyDad() {}

    /// A question or order.
    sealed interface Request {

        /// Board and version.
        record GetFirmware() implements Request {}

        /// Degrees of the cover, 270 shut, 0 open.
        record GetDegrees() implements Request {}

        /// FP2 only: 0 shut, 1 open, else between.
        record GetEnd() implements Request {}

        /// 1 while the motor turns.
        record GetMotor() implements Request {}

        /// Where the next [Move] goes.
        ///
        /// @param degrees 0..270
        record Target(int degrees) implements Request {
            public Target {
                check(degrees, SHUT_DEGREES);
            }
        }

        record Move() implements Request {}

        /// Seen on an FP2.
        record Stop() implements Request {}

        record GetLit() implements Request {}

        record Light(boolean on) implements Request {}

        record GetLevel() implements Request {}

        /// Brightness of the lamp when it is lit.
        ///
        /// @param level 0..[#FULL]
        record SetLevel(int level) implements Request {
            public SetLevel {
                check(level, FULL);
            }
        }

        /// 0 off, 1 on, 2 on while the cover is open or the lamp is lit.
        record GetHeater() implements Request {}

        /// Sets what [GetHeater] asks.
        ///
        /// @param mode 0..2
        record SetHeater(int mode) implements Request {
            public SetHeater {
                check(mode, 2);
            }
        }

        record GetHeaterCelsius() implements Request {}

        /// As it goes over the wire.
        default String encode() {
            return "[" + switch (this) {
                case GetFirmware _ -> "GFRM";
                case GetDegrees _ -> "GPOS";
                case GetEnd _ -> "GOPS";
                case GetMotor _ -> "GMOV";
                case Target(int degrees) -> "STRG" + degrees;
                case Move _ -> "SMOV";
                case Stop _ -> "STOP";
                case GetLit _ -> "GLON";
                case Light(boolean on) -> on ? "SLON1" : "SLON0";
                case GetLevel _ -> "GLBR";
                case SetLevel(int level) -> String.format(Locale.ROOT, "SLBR%04d", level);
                case GetHeater _ -> "GHTM";
                case SetHeater(int mode) -> "SHTM" + mode;
                case GetHeaterCelsius _ -> "GHTT";
            } + "]";
        }

        private static void check(int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException(value + ", not 0.." + most);
            }
        }
    }

    /// An answer.
    sealed interface Reply {

        /// An order was taken.
        record Ok() implements Reply {}

        /// An order or question that the box does not know.
        ///
        /// @param said `!` and a number
        record Unknown(String said) implements Reply {}

        /// A number.
        ///
        /// @param value degrees Celsius, degrees of the cover, a level, a mode, 0 or 1
        record Figure(double value) implements Reply {}

        /// What it is.
        ///
        /// @param board for example `DeepSkyDad.FP1`
        /// @param version for example `1.0.3`
        record Firmware(String board, String version) implements Reply {}

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line without the `)` that ends it
        static Optional<Reply> decode(String line) {
            if (line.matches("!\\d{1,5}")) {
                return Optional.of(new Unknown(line));
            }
            if (!line.startsWith("(")) {
                return Optional.empty();
            }
            String value = line.substring(1).strip();
            var firmware = FIRMWARE.matcher(value);
            if (firmware.matches()) {
                return Optional.of(new Firmware(firmware.group(1), firmware.group(2)));
            }
            if (value.equals("OK")) {
                return Optional.of(new Ok());
            }
            return value.matches("-?\\d{1,5}(\\.\\d{1,8})?")
                    ? Optional.of(new Figure(Double.parseDouble(value)))
                    : Optional.empty();
        }

        /// A whole number that is not negative; empty for any other answer.
        static Optional<Integer> whole(String line) {
            return decode(line).flatMap(reply -> reply instanceof Figure(double value)
                    && value >= 0 && value == Math.rint(value) ? Optional.of((int) value) : Optional.empty());
        }

        Pattern FIRMWARE = Pattern.compile("Board=([\\w.-]{1,40}), ?Version=([\\w.-]{1,20})");
    }
}
