package dev.darkbox.schedule;

import dev.darkbox.device.Celsius;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.PlannedSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One rig's present or last run, short: what somebody who comes late must be told to know where it is.
///
/// Of what repeats (temperatures, frames of a set) only the last is kept, so its size depends on the number of
/// sets alone. Threading: the owner's.
final class Story {

    private final Map<String, RunEvent> events = new LinkedHashMap<>();
    private boolean over = true;
    private Instant since = Instant.EPOCH;
    private String doing = "";
    private String notice = "";
    private String live = "";
    private int framesOf;
    private Celsius sensor = Celsius.UNKNOWN;
    private double loadPercent = Double.NaN;
    private final Map<String, String> dark = new LinkedHashMap<>();
    private final Map<String, Integer> accepted = new LinkedHashMap<>();

    void add(RunEvent event) {
        if (event instanceof RunEvent.RunStarted started) {
            begin(started);
        }
        events.put(key(event), event);
        note(event);
    }

    private void begin(RunEvent.RunStarted started) {
        events.clear();
        accepted.clear();
        dark.clear();
        notice = "";
        live = "";
        over = false;
        since = started.at();
        framesOf = started.plan().sets().stream().mapToInt(set -> set.set().keep()).sum();
    }

    private void note(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted _ -> doing = "starting";
            case RunEvent.Checked e -> {
                doing = "checked " + e.what();
                proven(e);
            }
            case RunEvent.NotDark e -> {
                dark.clear();
                doing = "%s: %s; %s".formatted(e.device(), e.what(), e.decision());
            }
            case RunEvent.Cooling e -> {
                doing = "cooling to " + e.target();
                temperature(e.sensor(), e.loadPercent());
            }
            case RunEvent.Soaking e -> {
                doing = "soaking %d of %d s".formatted(e.done().toSeconds(), e.of().toSeconds());
                temperature(e.sensor(), e.loadPercent());
            }
            case RunEvent.GateOpened e -> temperature(e.sensor(), e.loadPercent());
            case RunEvent.GateClosed e -> {
                doing = "waiting for the gate: " + e.why();
                temperature(e.sensor(), loadPercent);
            }
            case RunEvent.CoolerAnswered e -> doing = e.why() + "; " + e.decision();
            case RunEvent.SetStarted e -> {
                accepted.put(counted(e.set()), e.accepted());
                live = "";
                doing = "%s %d/%d".formatted(e.set().label(), e.accepted(), e.set().set().keep());
            }
            case RunEvent.Exposing _ -> {
                // the set's line says enough
            }
            case RunEvent.Watched e -> temperature(e.sensor(), e.loadPercent());
            case RunEvent.FrameDiscarded e ->
                doing = "%s discarding %d/%d".formatted(e.set().label(), e.n(), e.of());
            case RunEvent.FrameAccepted e -> {
                accepted.put(counted(e.set()), e.n());
                doing = "%s %d/%d".formatted(e.set().label(), e.n(), e.of());
                temperature(e.sensor(), e.loadPercent());
            }
            case RunEvent.FrameRejected e -> doing = "%s frame rejected: %s".formatted(
                    e.set().label(), e.reason());
            case RunEvent.LiveLook e -> live = "%s: %s%s".formatted(e.set().label(), e.line(),
                    e.picture().isEmpty() ? "" : "; picture " + e.picture());
            case RunEvent.LiveOff e -> live = "%s: not integrated while it is taken: %s; %s".formatted(
                    e.set().label(), e.why(), e.decision());
            case RunEvent.SetEnded e -> doing = e.set().label() + " " + e.how();
            case RunEvent.Stacking e -> doing = "stacking %s %d %%".formatted(e.set().label(), e.percent());
            case RunEvent.MasterReady e -> {
                doing = e.set().label() + " master ready";
                live = "";
            }
            case RunEvent.InForceChanged _ -> {
                // nothing that a rig does
            }
            case RunEvent.MasterChecked e -> doing = "%s: %s %s".formatted(
                    e.set().label(), e.what(), e.passed() ? "passed" : "failed");
            case RunEvent.MasterFailed e -> doing = e.set().label() + " no master: " + e.why();
            case RunEvent.DeviceTrouble e ->
                doing = "%s: %s; %s".formatted(e.device(), e.what(), e.decision());
            case RunEvent.EpochChanged e -> {
                doing = e.line();
                notice = e.line();
            }
            case RunEvent.Recovering e -> doing = "%s: %s; recovering: %s".formatted(e.device(),
                    e.what(),
                    e.rung().doing());
            case RunEvent.Recovered e -> doing = e.held()
                    ? e.device() + ": " + e.rung().done()
                    : "%s: not recovered: %s".formatted(e.device(), e.why());
            case RunEvent.Warming e -> {
                doing = "warming to " + e.target();
                sensor = e.sensor();
            }
            case RunEvent.RunEnded e -> {
                over = true;
                live = "";
                since = e.at();
                doing = e.how();
            }
        }
    }

    /// Of a picture that was dark only that it was, the figures are in the log.
    private void proven(RunEvent.Checked e) {
        String what = e.what().startsWith(RunEvent.Checked.DARK) ? "picture dark" : e.what();
        boolean light = what.matches("cap shut|panel off|picture dark|.+ (off|closed)|.+ dark, .*");
        if (light) {
            dark.put(what.replaceFirst(", .*", ""), "%s (%s)".formatted(
                    what, e.evidence().text()));
        }
    }

    private void temperature(Celsius now, double load) {
        sensor = now;
        loadPercent = load;
    }

    private static String key(RunEvent event) {
        String kind = event.getClass().getSimpleName();
        return switch (event) {
            case RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.Watched _, RunEvent.Warming _ -> "temperature";
            case RunEvent.Checked e -> kind + " " + e.what();
            case RunEvent.SetStarted e -> kind + " " + e.set().preset() + " " + e.set().master();
            case RunEvent.Exposing _ -> kind;
            case RunEvent.FrameDiscarded e -> kind + " " + e.set().master();
            case RunEvent.FrameAccepted e -> kind + " " + e.set().master();
            case RunEvent.FrameRejected e -> kind + " " + e.set().master();
            case RunEvent.LiveLook _, RunEvent.LiveOff _ -> "live";
            case RunEvent.SetEnded e -> kind + " " + e.set().master();
            case RunEvent.Stacking e -> kind + " " + e.set().master();
            case RunEvent.MasterReady e -> kind + " " + e.set().master();
            case RunEvent.InForceChanged e -> kind + " " + e.profile();
            case RunEvent.MasterChecked e -> kind + " " + e.set().master();
            case RunEvent.MasterFailed e -> kind + " " + e.set().master();
            case RunEvent.EpochChanged e -> kind + " " + e.since();
            case RunEvent.RunStarted _, RunEvent.NotDark _, RunEvent.GateOpened _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.DeviceTrouble _, RunEvent.Recovering _, RunEvent.Recovered _, RunEvent.RunEnded _ ->
                kind;
        };
    }

    /// A set that was begun again at a raised set point is the same set.
    private static String counted(PlannedSet set) {
        return set.preset() + " " + MasterName.withoutSetPoint(set.master());
    }

    boolean isOver() {
        return over;
    }

    List<RunEvent> events() {
        return List.copyOf(events.values());
    }

    RigState state(String rig) {
        int frames = accepted.values().stream().mapToInt(Integer::intValue).sum();
        return new RigState(rig, !over, since, doing, over ? 0 : frames, over ? 0 : framesOf, sensor,
                loadPercent, notice, live, over ? "" : String.join(", ", dark.values()));
    }
}
