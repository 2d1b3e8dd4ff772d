package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.library.MasterKeys.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a light or a flat of another program needs, as its header tells it, however that program spells the keywords.
///
/// ```
///                 N.I.N.A.             INDI, Ekos            MaxIm, ASCOM         SharpCap
/// exposure        EXPTIME EXPOSURE     EXPTIME               EXPTIME EXPOSURE     EXPTIME
/// gain, offset    GAIN OFFSET          GAIN OFFSET ISOSPEED  GAIN                 GAIN BLKLEVEL
/// set point       SET-TEMP CCD-TEMP    CCD-TEMP              SET-TEMP CCD-TEMP    SET-TEMP CCD-TEMP
/// kind of frame   IMAGETYP LIGHT       FRAME Light           IMAGETYP Light Frame
/// ```
///
/// Not asked are the camera's own number, which each program takes from elsewhere, and the USB limit.
///
/// @param keys what the header does not tell is unknown
/// @param at begin of the exposure; empty when the header does not tell
/// @param untold what the header does not tell, for people
public record LightHeader(MasterKeys keys, Optional<Instant> at, List<String> untold) {

    public LightHeader {
        untold = List.copyOf(untold);
    }

    /// Reads the cards of a light.
    ///
    /// @param cards values by keyword, strings without quotes
    static LightHeader of(Map<String, String> cards, int widthPx, int heightPx) {
        var reading = new Reading(cards);
        Kind kind = reading.kind();
        String camera = reading.text("camera", "INSTRUME", "CAMERA");
        String mode = reading.textIfAny("READOUTM", "READMODE");
        var conditions = new Conditions(camera, "", mode, reading.whole("gain", "GAIN", "ISOSPEED", "ISO"),
                reading.whole("offset", "OFFSET", "BLKLEVEL"),
                reading.whole("binning", "XBINNING", "CCDXBIN", "BINNING"), Readout.NONE, widthPx, heightPx,
                reading.textIfAny("BAYERPAT", "COLORTYP"));
        Celsius setPoint = Celsius
                .of(reading.number("set point", "SET-TEMP", "SETTEMP", "CCD-TEMP", "CCDTEMP",
                        "DET-TEMP"));
        double seconds = reading.number("exposure", "EXPTIME", "EXPOSURE", "EXP_TIME");
        Duration exposure = seconds > 0 && seconds < 1e6
                ? Duration.ofNanos(Math.round(seconds * 1e9))
                : Duration.ZERO;
        String filter = kind == Kind.DARK_FLAT ? reading.text("filter", "FILTER") : "";
        Optional<Instant> at = reading.date();
        return new LightHeader(new MasterKeys(kind, conditions, setPoint, exposure, filter), at,
                reading.untold);
    }

    /// Reads the header of a FITS or XISF file.
    ///
    /// @throws IOException it is neither; the message names the file
    public static LightHeader of(Path file) throws IOException {
        return LightFile.read(file);
    }

    private static final class Reading {

        private final Map<String, String> cards;
        private final List<String> untold = new ArrayList<>();

        Reading(Map<String, String> cards) {
            this.cards = cards;
        }

        /// A light needs a dark, a flat a dark flat; calibration frames need their own kind.
        Kind kind() {
            String type = textIfAny("IMAGETYP", "FRAME", "FRAMETYP").toLowerCase(Locale.ROOT);
            if (type.contains("bias") || type.contains("zero")) {
                return Kind.BIAS;
            }
            return type.contains("flat") ? Kind.DARK_FLAT : Kind.DARK;
        }

        String textIfAny(String... spellings) {
            for (String key : spellings) {
                String value = cards.getOrDefault(key, "").strip();
                if (!value.isEmpty()) {
                    return value;
                }
            }
            return "";
        }

        String text(String what, String... spellings) {
            String value = textIfAny(spellings);
            if (value.isEmpty()) {
                untold.add(what);
            }
            return value;
        }

        double number(String what, String... spellings) {
            for (String key : spellings) {
                OptionalDouble value = parse(cards.getOrDefault(key, ""));
                if (value.isPresent()) {
                    return value.getAsDouble();
                }
            }
            untold.add(what);
            return Double.NaN;
        }

        /// Negative numbers are what programs write for "none".
        int whole(String what, String... spellings) {
            double value = number(what, spellings);
            return value >= 0 && value < 1e9 ? (int) Math.round(value) : Readout.NONE;
        }

        Optional<Instant> date() {
            String date = textIfAny("DATE-OBS");
            if (!date.isEmpty() && !date.contains("T")) {
                String time = textIfAny("TIME-OBS", "UT", "UTSTART");
                date = time.isEmpty() ? date + "T12:00:00" : date + "T" + time;
            }
            try {
                return Optional
                        .of(LocalDateTime.parse(date.replaceFirst("Z$", "")).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException _) {
                untold.add("date");
                return Optional.empty();
            }
        }

        private static OptionalDouble parse(String text) {
            try {
                double value = Double.parseDouble(text.strip().replace('D', 'E'));
                return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
            } catch (NumberFormatException _) {
                return OptionalDouble.empty();
            }
        }
    }
}
