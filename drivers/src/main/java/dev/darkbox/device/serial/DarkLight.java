package dev.darkbox.device.serial;

import java.util.Optional;

/// The messages of the DarkLight Cover Calibrator (from its firmware): `<` command `>`, answered by `<` value `>`; orders
/// are echoed, and what it does not know is answered by `<?>`, as is the greeting.
///
/// An answer does not say what it answers: two states are told apart by the order they come in alone.
///
/// Pure: no wire, no time.
final class DarkLight {

    private DarkLight() {}

    /// A question or order.
    sealed interface Request {

        /// As it goes over the wire, without its brackets; an order's echo is the same.
        String text();

        default String encode() {
            return "<" + text() + ">";
        }
    }

    /// Those without a value.
    enum Plain implements Request {
        HELLO("Z"), VERSION("V"), GET_COVER("P"), OPEN("O"), SHUT("C"), HALT("H"), GET_LIGHT("L"), GET_LEVEL(
                "B"), GET_MOST("M"), LIGHT_OFF("F"),
        /// No light by itself when the cover has shut.
        NO_LIGHT_ON_SHUT("a"), GET_HEATER("R"), AUTO_HEAT("Q"), NO_AUTO_HEAT("q"),
        /// No heat by itself when the cover has shut.
        NO_HEAT_ON_SHUT("e"), HEAT("W"), NO_HEAT("w");

        private final String text;

        Plain(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /// Brightness.
    ///
    /// @param level 1 .. what `GET_MOST` tells; 0 would not be off
    record LightTo(int level) implements Request {
        public LightTo {
            if (level < 1) {
                throw new IllegalArgumentException("level " + level);
            }
        }

        @Override
        public String text() {
            return "T" + level;
        }
    }

    /// Of the cover, as ASCOM numbers it. `SHUT` and `OPEN` are remembered orders: no switch sees the cover.
    enum CoverState {
        NONE, SHUT, MOVING, OPEN, UNKNOWN, ERROR
    }

    /// Of the lamp, as ASCOM numbers it.
    enum LightState {
        NONE, OFF, SETTLING, READY, UNKNOWN, ERROR
    }

    /// Of the heater. `SET` heats when the cover has shut.
    enum HeaterState {
        NONE, OFF, AUTO, ON, UNKNOWN, ERROR, SET
    }

    /// What is between the brackets; empty when the line has another shape.
    ///
    /// @param line without its `>`
    static Optional<String> value(String line) {
        int begin = line.lastIndexOf('<');
        return begin >= 0 && begin < line.length() - 1
                ? Optional.of(line.substring(begin + 1))
                : Optional.empty();
    }

    static Optional<Integer> number(String line) {
        return value(line).filter(v -> v.matches("[0-9]{1,5}")).map(Integer::valueOf);
    }

    /// One of the states by its number.
    static <E extends Enum<E>> Optional<E> state(Class<E> kind, String line) {
        return number(line).filter(n -> n < kind.getEnumConstants().length)
                .map(n -> kind.getEnumConstants()[n]);
    }
}
