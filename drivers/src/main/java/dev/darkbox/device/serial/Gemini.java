package dev.darkbox.device.serial;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The messages of the Gemini flat panels: `>` letter, value, `#`; answered by `*` letter, value, `#`. The oldest pads
/// its values to three characters, puts its product number before each answer and ends them with LF.
///
/// What the Pro says has been seen on hardware (firmware 103 and 107); of the others the layouts are those other
/// programs rely on.
///
/// Pure: no wire, no time.
final class Gemini {

    private static final Pattern PLAIN_STATE = Pattern.compile("[0-9]{2}([0-9])([01])([0-3])");
    private static final Pattern LITE_STATE = Pattern.compile("([01])[0-9][0-9]");
    private static final Pattern PRO_STATE = Pattern.compile(
            "([0-9])M([01])L([0-3])C([0-9]{1,3})D([0-9]{1,4})C([0-9]{1,4})O");

    private Gemini() {}

    /// The kinds there are.
    enum Model {
        REV1("Gemini Flat Panel Rev1", true, false, 0), REV2("Gemini Flat Panel Rev2", true, false,
                402), LITE("Gemini Flat Panel Lite", false, false,
                        205), PRO("Gemini Flat Panel Pro", true, true, 0);

        private final String text;
        private final boolean cover;
        private final boolean heater;
        private final int leastFirmware;

        Model(String text, boolean cover, boolean heater, int leastFirmware) {
            this.text = text;
            this.cover = cover;
            this.heater = heater;
            this.leastFirmware = leastFirmware;
        }

        /// For people.
        String text() {
            return text;
        }

        boolean hasCover() {
            return cover;
        }

        boolean hasHeater() {
            return heater;
        }

        /// The oldest firmware that is understood.
        int leastFirmware() {
            return leastFirmware;
        }

        /// By what it calls itself; the Rev1 does not.
        static Optional<Model> called(String name) {
            return switch (name) {
                case "GeminiFlatPanel" -> Optional.of(REV2);
                case "GeminiFlatPanelLite" -> Optional.of(LITE);
                case "GeminiFlatPanelPro" -> Optional.of(PRO);
                default -> Optional.empty();
            };
        }
    }

    /// A question or order.
    sealed interface Request {

        /// Who are you; all but the Rev1.
        record Hello() implements Request {}

        /// Are you there; the Rev1 alone.
        record Ping() implements Request {}

        record Version() implements Request {}

        /// Whether the end positions are stored; Rev1 and Rev2.
        record GetEnds() implements Request {}

        record Open() implements Request {}

        record Shut() implements Request {}

        /// Stop the motor, the Pro alone; not answered, but the move under way is.
        record Halt() implements Request {}

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

        /// Where the cover is, in counts of its sensor; the Pro alone.
        record GetPosition() implements Request {}

        /// Power of the heater, the Pro alone; not answered.
        ///
        /// @param percent 0..100
        record Heat(int percent) implements Request {
            public Heat {
                if (percent < 0 || percent > 100) {
                    throw new IllegalArgumentException(percent + " %");
                }
            }
        }

        default char letter() {
            return switch (this) {
                case Hello _ -> 'H';
                case Ping _ -> 'P';
                case Version _ -> 'V';
                case GetEnds _ -> 'A';
                case Open _ -> 'O';
                case Shut _ -> 'C';
                case Halt _ -> 'K';
                case LightOn _ -> 'L';
                case LightOff _ -> 'D';
                case SetLevel _ -> 'B';
                case GetLevel _ -> 'J';
                case GetState _ -> 'S';
                case GetPosition _ -> 'G';
                case Heat _ -> 'W';
            };
        }

        /// As it goes over the wire.
        default String encode(Model model) {
            OptionalInt value = switch (this) {
                case SetLevel(int level) -> OptionalInt.of(level);
                case Heat(int percent) -> OptionalInt.of(percent);
                case Hello _, Ping _, Version _, GetEnds _, Open _, Shut _, Halt _, LightOn _, LightOff _, GetLevel _, GetState _, GetPosition _ ->
                    OptionalInt.empty();
            };
            String text = model == Model.REV1
                    ? String.format(Locale.ROOT, "%03d", value.orElse(0))
                    : value.isPresent() ? Integer.toString(value.getAsInt()) : "";
            return ">" + letter() + text + "#";
        }
    }

    /// An answer.
    ///
    /// @param letter of the request it answers
    /// @param value what follows, without the end; may be empty
    record Reply(char letter, String value) {

        /// Reads a line; empty when it has another shape.
        ///
        /// @param line without its end
        static Optional<Reply> decode(String line) {
            boolean fits = line.length() >= 2 && line.length() <= 60 && line.charAt(0) == '*'
                    && line.charAt(1) >= 'A' && line.charAt(1) <= 'Z';
            return fits ? Optional.of(new Reply(line.charAt(1), line.substring(2))) : Optional.empty();
        }

        /// The value as a number 0..9999; the Rev1 has its product number before it.
        Optional<Integer> number(Model model) {
            String digits = model == Model.REV1 ? value.substring(Math.min(2, value.length())) : value;
            return digits.matches("[0-9]{1,4}") ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
        }
    }

    /// What a box says of itself.
    ///
    /// @param cover 0 neither open nor shut, 1 shut, 2 open, 3 timed out; 0 where there is none
    /// @param heatPercent power of the heater, 0..100; 0 where there is none
    /// @param shutAt where the cover is shut, in counts of its sensor; the Pro alone
    /// @param openAt where it is open
    record State(boolean moving, boolean lit, int cover, int heatPercent, int shutAt, int openAt) {

        static Optional<State> decode(Model model, Reply reply) {
            if (reply.letter() != 'S') {
                return Optional.empty();
            }
            return switch (model) {
                case REV1, REV2 -> match(PLAIN_STATE, reply).map(m -> new State(
                        number(m, 1) != 0, number(m, 2) == 1, number(m, 3), 0, 0, 0));
                case LITE ->
                    match(LITE_STATE, reply).map(m -> new State(false, number(m, 1) == 1, 0, 0, 0, 0));
                case PRO -> match(PRO_STATE, reply).map(m -> new State(number(m, 1) != 0, number(m, 2) == 1,
                        number(m, 3), number(m, 4), number(m, 5), number(m, 6)));
            };
        }

        private static Optional<Matcher> match(Pattern pattern, Reply reply) {
            Matcher matcher = pattern.matcher(reply.value());
            return matcher.matches() ? Optional.of(matcher) : Optional.empty();
        }

        private static int number(Matcher matcher, int group) {
            return Integer.parseInt(matcher.group(group));
        }

        /// Whether a position lies at the end the cover says it is at, within a twentieth of its way. A Pro that was
        /// stopped half way goes on calling itself shut.
        ///
        /// @param position in counts of the sensor
        boolean agrees(int position) {
            int end = cover == 1 ? shutAt : openAt;
            return 20 * Math.abs(position - end) <= Math.abs(openAt - shutAt);
        }
    }
}
