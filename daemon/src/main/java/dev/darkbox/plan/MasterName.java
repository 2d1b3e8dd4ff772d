package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of masters, as calibration libraries have always spelled them. The headers carry exact values; names
/// are for people.
public final class MasterName {

    private static final Pattern SET_POINT = Pattern
            .compile("_T(-?)(\\d{1,3})(?:p(\\d{1,3}))?C(?=(?:_BIN\\d+)?$)");

    private MasterName() {}

    /// Short name of a set: `bias`, `dark_180s`, `darkflat_Ha_5p4s`.
    public static String label(FrameSet set) {
        return switch (set) {
            case FrameSet.Bias _ -> "bias";
            case FrameSet.Dark dark -> "dark_" + seconds(dark.exposure());
            case FrameSet.DarkFlat flat -> "darkflat_" + flat.filter() + "_" + seconds(flat.exposure());
        };
    }

    /// `_GAIN100_OFFSET50_T-10C`; a part the camera has no setting for is left out, binning above 1 and a
    /// set point between whole degrees are added: `_GAIN100_OFFSET50_T-10p5C_BIN2`.
    public static String conditions(Readout readout, Celsius target) {
        var name = new StringBuilder();
        if (readout.gain() != Readout.NONE) {
            name.append("_GAIN").append(readout.gain());
        }
        if (readout.offset() != Readout.NONE) {
            name.append("_OFFSET").append(readout.offset());
        }
        if (target.isKnown()) {
            name.append("_T").append(decimal(target.milliC())).append('C');
        }
        if (readout.binning() > 1) {
            name.append("_BIN").append(readout.binning());
        }
        return name.toString();
    }

    /// The set point a master's name tells, exactly; unknown when it tells none.
    public static Celsius setPoint(String name) {
        Matcher found = SET_POINT.matcher(name);
        if (!found.find()) {
            return Celsius.UNKNOWN;
        }
        String part = found.group(3) == null ? "" : found.group(3);
        int size = Integer.parseInt(found.group(2)) * 1000 + Integer.parseInt((part + "000").substring(0, 3));
        return new Celsius(found.group(1).isEmpty() ? size : -size);
    }

    /// A master's name without its set point: what it has in common with the same set at another one.
    public static String withoutSetPoint(String name) {
        return SET_POINT.matcher(name).replaceFirst("");
    }

    /// `180 s` is `180s`, `5.4 s` is `5p4s`, `0.0125 s` is `0p0125s`: no dot inside a file name, nothing rounded
    /// away down to a nanosecond.
    public static String seconds(Duration exposure) {
        String nanos = "%09d".formatted(exposure.toNanosPart()).replaceAll("0+$", "");
        return exposure.toSeconds() + (nanos.isEmpty() ? "" : "p" + nanos) + "s";
    }

    private static String decimal(int thousandths) {
        String sign = thousandths < 0 ? "-" : "";
        int size = Math.abs(thousandths);
        String part = "%03d".formatted(size % 1000).replaceAll("0+$", "");
        return sign + size / 1000 + (part.isEmpty() ? "" : "p" + part);
    }
}
