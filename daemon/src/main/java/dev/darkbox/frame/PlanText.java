package dev.darkbox.frame;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// A plan as fields of text and back: the first line of a journal, enough to go on with the run.
final class PlanText {

    private static final String KIND = "plan";
    private static final String VERSION = "1";
    /// Behind the plan; versions that do not know it pass it over.
    private static final String UNASKED = "unasked";

    /// A journal's first line.
    ///
    /// @param unasked whether it began by itself
    record First(String runId, RefreshPlan plan, boolean unasked) {}

    private PlanText() {}

    static List<String> write(First first) {
        RefreshPlan plan = first.plan();
        var fields = new ArrayList<>(
                List.of(KIND, VERSION, first.runId(), plan.rig(), plan.evening().toString(),
                        plan.profile().name(), Integer.toString(plan.visits().size())));
        for (CapturePlan visit : plan.visits()) {
            fields.add(visit.preset());
            fields.addAll(readout(visit.readout()));
            fields.add(Integer.toString(visit.target().milliC()));
            fields.add(Integer.toString(visit.sets().size()));
            for (PlannedSet set : visit.sets()) {
                fields.add(set.preset());
                fields.addAll(readout(set.readout()));
                fields.add(Integer.toString(set.target().milliC()));
                fields.add(Boolean.toString(set.onlyPreset()));
                fields.addAll(frames(set.set()));
            }
        }
        if (first.unasked()) {
            fields.add(UNASKED);
        }
        return fields;
    }

    /// The plan of a first line.
    ///
    /// @throws IllegalArgumentException the line is not a plan of this version
    static First read(List<String> line) {
        try {
            Iterator<String> fields = line.iterator();
            String head = fields.next() + " " + fields.next();
            if (!head.equals(KIND + " " + VERSION)) {
                throw new IllegalArgumentException(
                        "begins with \"" + head + "\", not \"" + KIND + " " + VERSION
                                + "\"");
            }
            String runId = fields.next();
            String rig = fields.next();
            LocalDate evening = LocalDate.parse(fields.next());
            var profile = RefreshPlan.Profile.valueOf(fields.next());
            var visits = new ArrayList<CapturePlan>();
            for (int left = Integer.parseInt(fields.next()); left > 0; left--) {
                visits.add(visit(fields));
            }
            boolean unasked = fields.hasNext() && fields.next().equals(UNASKED);
            return new First(runId, new RefreshPlan(rig, evening, profile, visits), unasked);
        } catch (NoSuchElementException | DateTimeException e) {
            throw new IllegalArgumentException("is cut short or garbled: " + e.getMessage(), e);
        }
    }

    private static CapturePlan visit(Iterator<String> fields) {
        String preset = fields.next();
        Readout readout = readout(fields);
        var target = new Celsius(Integer.parseInt(fields.next()));
        var sets = new ArrayList<PlannedSet>();
        for (int left = Integer.parseInt(fields.next()); left > 0; left--) {
            sets.add(set(fields));
        }
        return new CapturePlan(preset, readout, target, sets);
    }

    private static PlannedSet set(Iterator<String> fields) {
        String preset = fields.next();
        Readout readout = readout(fields);
        var target = new Celsius(Integer.parseInt(fields.next()));
        boolean onlyPreset = Boolean.parseBoolean(fields.next());
        return new PlannedSet(frames(fields), preset, readout, target, onlyPreset);
    }

    private static List<String> readout(Readout readout) {
        return List.of(Integer.toString(readout.gain()), Integer.toString(readout.offset()),
                Integer.toString(readout.binning()), readout.mode(), Integer.toString(readout.usbLimit()));
    }

    private static Readout readout(Iterator<String> fields) {
        int gain = Integer.parseInt(fields.next());
        int offset = Integer.parseInt(fields.next());
        int binning = Integer.parseInt(fields.next());
        String mode = fields.next();
        return new Readout(gain, offset, binning, mode, Integer.parseInt(fields.next()));
    }

    private static List<String> frames(FrameSet set) {
        String kind = switch (set) {
            case FrameSet.Bias _ -> "bias";
            case FrameSet.Dark _ -> "dark";
            case FrameSet.DarkFlat _ -> "darkflat";
        };
        String filter = set instanceof FrameSet.DarkFlat flat ? flat.filter() : "";
        return List.of(kind, filter, set.exposure().toString(), Integer.toString(set.discard()),
                Integer.toString(set.keep()));
    }

    private static FrameSet frames(Iterator<String> fields) {
        String kind = fields.next();
        String filter = fields.next();
        Duration exposure = Duration.parse(fields.next());
        int discard = Integer.parseInt(fields.next());
        int keep = Integer.parseInt(fields.next());
        return switch (kind) {
            case "bias" -> new FrameSet.Bias(discard, keep);
            case "dark" -> new FrameSet.Dark(exposure, discard, keep);
            case "darkflat" -> new FrameSet.DarkFlat(filter, exposure, discard, keep);
            case String other -> throw new IllegalArgumentException("unknown frame set \"" + other + "\"");
        };
    }
}
