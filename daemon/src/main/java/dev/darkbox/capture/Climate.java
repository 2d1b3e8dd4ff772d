package dev.darkbox.capture;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.DeviceException;
import dev.darkbox.plan.PlannedSet;
import java.time.Duration;
import java.util.Locale;

/// The sensor's temperature during one visit: brought to the set point, held in front of every frame.
sealed interface Climate permits CooledClimate, UncooledClimate {

    /// How often the temperature is looked at while waiting or exposing.
    Duration POLL = Duration.ofSeconds(5);

    /// What waiting for the gate came to.
    sealed interface Wait {

        /// A frame may be taken.
        record Open(Cooler.Reading before) implements Wait {}

        /// The set begins again at a warmer set point.
        record Raised(Celsius target, String why) implements Wait {}

        /// This set is given up.
        record GivenUp(String why) implements Wait {}
    }

    /// Begins a set: new waiting time, new watches, the set point walked to when it is another one.
    void begin(PlannedSet set) throws OutOfPatience, InterruptedException;

    /// Waits until a frame may be taken, or answers a cooler that cannot hold.
    Wait await() throws OutOfPatience, InterruptedException;

    /// One look, without patience: for use while an exposure runs.
    Cooler.Reading look() throws DeviceException, InterruptedException;

    /// Whether a frame taken at this temperature counts.
    boolean holds(Celsius sensor);

    /// `-10.00 °C ± 0.30 K`.
    String wanted();

    /// The camera was recovered: the cooler is told again, the gate starts anew.
    void resume() throws DeviceException, InterruptedException;

    /// `87 %`, or `unknown`.
    static String load(double percent) {
        return Double.isNaN(percent) ? "unknown" : Math.round(percent) + " %";
    }

    /// Two decimals, because "on the limit" and "just outside" look alike with one.
    static String exact(Celsius sensor) {
        return sensor.isKnown() ? String.format(Locale.ROOT, "%.2f °C", sensor.degrees()) : "unknown";
    }
}
