package dev.darkbox.device.serial;

import dev.darkbox.device.CoverUnit.Stand;
import java.util.Locale;
import java.util.Optional;

/// The messages of the Gemini SnapCap: a dialect of the Alnitak commands in which answers carry no product and the two
/// ends of the cover are counted the other way round. Known from other people's drivers, not from a text of the maker.
///
/// `>` letter, three digits, CR LF; answered by `*` letter, three digits, CR LF. The shape of an answer, five characters
/// where an Alnitak has seven, tells the two apart, and must do so before a state is read: what is 1 there is 2 here.
///
/// Pure: no wire, no time.
final class SnapCap {

    private SnapCap() {}

    /// A question or order.
    sealed interface Request {

        record Open() implements Request {}

        record Shut() implements Request {}

        /// Stops the cover where it is.
        record Abort() implements Request {}

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
                case Open _ -> 'O';
                case Shut _ -> 'C';
                case Abort _ -> 'A';
                case LightOn _ -> 'L';
                case LightOff _ -> 'D';
                case SetLevel _ -> 'B';
                case GetLevel _ -> 'J';
                case GetState _ -> 'S';
                case GetVersion _ -> 'V';
            };
        }

        /// As it goes over the wire.
        default String encode() {
            int value = this instanceof SetLevel(int level) ? level : 0;
            return ">" + letter() + String.format(Locale.ROOT, "%03d", value) + "\r\n";
        }
    }

    /// An answer.
    ///
    /// @param letter of the request it answers
    /// @param value three digits
    record Reply(char letter, String value) {

        /// Reads a line; empty when it has another shape, such as an Alnitak's.
        ///
        /// @param line without its end
        static Optional<Reply> decode(String line) {
            return line.matches("\\*[A-Z][0-9]{3}")
                    ? Optional.of(new Reply(line.charAt(1), line.substring(2)))
                    : Optional.empty();
        }

        /// 0..999.
        int number() {
            return Integer.parseInt(value);
        }
    }

    /// What a box says of itself: motor, lamp, cover.
    ///
    /// @param cover 0 on its way, 1 open, 2 shut, 3 timed out, 4 motor not connected, 5 too much current, 6 stopped by order
    record State(boolean moving, boolean lit, int cover) {

        static Optional<State> decode(Reply reply) {
            return reply.letter() == 'S' && reply.value().matches("[01][01][0-6]")
                    ? Optional.of(new State(reply.value().charAt(0) == '1', reply.value().charAt(1) == '1',
                            reply.value().charAt(2) - '0'))
                    : Optional.empty();
        }

        /// A motor that turns is on its way, whatever the cover's last end or trouble was.
        Stand stand() {
            if (moving) {
                return Stand.MOVING;
            }
            return switch (cover) {
                case 1 -> Stand.OPEN;
                case 2 -> Stand.SHUT;
                case 3, 5 -> Stand.STALLED;
                case 4 -> Stand.FAULT;
                default -> Stand.HALF_WAY;
            };
        }

        /// What the number means, where it is trouble.
        String trouble() {
            return switch (cover) {
                case 3 -> "timed out";
                case 4 -> "its motor is not connected";
                case 5 -> "its motor draws too much current";
                case 6 -> "stopped by order";
                default -> "";
            };
        }
    }
}
