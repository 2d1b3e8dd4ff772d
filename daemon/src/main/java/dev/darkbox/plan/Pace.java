package dev.darkbox.plan;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import java.time.Duration;

/// What an estimate assumes about a rig nobody has measured yet.
///
/// @param ambient sensor temperature before the cooler is switched on
/// @param coolMilliKPerMin how fast the sensor cools when nothing holds it back
/// @param frameOverhead time lost between two exposures whatever the size of a frame
/// @param nanosPerPixel further time for reading out, moving and storing one pixel
public record Pace(Celsius ambient, int coolMilliKPerMin, Duration frameOverhead, int nanosPerPixel) {

    /// 20 °C, 3 K a minute, and 100 ms + 100 ns a pixel: a 26-megapixel frame over INDI took 0.5 to 1.1 s on a
    /// desktop computer, and a Raspberry Pi is two to four times slower.
    public static Pace unmeasured() {
        return new Pace(Celsius.of(20), 3000, Duration.ofMillis(100), 100);
    }

    Duration between(FrameShape shape) {
        return frameOverhead.plusNanos(Math.multiplyExact(nanosPerPixel, shape.pixels()));
    }
}
