package dev.darkbox.config;

import dev.darkbox.device.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The `[rig.probe]` section: the dark frame that shows, before each set, that it is dark.
///
/// @param exposure default 10 s
/// @param cooledAduPerS most light and dark current together of a cooled sensor, mean over the frame, default 5
/// @param uncooledAduPerS the same for a sensor without a cooler, default 100
/// @param panelTest whether the panel is lit behind the shut cap to see whether the cap is tight, where both are and are
///     two devices; default true
/// @param checkFrames whether frames that were not read out whole are taken again, and what rises in frames is looked into;
///     default true
/// @param evidence how well cap and panel must be known to be shut and off before any frame; by default an
///     order is enough, because the probe dark has the last word
public record ProbeConfig(
        Duration exposure, double cooledAduPerS, double uncooledAduPerS, boolean panelTest,
        boolean checkFrames, Evidence evidence) {

    private static final List<String> EVIDENCE = List.of("commanded", "reported", "sensed");

    /// The rest as it is when left out.
    public ProbeConfig(Duration exposure, double cooledAduPerS, double uncooledAduPerS) {
        this(exposure, cooledAduPerS, uncooledAduPerS, true, true, Evidence.COMMANDED);
    }

    static ProbeConfig bind(Section probe) {
        var config = new ProbeConfig(
                probe.take("exposure", Allowed.exposure(Duration.ofMinutes(10)), Duration.ofSeconds(10)),
                probe.take("cooled_adu_per_s", Allowed.number(0.001, 60_000, "ADU/s"), 5.0),
                probe.take("uncooled_adu_per_s", Allowed.number(0.001, 60_000, "ADU/s"), 100.0),
                probe.take("panel_test", Allowed.flag(), true),
                probe.take("check_frames", Allowed.flag(), true),
                Evidence.valueOf(probe.take("evidence", Allowed.oneOf(EVIDENCE), "commanded")
                        .toUpperCase(Locale.ROOT)));
        probe.done();
        return config;
    }
}
