package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.library.MasterKeys.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A master's keys from its header.
final class KeyCards {

    private static final Pattern DARK_FLAT = Pattern.compile("darkflat_(.+)_[0-9]+(?:p[0-9]+)?s");

    private KeyCards() {}

    /// What the header does not tell is unknown.
    static MasterKeys read(FitsImage image) {
        String set = text(image, "DBXSET");
        Matcher flat = DARK_FLAT.matcher(set);
        boolean bias = text(image, "IMAGETYP").toUpperCase(Locale.ROOT).contains("BIAS");
        Kind kind = flat.matches() ? Kind.DARK_FLAT : bias ? Kind.BIAS : Kind.DARK;
        var conditions = new Conditions(text(image, "INSTRUME"), text(image, "CAMERAID"),
                text(image, "READOUTM"),
                whole(image, "GAIN"), whole(image, "OFFSET"), whole(image, "XBINNING"),
                whole(image, "USBLIMIT"),
                image.shape().widthPx(), image.shape().heightPx(), text(image, "BAYERPAT"));
        return new MasterKeys(kind, conditions, Celsius.of(image.number("SET-TEMP").orElse(Double.NaN)),
                Duration.ofNanos(Math.round(1e9 * image.number("EXPTIME").orElse(0))),
                kind == Kind.DARK_FLAT ? flat.group(1) : "", text(image, "FILTER"));
    }

    private static String text(FitsImage image, String key) {
        return image.header().getOrDefault(key, "");
    }

    private static int whole(FitsImage image, String key) {
        return (int) Math.round(image.number(key).orElse(Readout.NONE));
    }
}
