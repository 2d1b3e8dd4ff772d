package dev.darkbox.device.serial;

import dev.darkbox.device.LightSensor.Sight;

/// What a FlatMaster Neo's light sensor means. Its unit and its place in the cover are not documented, so that its
/// readings are measured by its own lamp: a twentieth of what it reads when lit is dark, half of it is light.
///
/// Before the lamp was lit for the first time only a reading of nothing says anything.
///
/// Threading: for one thread.
final class NeoEye {

    private static final double DARK_PART = 0.05;
    private static final double LIGHT_PART = 0.5;

    private double lit;
    private double latest;

    /// Takes in a reading.
    ///
    /// @param lampPercent what the box says of its lamp
    void saw(int lampPercent, double reading) {
        latest = reading;
        if (lampPercent > 0) {
            lit = Math.max(lit, reading);
        }
    }

    /// Whether it can tell lit from dark.
    boolean canTell() {
        return lit > 0;
    }

    Sight sight() {
        if (!canTell()) {
            return latest == 0 ? Sight.DARK : Sight.NO_EVIDENCE;
        }
        return latest <= lit * DARK_PART
                ? Sight.DARK
                : latest >= lit * LIGHT_PART ? Sight.LIGHT : Sight.NO_EVIDENCE;
    }

    /// For people: `reads 0, 870 when lit`.
    @Override
    public String toString() {
        return canTell()
                ? "reads %.0f, %.0f when lit".formatted(latest, lit)
                : "reads %.0f, never seen lit".formatted(latest);
    }
}
