package dev.darkbox.device;

import java.util.Locale;

/// A temperature. Whole thousandths of a degree, so that "exactly on the limit" means what it says.
///
/// @param milliC thousandths of a degree Celsius, above absolute zero; [#UNKNOWN] is the one exception
public record Celsius(int milliC) {

    /// No sensor, or a sensor that did not answer. Never within any tolerance.
    public static final Celsius UNKNOWN = new Celsius(Integer.MIN_VALUE);

    public Celsius {
        if (milliC <= -273_150 && milliC != Integer.MIN_VALUE) {
            throw new IllegalArgumentException("temperature " + milliC + " m°C");
        }
    }

    /// Rounds to the nearest thousandth; a value that is not a number is [#UNKNOWN].
    public static Celsius of(double degrees) {
        return Double.isNaN(degrees) ? UNKNOWN : new Celsius(Math.toIntExact(Math.round(degrees * 1000)));
    }

    public boolean isKnown() {
        return milliC != Integer.MIN_VALUE;
    }

    /// Degrees Celsius; `NaN` when unknown.
    public double degrees() {
        return isKnown() ? milliC / 1000.0 : Double.NaN;
    }

    /// Size of the difference, never negative; the largest `int` when either is unknown.
    public int milliKelvinTo(Celsius other) {
        return isKnown() && other.isKnown() ? Math.abs(milliC - other.milliC) : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
        return isKnown() ? String.format(Locale.ROOT, "%.1f°C", degrees()) : "unknown";
    }
}
