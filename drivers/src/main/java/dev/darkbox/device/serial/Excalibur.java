package dev.darkbox.device.serial;

import java.util.Optional;

/// The messages of the RBF Excalibur. Requests and answers end with `#`; numbers are answered bare, so that an answer
/// does not say what it answers. Known from another program's driver, not from the vendor; the range of the lamp as well.
///
/// Pure: no wire, no time.
final class Excalibur {

    /// Brightest the lamp can be.
    static final int FULL = 3000;

    private static final String NAME = "FLAT.FLAP!";

    private Excalibur() {}

    /// A question or order.
    sealed interface Request {

        /// Answered by its name.
        record Hello() implements Request {}

        /// Not answered.
        record Shut() implements Request {}

        /// Not answered.
        record Open() implements Request {}

        /// Answered by the level, by its name, by both or not at all.
        ///
        /// @param level 0 (out) .. [#FULL]
        record Light(int level) implements Request {
            public Light {
                if (level < 0 || level > FULL) {
                    throw new IllegalArgumentException("level " + level);
                }
            }
        }

        /// Answered by the level.
        record GetLight() implements Request {}

        /// Answered by 0 when shut, 1 when not.
        record GetCover() implements Request {}

        /// As it goes over the wire.
        default String encode() {
            return switch (this) {
                case Hello _ -> "#";
                case Shut _ -> "S1#";
                case Open _ -> "S0#";
                case Light(int level) -> "L" + level + "##";
                case GetLight _ -> "O#";
                case GetCover _ -> "P#";
            };
        }
    }

    /// An answer.
    sealed interface Reply {

        /// Its name.
        record Name() implements Reply {}

        /// A number.
        ///
        /// @param value 0..[#FULL]
        record Figure(int value) implements Reply {}

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line without its end
        static Optional<Reply> decode(String line) {
            if (line.equals(NAME)) {
                return Optional.of(new Name());
            }
            return number(line).map(Figure::new);
        }

        /// The number a line is; empty when it is none.
        static Optional<Integer> number(String line) {
            boolean digits = !line.isEmpty() && line.length() <= 4
                    && line.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits
                    ? Optional.of(Integer.parseInt(line)).filter(value -> value <= FULL)
                    : Optional.empty();
        }
    }
}
