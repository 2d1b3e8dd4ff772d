package dev.darkbox.control;

import dev.darkbox.device.Readout;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.util.ArrayList;
import java.util.List;

/// Sets and plans in JSON.
final class SetJson {

    private SetJson() {}

    static Json write(PlannedSet planned) {
        FrameSet set = planned.set();
        var json = new Json().put("label", planned.label());
        switch (set) {
            case FrameSet.Bias _ -> json.put("kind", "bias");
            case FrameSet.Dark _ -> json.put("kind", "dark");
            case FrameSet.DarkFlat flat -> json.put("kind", "dark-flat").put("filter", flat.filter());
        }
        Readout readout = planned.readout();
        return json.put("exposure_s", set.exposure())
                .put("discard", set.discard()).put("keep", set.keep())
                .put("preset", planned.preset()).put("only_preset", planned.onlyPreset())
                .put("gain", readout.gain()).put("offset", readout.offset())
                .put("binning", readout.binning()).put("mode", readout.mode())
                .put("usb_limit", readout.usbLimit()).put("target_c", planned.target());
    }

    static PlannedSet read(Fields fields) throws Malformed {
        int discard = fields.whole("discard");
        int keep = fields.whole("keep");
        FrameSet set = switch (fields.text("kind")) {
            case "bias" -> new FrameSet.Bias(discard, keep);
            case "dark" -> new FrameSet.Dark(fields.seconds("exposure_s"), discard, keep);
            case "dark-flat" -> new FrameSet.DarkFlat(
                    fields.text("filter"), fields.seconds("exposure_s"), discard, keep);
            case String other -> throw new Malformed(
                    "kind is \"" + other + "\"; allowed: bias, dark, dark-flat");
        };
        return new PlannedSet(set, fields.text("preset"), readout(fields), fields.celsius("target_c"),
                fields.flag("only_preset", true));
    }

    private static Readout readout(Fields fields) throws Malformed {
        try {
            return new Readout(fields.whole("gain"), fields.whole("offset"), fields.whole("binning"),
                    fields.text("mode"), fields.whole("usb_limit"));
        } catch (IllegalArgumentException e) {
            throw new Malformed(String.valueOf(e.getMessage()));
        }
    }

    static Json write(RefreshPlan plan) {
        return new Json().put("rig", plan.rig()).put("evening", plan.evening().toString())
                .put("profile", plan.profile()).put("purpose", plan.purpose())
                .put("visits", plan.visits().stream()
                        .map(visit -> new Json().put("sets", sets(visit.sets()))).toList());
    }

    static List<Json> sets(List<PlannedSet> sets) {
        return sets.stream().map(SetJson::write).toList();
    }

    static List<PlannedSet> readSets(Fields fields) throws Malformed {
        var sets = new ArrayList<PlannedSet>();
        for (Fields set : fields.objects("sets")) {
            sets.add(read(set));
        }
        return sets;
    }

    static RefreshPlan readPlan(Fields fields) throws Malformed {
        var visits = new ArrayList<CapturePlan>();
        for (Fields visit : fields.objects("visits")) {
            List<PlannedSet> sets = readSets(visit);
            if (sets.isEmpty()) {
                throw new Malformed("sets is []; allowed: at least one");
            }
            PlannedSet first = sets.getFirst();
            visits.add(new CapturePlan(first.preset(), first.readout(), first.target(), sets));
        }
        if (visits.isEmpty()) {
            throw new Malformed("visits is []; allowed: at least one");
        }
        return new RefreshPlan(fields.text("rig"), fields.date("evening"),
                fields.oneOf("profile", RefreshPlan.Profile.class), visits,
                fields.maybeOneOf("purpose", RefreshPlan.Purpose.class)
                        .orElse(RefreshPlan.Purpose.REFRESH));
    }
}
