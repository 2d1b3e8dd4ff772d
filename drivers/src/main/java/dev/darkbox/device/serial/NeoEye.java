package dev.darkbox.device.serial;

import dev.darkbox.device.LightSensor.Sight;

/// What a FlatMaster Neo's light sensor means. Its unit and its place in the cover are not documented, so that its
/// readings are measured by its own lamp, by how much they rose when that was lit last: a twentieth of it is dark, half
/// of it is light. So a lamp that was lit dimly can be told from dark as well as one that was lit brightly.
///
/// Before that only a reading of nothing says anything.
///
/// Threading: for one thread.
final class NeoEye {

    private static final double DARK_PART = 0.05;
    private static final double LIGHT_PART = 0.5;

    private double rise;
    private double latest;

    /// Takes in a reading.
    void saw(double reading) {
        latest = reading;
    }

    /// The lamp was lit. Where there was about as much light before, as by day, nothing is learnt.
    ///
    /// @param before reading while it was out
    /// @param after reading while it was lit
    void lit(double before, double after) {
        rise = after >= 2 * before && after > 0 ? after - before : 0;
    }

    /// It was lit in a way that teaches nothing: from another brightness.
    void forget() {
        rise = 0;
    }

    /// Whether it can tell lit from dark.
    boolean canTell() {
        return rise > 0;
    }

    Sight sight() {
        if (!canTell()) {
            return latest == 0 ? Sight.DARK : Sight.NO_EVIDENCE;
        }
        return latest <= rise * DARK_PART
                ? Sight.DARK
                : latest >= rise * LIGHT_PART ? Sight.LIGHT : Sight.NO_EVIDENCE;
    }

    /// For people: `reads 0, 870 more when lit`.
    @Override
    public String toString() {
        return canTell()
                ? "reads %.0f, %.0f more when lit".formatted(latest, rise)
                : "reads %.0f, not seen lit".formatted(latest);
    }
}
