package dev.darkbox.device.serial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The messages of the Alnitak "Generic Commands" (vendor's text, Rev 44 of 2017), which most caps and panels speak:
/// `>` letter, three characters, line end; answered by `*` letter, two digits of product, three characters, line end.
/// What is refused or unknown is met with silence.
///
/// Pure: no wire, no time.
final class Alnitak {

    /// Spoken in three incompatible ways; the sensible order to try them in.
    static final List<Dialect> DIALECTS = List.of(
            new Dialect('O', "\r"), new Dialect('0', "\r"), new Dialect('0', "\n"));

    private Alnitak() {}

    /// How a box wants to be spoken to.
    ///
    /// @param fill stands three times where there is nothing to say: the letter `O` or the digit `0`
    /// @param end of a request
    record Dialect(char fill, String end) {
        @Override
        public String toString() {
            return (fill == 'O' ? "letters, " : "digits, ") + (end.equals("\r") ? "CR" : "LF");
        }
    }

    /// A question or order.
    sealed interface Request {

        record Ping() implements Request {}

        record Open() implements Request {}

        record Shut() implements Request {}

        record LightOn() implements Request {}

        record LightOff() implements Request {}

        /// Brightness.
        ///
        /// @param level 0..255
        record SetLevel(int level) implements Request {
            public SetLevel {
                if (level < 0 || level > 255) {
                    throw new IllegalArgumentException("level " + level);
                }
            }
        }

        record GetLevel() implements Request {}

        record GetState() implements Request {}

        record GetVersion() implements Request {}

        default char letter() {
            return switch (this) {
                case Ping _ -> 'P';
                case Open _ -> 'O';
                case Shut _ -> 'C';
                case LightOn _ -> 'L';
                case LightOff _ -> 'D';
                case SetLevel _ -> 'B';
                case GetLevel _ -> 'J';
                case GetState _ -> 'S';
                case GetVersion _ -> 'V';
            };
        }

        /// As it goes over the wire.
        default String encode(Dialect dialect) {
            String value = this instanceof SetLevel(int level)
                    ? String.format(Locale.ROOT, "%03d", level)
                    : String.valueOf(dialect.fill()).repeat(3);
            return ">" + letter() + value + dialect.end();
        }
    }

    /// An answer.
    ///
    /// @param letter of the request it answers
    /// @param product 0..99
    /// @param value three characters
    record Reply(char letter, int product, String value) {

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line without its end
        static Optional<Reply> decode(String line) {
            boolean fits = line.length() == 7 && line.charAt(0) == '*' && isUpper(line.charAt(1))
                    && isDigit(line.charAt(2)) && isDigit(line.charAt(3));
            return fits
                    ? Optional.of(new Reply(line.charAt(1), Integer.parseInt(line, 2, 4, 10),
                            line.substring(4)))
                    : Optional.empty();
        }

        /// The value as a number 0..999; empty when it is none.
        Optional<Integer> number() {
            return value.chars().allMatch(c -> isDigit((char) c))
                    ? Optional.of(Integer.parseInt(value))
                    : Optional.empty();
        }
    }

    /// What a box says of itself: motor, lamp, cover.
    ///
    /// @param cover 0 neither open nor shut, 1 shut, 2 open, 3 timed out
    record State(boolean moving, boolean lit, int cover) {

        static Optional<State> decode(Reply reply) {
            String v = reply.value();
            boolean fits = reply.letter() == 'S' && (v.charAt(0) == '0' || v.charAt(0) == '1')
                    && (v.charAt(1) == '0' || v.charAt(1) == '1') && v.charAt(2) >= '0' && v.charAt(2) <= '3';
            return fits
                    ? Optional.of(new State(v.charAt(0) == '1', v.charAt(1) == '1', v.charAt(2) - '0'))
                    : Optional.empty();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
