package dev.darkbox.config;

import static java.time.Duration.ZERO;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.Preset.Group;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Binds one `[[rig.preset]]`. The counts are the field's.
final class PresetBinder {

    private static final int BIAS_FRAMES = 220;
    private static final int BIAS_DISCARD = 10;
    private static final int FRAMES = 40;
    private static final int FEWEST_USUAL = 30;
    private static final int MOST_USUAL = 50;
    private static final Celsius TARGET = Celsius.of(-10);
    /// A stack of one has no noise estimate and rejects nothing.
    private static final int FEWEST = 2;
    private static final Allowed<Integer> COUNT = Allowed.whole(FEWEST, 2000);
    private static final Allowed<Integer> DISCARD = Allowed.whole(0, 500);
    private static final Allowed<Duration> EXPOSURE = Allowed.exposure(Duration.ofHours(6));
    private static final String DARKS = "a list of exposures, such as [180, 300, { exposure = 600, frames = 30 }], or [] for none";

    private final boolean cooled;
    private final FilterNames filters;

    PresetBinder(boolean cooled, FilterNames filters) {
        this.cooled = cooled;
        this.filters = filters;
    }

    Preset bind(Section preset) {
        String name = preset.need("name", Allowed.name());
        var readout = new Readout(
                preset.need("gain", Allowed.setting(1_000_000, Readout.NONE)),
                preset.need("offset", Allowed.setting(1_000_000, Readout.NONE)),
                preset.take("binning", Allowed.whole(1, 4), 1),
                preset.take("mode", Allowed.card(), ""),
                preset.take("usb_limit", Allowed.setting(1_000_000, Readout.NONE), Readout.NONE));
        Celsius target = target(preset);
        FrameSet.Bias bias = bias(preset);
        List<FrameSet.Dark> darks = darks(preset);
        List<FrameSet.DarkFlat> flats = darkFlats(preset);
        List<Group> order = order(preset);
        Duration cooldown = preset.take(
                "cooldown_between_groups", Allowed.time(ZERO, Duration.ofHours(2)), ZERO);
        preset.done();
        return new Preset(name, readout, target, bias, darks, flats, order, cooldown);
    }

    private Celsius target(Section preset) {
        Celsius target = preset.take("target_c", Allowed.celsius(-60, 30), TARGET);
        if (!cooled) {
            if (preset.has("target_c")) {
                preset.wrong("target_c", "nothing, cooler = false in [rig.cooling]");
            }
            return Celsius.UNKNOWN;
        }
        if (target.milliC() % 1000 != 0) {
            preset.warn("target_c", "several drivers round it to whole degrees and then never arrive");
        }
        return target;
    }

    private static FrameSet.Bias bias(Section preset) {
        int frames = preset.take("bias_frames", COUNT, BIAS_FRAMES);
        int discard = preset.take("bias_discard", DISCARD, BIAS_DISCARD);
        return new FrameSet.Bias(discard, kept(preset, "bias_frames", frames, "bias_discard", discard));
    }

    private static List<FrameSet.Dark> darks(Section preset) {
        int frames = preset.take("dark_frames", COUNT, FRAMES);
        int discard = preset.take("dark_discard", DISCARD, 0);
        unusual(preset, "dark_frames", frames);
        kept(preset, "dark_frames", frames, "dark_discard", discard);
        if (!preset.has("darks")) {
            preset.missing("darks", DARKS);
        }
        Set<Duration> seen = new HashSet<>();
        return preset.sections("darks", "exposure", DARKS).stream().map(dark -> {
            Duration exposure = dark.need("exposure", EXPOSURE);
            int own = dark.take("frames", COUNT, frames);
            int ownDiscard = dark.take("discard", DISCARD, discard);
            if (dark.sound("exposure") && !seen.add(exposure)) {
                dark.wrong("exposure", "each exposure once");
            }
            unusual(dark, "frames", own);
            int keep = kept(dark, "frames", own, "discard", ownDiscard);
            dark.done();
            return new FrameSet.Dark(exposure, ownDiscard, keep);
        }).toList();
    }

    private List<FrameSet.DarkFlat> darkFlats(Section preset) {
        Set<String> seen = new HashSet<>();
        return preset.sections("flat").stream().map(flat -> {
            String filter = flat.need("filter", Allowed.name());
            Duration exposure = flat.need("exposure", EXPOSURE);
            int frames = flat.take("frames", COUNT, FRAMES);
            int discard = flat.take("discard", DISCARD, 0);
            if (flat.sound("filter")) {
                filters.check(flat, "filter", filter);
            }
            boolean sound = flat.sound("filter", "exposure");
            if (sound && !seen.add(filter.toLowerCase(Locale.ROOT) + " " + exposure)) {
                flat.wrong("exposure", "each exposure of filter \"" + filter + "\" once");
            }
            unusual(flat, "frames", frames);
            int keep = kept(flat, "frames", frames, "discard", discard);
            flat.done();
            return new FrameSet.DarkFlat(filter, exposure, discard, keep);
        }).toList();
    }

    /// Frames left of those taken; noted when that is no stack.
    private static int kept(Section section, String framesKey, int frames, String discardKey, int discard) {
        int kept = frames - discard;
        String key = section.has(discardKey) ? discardKey : framesKey;
        if (kept < FEWEST && section.has(key) && section.sound(framesKey, discardKey)) {
            section.wrong(key,
                    "what leaves at least %d frames, here %d are taken and the first %d thrown away"
                            .formatted(FEWEST, frames, discard));
        }
        return Math.max(FEWEST, kept);
    }

    private static List<Group> order(Section preset) {
        List<Group> order = preset.list("order", Allowed.oneOf(Group.class));
        if (!preset.has("order")) {
            return Preset.USUAL_ORDER;
        }
        boolean eachOnce = order.size() == Group.values().length && Set.copyOf(order).size() == order.size();
        if (preset.sound("order") && !eachOnce) {
            preset.wrong("order", "\"bias\", \"dark-flats\" and \"darks\", each once");
        }
        return eachOnce ? order : Preset.USUAL_ORDER;
    }

    private static void unusual(Section section, String key, int frames) {
        if (section.has(key) && section.sound(key) && (frames < FEWEST_USUAL || frames > MOST_USUAL)) {
            section.warn(key, "%d to %d are usual".formatted(FEWEST_USUAL, MOST_USUAL));
        }
    }
}
