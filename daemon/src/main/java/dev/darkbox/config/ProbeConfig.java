package dev.darkbox.config;

import java.time.Duration;

/// The `[rig.probe]` section: the dark frame that shows, before each set, that it is dark.
///
/// @param exposure default 10 s
/// @param cooledAduPerS most light and dark current together of a cooled sensor, mean over the frame, default 5
/// @param uncooledAduPerS the same for a sensor without a cooler, default 100
public record ProbeConfig(Duration exposure, double cooledAduPerS, double uncooledAduPerS) {

    static ProbeConfig bind(Section probe) {
        var config = new ProbeConfig(
                probe.take("exposure", Allowed.exposure(Duration.ofMinutes(10)), Duration.ofSeconds(10)),
                probe.take("cooled_adu_per_s", Allowed.number(0.001, 60_000, "ADU/s"), 5.0),
                probe.take("uncooled_adu_per_s", Allowed.number(0.001, 60_000, "ADU/s"), 100.0));
        probe.done();
        return config;
    }
}
