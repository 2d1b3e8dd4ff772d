package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.MasterKeys.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is wanted of a master, as text by key: how the command line and the daemon tell each other.
///
/// ```
/// kind            bias, dark, dark-flat           at              2025-09-23T20:15:00Z or 2025-09-23 (its noon, UTC)
/// camera          ZWO ASI2600MM Pro               tolerance_k     0..20
/// camera_id, mode, filter, bayer, epoch           exposure_percent 0..100
/// gain, offset, binning, usb_limit                any_date        true, false
/// size            6248x4176                       staging         true, false
/// set_point_c     -10                             exposure_s      180
/// ```
public final class WantedText {

    private static final List<String> KEYS = List.of("kind", "camera", "camera_id", "mode", "gain", "offset",
            "binning", "usb_limit", "size", "bayer", "epoch", "set_point_c", "exposure_s", "filter", "at",
            "tolerance_k", "exposure_percent", "any_date", "staging");

    private final Map<String, String> values;

    private WantedText(Map<String, String> values) {
        this.values = values;
    }

    /// What a light's header tells; nothing of what it does not.
    public static Map<String, String> of(LightHeader light) {
        MasterKeys keys = light.keys();
        Conditions conditions = keys.conditions();
        var text = new LinkedHashMap<String, String>();
        text.put("kind", word(keys.kind()));
        put(text, "camera", conditions.camera());
        put(text, "mode", conditions.mode());
        put(text, "gain", conditions.gain());
        put(text, "offset", conditions.offset());
        put(text, "binning", conditions.binning());
        if (conditions.widthPx() > 0) {
            text.put("size", conditions.widthPx() + "x" + conditions.heightPx());
        }
        put(text, "bayer", conditions.bayer());
        if (keys.setPoint().isKnown()) {
            text.put("set_point_c", Double.toString(keys.setPoint().degrees()));
        }
        if (!keys.exposure().isZero()) {
            text.put("exposure_s", Double.toString(keys.exposure().toNanos() / 1e9));
        }
        put(text, "filter", keys.filter());
        light.at().ifPresent(at -> text.put("at", at.toString()));
        return text;
    }

    /// Reads what is wanted.
    ///
    /// @param epochs by id, unknown when there is no such one
    /// @param now stands in where no date is wanted
    /// @throws IllegalArgumentException one line: key, value and what is allowed
    public static Wanted parse(Map<String, String> values, Function<String, CameraEpoch> epochs,
            Instant now) {
        var unknown = new TreeSet<>(values.keySet());
        KEYS.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown key \"%s\"; allowed: %s".formatted(unknown.first(), String.join(", ", KEYS)));
        }
        return new WantedText(values).wanted(epochs, now);
    }

    private Wanted wanted(Function<String, CameraEpoch> epochs, Instant now) {
        int[] size = size();
        var conditions = new Conditions(text("camera"), text("camera_id"), text("mode"), whole("gain"),
                whole("offset"), whole("binning"), whole("usb_limit"), size[0], size[1], text("bayer"));
        Duration exposure = Duration.ofNanos(Math.round(1e9 * number("exposure_s", 0, 1e6, 0)));
        var keys = new MasterKeys(kind(), conditions, Celsius.of(number("set_point_c", -150, 80, Double.NaN)),
                exposure, text("filter"));
        int tolerance = (int) Math.round(
                1000 * number("tolerance_k", 0, 20, Wanted.USUAL_TOLERANCE_MILLIK / 1000.0));
        return new Wanted(keys, epoch(epochs), tolerance,
                number("exposure_percent", 0, 100, Wanted.USUAL_EXPOSURE_PERCENT), at(now), flag("any_date"),
                flag("staging"));
    }

    private Kind kind() {
        String text = text("kind");
        return Arrays.stream(Kind.values()).filter(kind -> word(kind).equals(text)).findFirst()
                .orElseThrow(() -> wrong("kind",
                        Arrays.stream(Kind.values()).map(WantedText::word)
                                .collect(Collectors.joining(", "))));
    }

    private CameraEpoch epoch(Function<String, CameraEpoch> epochs) {
        if (text("epoch").isEmpty()) {
            return CameraEpoch.UNKNOWN;
        }
        CameraEpoch epoch = epochs.apply(text("epoch"));
        if (!epoch.isKnown()) {
            throw wrong("epoch", "twelve hex digits, the name of a file in ops/epochs");
        }
        return epoch;
    }

    private int[] size() {
        String text = text("size");
        if (text.isEmpty()) {
            return new int[]{0, 0};
        }
        if (!text.matches("[1-9]\\d{0,4}x[1-9]\\d{0,4}")) {
            throw wrong("size", "columns x rows, e.g. 6248x4176");
        }
        return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    private Instant at(Instant now) {
        String text = text("at");
        try {
            if (text.isEmpty()) {
                return now;
            }
            return text.length() == "2025-09-23".length()
                    ? LocalDate.parse(text).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeException _) {
            throw wrong("at", "a date such as 2025-09-23, or a time such as 2025-09-23T20:15:00Z");
        }
    }

    private boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false", "" -> false;
            default -> throw wrong(key, "true, false");
        };
    }

    private int whole(String key) {
        if (text(key).isEmpty()) {
            return Readout.NONE;
        }
        double value = number(key, 0, 1e9, 0);
        if (value != Math.rint(value)) {
            throw wrong(key, "a whole number 0..1000000000");
        }
        return (int) value;
    }

    private double number(String key, double least, double most, double standIn) {
        if (text(key).isEmpty()) {
            return standIn;
        }
        try {
            double value = Double.parseDouble(text(key));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw wrong(key, String.format(Locale.ROOT, "a number %.0f..%.0f", least, most));
    }

    private String text(String key) {
        return values.getOrDefault(key, "").strip();
    }

    private IllegalArgumentException wrong(String key, String allowed) {
        return new IllegalArgumentException(
                "%s is %s; allowed: %s".formatted(key,
                        values.containsKey(key) ? "\"" + text(key) + "\"" : "missing",
                        allowed));
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void put(Map<String, String> text, String key, String value) {
        if (!value.isEmpty()) {
            text.put(key, value);
        }
    }

    private static void put(Map<String, String> text, String key, int value) {
        if (value != Readout.NONE) {
            text.put(key, Integer.toString(value));
        }
    }
}
