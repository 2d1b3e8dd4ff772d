package dev.darkbox.device.serial;

import java.util.Optional;

/// The messages of the Pegasus FlatMaster (vendor's command table): `#` is answered by `OK_FM`, orders are echoed, lines
/// end with LF. It cannot be asked whether it is lit, and its brightness runs backwards.
///
/// Pure: no wire, no time.
final class FlatMaster {

    /// Brightest and dimmest level; at `OUT` some light may be left, so that it is followed by off.
    private static final int BRIGHTEST = 20;
    private static final int DIMMEST = 220;
    private static final int OUT = 255;

    private FlatMaster() {}

    /// A question or order.
    sealed interface Request {

        record Hello() implements Request {}

        record Version() implements Request {}

        record Enable(boolean on) implements Request {}

        /// Brightness, backwards.
        ///
        /// @param level 20 brightest .. 220 dimmest, 255 as good as out
        record Level(int level) implements Request {
            public Level {
                if (level < BRIGHTEST || level > OUT) {
                    throw new IllegalArgumentException("level " + level);
                }
            }

            /// @param percent 0 .. 100 of full brightness
            static Level of(int percent) {
                int range = DIMMEST - BRIGHTEST;
                return new Level(percent == 0 ? OUT : DIMMEST - Math.round(percent * range / 100f));
            }
        }

        /// As it goes over the wire, without its end; an order's echo is the same.
        default String text() {
            return switch (this) {
                case Hello _ -> "#";
                case Version _ -> "V";
                case Enable(boolean on) -> on ? "E:1" : "E:0";
                case Level(int level) -> "L:" + level;
            };
        }

        default String encode() {
            return text() + "\n";
        }

        /// What a line says to this; empty when it is no answer to it.
        default Optional<String> answer(String line) {
            boolean fits = switch (this) {
                case Hello _ -> line.equals("OK_FM");
                case Version _ -> line.matches("[0-9]{1,3}([.][0-9]{1,3}){0,2}");
                case Enable _, Level _ -> line.equals(text());
            };
            return fits ? Optional.of(line) : Optional.empty();
        }
    }
}
