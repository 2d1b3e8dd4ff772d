package dev.darkbox.device.serial;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The messages of Wanderer's covers: a decimal number and a line feed, answered, if at all, by fields that the letter `A`
/// ends. A V3 answers a greeting and tells the end of a move; a V4 streams its status unasked and answers nothing. Known
/// from other people's programs, not from the vendor.
///
/// Pure: no wire, no time.
final class Wanderer {

    /// Brightest the lamp can be.
    static final int FULL = 255;
    /// Warmest the heater can be.
    static final int HOTTEST = 150;
    /// A V4's firmware from this day on tells the brightness of its lamp.
    static final int TELLS_LAMP = 20240618;
    /// A V3's firmware is spoken to from this day on.
    static final int OLDEST_V3 = 20220920;

    private static final String DEGREES = "A(-?\\d{1,3}(?:\\.\\d{1,4})?)";
    private static final Pattern V3 = Pattern.compile("WandererCoverV3A(\\d{8})A(0|1|255)A(\\d{1,7})A");
    private static final Pattern V4 = Pattern
            .compile("WandererCoverV4(Pro)?A(\\d{8})" + DEGREES + DEGREES + DEGREES
                    + "A(\\d{1,2}(?:\\.\\d{1,4})?)(?:A(\\d{1,3})(?:A(\\d{1,3})(?:A[01])?)?)?A?");
    private static final Pattern END = Pattern.compile("[01]A?|done|[A-Za-z ]{2,12}A");

    private Wanderer() {}

    /// A question or order.
    sealed interface Request {

        /// A V3 answers with its [Greeting].
        record Greet() implements Request {}

        record Shut() implements Request {}

        record Open() implements Request {}

        /// Brightness of the lamp; 0 has an order of its own.
        ///
        /// @param level 0 (out) .. [#FULL]
        record Light(int level) implements Request {
            public Light {
                check(level, FULL);
            }
        }

        /// V4 only.
        ///
        /// @param power 0 (off) .. [#HOTTEST]
        record Heat(int power) implements Request {
            public Heat {
                check(power, HOTTEST);
            }
        }

        /// As it goes over the wire.
        default String encode() {
            int number = switch (this) {
                case Greet _ -> 1500001;
                case Shut _ -> 1000;
                case Open _ -> 1001;
                case Light(int level) -> level == 0 ? 9999 : level;
                case Heat(int power) -> 2000 + power;
            };
            return number + "\n";
        }

        private static void check(int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException(value + ", not 0.." + most);
            }
        }
    }

    /// What shows what hangs there.
    sealed interface FirstWord {

        /// Reads a line; empty when it has another shape.
        static Optional<FirstWord> decode(String line) {
            Optional<Greeting> v3 = Greeting.decode(line);
            return v3.isPresent()
                    ? v3.map(FirstWord.class::cast)
                    : Status.decode(line).map(FirstWord.class::cast);
        }
    }

    /// What a V3 answers when greeted.
    ///
    /// @param firmware its day, as 20220920
    /// @param state 0 shut, 1 open, 255 not known: where the last finished move ended
    /// @param steps from end to end; 0 when the ends were never set
    record Greeting(int firmware, int state, int steps) implements FirstWord {

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line whole, whether ended or not; its last `A` shows that it is
        static Optional<Greeting> decode(String line) {
            Matcher m = V3.matcher(line);
            return m.matches()
                    ? Optional.of(new Greeting(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)),
                            Integer.parseInt(m.group(3))))
                    : Optional.empty();
        }
    }

    /// What a V3 says when a move is over. Its wording is unverified; other programs read on to an `A` and look for "Error".
    ///
    /// @param arrived false when it said that there is an error
    record End(boolean arrived, String said) {

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line whole, or what has come of one that may never be ended
        static Optional<End> decode(String line) {
            if (line.contains("Error")) {
                return Optional.of(new End(false, line));
            }
            return END.matcher(line).matches() ? Optional.of(new End(true, line)) : Optional.empty();
        }
    }

    /// What a V4 streams, about once a second.
    ///
    /// @param pro a V4 Pro-EC, else a V4-EC
    /// @param firmware its day, as 20250404
    /// @param shutDegrees where it was told that shut is, 10..90
    /// @param openDegrees where it was told that open is, 100..300
    /// @param degrees where it is
    /// @param volts of its supply
    /// @param level of the lamp, 0..[#FULL]; empty for firmware before [#TELLS_LAMP]
    /// @param power of the heater, 0..[#HOTTEST]; empty where it is not told
    record Status(boolean pro, int firmware, double shutDegrees, double openDegrees, double degrees,
            double volts,
            Optional<Integer> level, Optional<Integer> power) implements FirstWord {

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line whole, without its end
        static Optional<Status> decode(String line) {
            Matcher m = V4.matcher(line);
            if (!m.matches()) {
                return Optional.empty();
            }
            boolean tells = Integer.parseInt(m.group(2)) >= TELLS_LAMP;
            var status = new Status(m.group(1) != null, Integer.parseInt(m.group(2)),
                    Double.parseDouble(m.group(3)), Double.parseDouble(m.group(4)),
                    Double.parseDouble(m.group(5)), Double.parseDouble(m.group(6)),
                    tells ? number(m.group(7)) : Optional.empty(),
                    tells ? number(m.group(8)) : Optional.empty());
            return Optional.of(status).filter(s -> s.fits(tells));
        }

        /// A line that lost something on its way fits seldom.
        private boolean fits(boolean tells) {
            return level.isPresent() == tells && level.orElse(0) <= FULL && power.orElse(0) <= HOTTEST
                    && shutDegrees < openDegrees && degrees >= -30 && degrees <= 330;
        }

        private static Optional<Integer> number(String digits) {
            return Optional.ofNullable(digits).map(Integer::valueOf);
        }
    }
}
