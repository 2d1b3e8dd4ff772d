package dev.darkbox.capture;

import dev.darkbox.device.Evidence;
import java.time.Duration;

/// How dark is dark: what a probe exposure may collect over a bias frame taken just before it.
///
/// @param exposure of the probe
/// @param cooledAduPerS most light and dark current together of a sensor at its set point, mean over the frame. A
///     cooled sensor of today makes well below 0.1 ADU/s; a moonless sky through an open cap some 10
/// @param uncooledAduPerS the same for a sensor that is as warm as the air
/// @param panelTest whether the panel is lit behind the shut cap to see whether the cap is tight; never for a panel that is
///     part of the cap and shines on the sensor
/// @param needed how well cap and panel must be known to be shut and off before the probe is taken
public record ProbeRule(
        Duration exposure, double cooledAduPerS, double uncooledAduPerS, boolean panelTest, Evidence needed) {

    /// An order to cap and panel is enough: the probe has the last word.
    public ProbeRule(Duration exposure, double cooledAduPerS, double uncooledAduPerS, boolean panelTest) {
        this(exposure, cooledAduPerS, uncooledAduPerS, panelTest, Evidence.COMMANDED);
    }

    /// Without a test of the cap.
    public ProbeRule(Duration exposure, double cooledAduPerS, double uncooledAduPerS) {
        this(exposure, cooledAduPerS, uncooledAduPerS, false);
    }

    /// 10 s; 5 ADU/s cooled, 100 ADU/s uncooled.
    public static ProbeRule defaults() {
        return new ProbeRule(Duration.ofSeconds(10), 5, 100);
    }
}
