package dev.darkbox.device.serial;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The messages of the Pegasus FlatMaster WiFi and FlatMaster Neo: two letters, `:`, value, LF; orders are echoed. Known
/// from other people's drivers, not from a device.
///
/// Pure: no wire, no time.
final class FlatMasterNeo {

    private static final Pattern WIFI = Pattern.compile("FA:([0-9]{1,3}):([01])");
    private static final String NUMBER = ":(-?[0-9]{1,6}(?:[.][0-9]{1,6})?)";
    private static final Pattern NEO = Pattern.compile("(?:FMNEO|FA)" + NUMBER.repeat(9));

    private FlatMasterNeo() {}

    /// Which of the two hangs there.
    enum Model {
        WIFI("FlatMaster WiFi"), NEO("FlatMaster Neo");

        private final String text;

        Model(String text) {
            this.text = text;
        }

        /// For people.
        String text() {
            return text;
        }

        /// By its answer to `F#`: `FMNEO`, `FMW_<id>_<revision>`.
        static Optional<Model> greeting(String line) {
            return line.contains("FMNEO") && !line.contains(":")
                    ? Optional.of(NEO)
                    : line.matches("FMW[A-Za-z0-9_.-]*") ? Optional.of(WIFI) : Optional.empty();
        }
    }

    /// A question or order.
    sealed interface Request {

        record Hello() implements Request {}

        record Version() implements Request {}

        record GetState() implements Request {}

        record Enable(boolean on) implements Request {}

        /// Brightness.
        ///
        /// @param percent 0..100
        record Level(int percent) implements Request {
            public Level {
                check(percent);
            }
        }

        record Move(boolean open) implements Request {}

        record Halt() implements Request {}

        /// Power of the heater.
        ///
        /// @param percent 0..100
        record Heat(int percent) implements Request {
            public Heat {
                check(percent);
            }
        }

        /// The heater by itself, after the dew point.
        record AutoHeat(boolean on) implements Request {}

        /// As it goes over the wire, without its end.
        default String text() {
            return switch (this) {
                case Hello _ -> "F#";
                case Version _ -> "FV";
                case GetState _ -> "FA";
                case Enable(boolean on) -> on ? "FE:1" : "FE:0";
                case Level(int percent) -> "FL:" + percent;
                case Move(boolean open) -> open ? "FS:1" : "FS:0";
                case Halt _ -> "FH";
                case Heat(int percent) -> "DH:" + percent;
                case AutoHeat(boolean on) -> on ? "PD:1" : "PD:0";
            };
        }

        default String encode() {
            return text() + "\n";
        }

        /// An echo begins with the same two letters; what became of the order is asked afterwards.
        default Optional<String> answer(String line) {
            return line.startsWith(text().substring(0, 2) + ":") ? Optional.of(line) : Optional.empty();
        }

        private static void check(int percent) {
            if (percent < 0 || percent > 100) {
                throw new IllegalArgumentException(percent + " %");
            }
        }
    }

    /// What a box says of itself.
    sealed interface State {

        /// 0 (out) .. 100 of full brightness, at least 1 when it is on.
        int lampPercent();

        private static int percent(double level, boolean lit) {
            return lit ? Math.clamp(Math.round(level), 1, 100) : 0;
        }
    }

    /// A panel.
    record WifiState(int lampPercent) implements State {

        static Optional<WifiState> decode(String line) {
            Matcher m = WIFI.matcher(line);
            return m.matches()
                    ? Optional.of(new WifiState(
                            State.percent(Double.parseDouble(m.group(1)), m.group(2).equals("1"))))
                    : Optional.empty();
        }
    }

    /// A panel that opens.
    ///
    /// @param angle of the cover, degrees
    /// @param target where it is to go, or how far it may open, degrees
    /// @param cap 1 shut, 3 open, anything else on its way
    /// @param heatPercent power of the heater
    /// @param autoHeat whether the heater follows the dew point
    /// @param light what its light sensor reads, in a unit nobody tells; more is brighter
    record NeoState(int lampPercent, double angle, double target, int cap, double heatPercent,
            boolean autoHeat,
            double light) implements State {

        static Optional<NeoState> decode(String line) {
            Matcher m = NEO.matcher(line);
            if (!m.matches()) {
                return Optional.empty();
            }
            var v = new double[10];
            for (int i = 1; i < v.length; i++) {
                v[i] = Double.parseDouble(m.group(i));
            }
            return Optional
                    .of(new NeoState(State.percent(v[1], v[2] != 0), v[3], v[4], (int) v[5], v[6], v[7] != 0,
                            v[9]));
        }
    }
}
