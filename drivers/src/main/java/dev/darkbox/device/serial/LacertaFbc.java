package dev.darkbox.device.serial;

import java.util.Optional;

/// The messages of the Lacerta FBC (flat box controller): `: letter value #`, answered by a line that begins with the
/// same letter, or not at all; lines that begin with `D -` are its own affair. Known from another program's driver, not
/// from a device.
///
/// Pure: no wire, no time.
final class LacertaFbc {

    private static final int LONGEST_MS = 30_000;

    private LacertaFbc() {}

    /// A question or order.
    sealed interface Request {

        record Hello() implements Request {}

        /// Whether it listens to us: its knobs come first.
        record Mode() implements Request {}

        record Version() implements Request {}

        /// Brightness; not answered.
        ///
        /// @param percent 0..100
        record Level(int percent) implements Request {
            public Level {
                check(percent, 100);
            }
        }

        /// Light for a time; not answered.
        ///
        /// @param ms milliseconds, 0 puts it out; up to 30 000 are known to be understood
        record Light(int ms) implements Request {
            public Light {
                check(ms, LONGEST_MS);
            }
        }

        /// Shutter contact for a time; not answered.
        ///
        /// @param ms milliseconds, 0 lets go
        record Shutter(int ms) implements Request {
            public Shutter {
                check(ms, LONGEST_MS);
            }
        }

        /// As it goes over the wire.
        default String encode() {
            return switch (this) {
                case Hello _ -> ": I #";
                case Mode _ -> ": P #";
                case Version _ -> ": V #";
                case Level(int percent) -> ": B " + percent + " #";
                case Light(int ms) -> ": F " + ms + " #";
                case Shutter(int ms) -> ": E " + ms + " #";
            };
        }

        private static void check(int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException(value + ", 0 to " + most + " is understood");
            }
        }
    }

    /// What follows the letter; empty when the line is no answer to that letter.
    ///
    /// @param line without its end
    static Optional<String> answer(char letter, String line) {
        return line.length() > 2 && line.charAt(0) == letter && line.charAt(1) == ' '
                ? Optional.of(line.substring(2).strip())
                : Optional.empty();
    }
}
