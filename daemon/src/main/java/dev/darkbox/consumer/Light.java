package dev.darkbox.consumer;

import dev.darkbox.device.Celsius;
import dev.darkbox.library.Conditions;
import dev.darkbox.plan.MasterName;
import java.time.Duration;
import java.time.Instant;

/// A frame that is to be calibrated, as its header tells a program.
///
/// @param flat whether it is a flat, which wants a dark flat; otherwise a light, which wants a dark
/// @param conditions camera and settings; what is not known is not compared
/// @param setPoint FITS `SET-TEMP`; unknown for a camera without a cooler
/// @param exposure FITS `EXPTIME`
/// @param filter FITS `FILTER`; may be empty
/// @param at FITS `DATE-OBS`
public record Light(
        boolean flat, Conditions conditions, Celsius setPoint, Duration exposure, String filter, Instant at) {

    /// For people: `light 180s`, `flat Ha 5p4s`.
    public String label() {
        String filtered = flat && !filter.isEmpty() ? " " + filter : "";
        return (flat ? "flat" : "light") + filtered + " " + MasterName.seconds(exposure);
    }

    double seconds() {
        return exposure.toNanos() / 1e9;
    }
}
