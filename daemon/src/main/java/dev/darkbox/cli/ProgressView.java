package dev.darkbox.cli;

import dev.darkbox.cli.Screen.Mark;
import dev.darkbox.device.Celsius;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.util.Locale;

/// A run as a person watches it: one bar per set on a terminal, plain lines in a pipe.
///
/// Threading: events are taken in one at a time.
public final class ProgressView implements EventSink {

    private static final int STEPS_OF_PLAIN_BAR = 4;

    private final Screen screen;
    private final LiveLine lines;
    /// Where the way to the set point began, and which way it goes.
    private Celsius from = Celsius.UNKNOWN;
    private String way = "";
    /// Noise of one frame of the present set, as far as it is known, and the picture a person was told of.
    private double frameNoiseAdu = Double.NaN;
    private String picture = "";

    public ProgressView(Screen screen) {
        this.screen = screen;
        this.lines = new LiveLine(screen);
    }

    @Override
    public synchronized void emit(RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted e -> started(e);
            case RunEvent.Checked e -> lines.show("  checked " + e.what());
            case RunEvent.NotDark e -> warn(e.device() + ": " + e.what() + "; " + e.decision());
            case RunEvent.Cooling e -> cooling("cooling", e.sensor(), e.target(), e.loadPercent());
            case RunEvent.Soaking e -> lines.show(LiveLine.bar("soaking", (double) e.done().toMillis(),
                    (double) e.of().toMillis(), e.done().toMinutes() + "/" + e.of().toMinutes() + " min",
                    e.sensor() + load(e.loadPercent())));
            case RunEvent.GateOpened e ->
                lines.keep(screen.marked(Mark.DIM, "  cold: " + e.sensor() + load(e.loadPercent())));
            case RunEvent.GateClosed e -> warn("gate closed: " + e.why());
            case RunEvent.CoolerAnswered e -> warn(e.why() + "; " + e.decision());
            case RunEvent.SetStarted e -> {
                frameNoiseAdu = Double.NaN;
                bar(e.set(), e.accepted(), e.set().set().keep(), "");
            }
            case RunEvent.Exposing _, RunEvent.Watched _ -> {
                // the bar says which set, and frames say when and how cold
            }
            case RunEvent.FrameDiscarded e -> bar(e.set(), 0, e.set().set().keep(),
                    "first frames dropped " + e.n() + "/" + e.of());
            case RunEvent.FrameAccepted e -> frame(e);
            case RunEvent.FrameRejected e -> warn(e.set().label() + ": frame dropped: " + e.reason());
            case RunEvent.LiveLook e -> live(e);
            case RunEvent.LiveOff e -> lines.keep(screen.marked(Mark.DIM,
                    "  %s: not integrated while it is taken: %s; %s".formatted(e.set().label(), e.why(),
                            e.decision())));
            case RunEvent.SetEnded e -> {
                if (!e.complete()) {
                    warn(e.set().label() + ": " + e.how());
                }
            }
            case RunEvent.Stacking e -> bar(e.set(), e.set().set().keep(), e.set().set().keep(),
                    "integrating " + e.percent() + " %");
            case RunEvent.MasterReady e -> master(e);
            case RunEvent.MasterChecked e -> checked(e);
            case RunEvent.InForceChanged e -> lines.keep("  " + e.line());
            case RunEvent.MasterFailed e ->
                lines.keep("  " + screen.marked(Mark.BAD, e.set().label() + ": no master: " + e.why()));
            case RunEvent.DeviceTrouble e -> warn(e.device() + ": " + e.what() + "; " + e.decision());
            case RunEvent.EpochChanged e -> warn(e.line());
            case RunEvent.Recovering e -> warn("%s: %s; %s (%d of %d)".formatted(e.device(), e.what(),
                    e.rung().doing(), e.n(), e.of()));
            case RunEvent.Recovered e when e.held() ->
                lines.keep(screen.marked(Mark.DIM, "  %s: %s".formatted(e.device(), e.rung().done())));
            case RunEvent.Recovered e -> warn("%s: %s did not help: %s".formatted(e.device(),
                    e.rung().doing(), e.why()));
            case RunEvent.Warming e -> cooling("warming", e.sensor(), e.target(), Double.NaN);
            case RunEvent.RunEnded e -> ended(e);
        }
    }

    private void started(RunEvent.RunStarted e) {
        from = Celsius.UNKNOWN;
        frameNoiseAdu = Double.NaN;
        int frames = e.plan().sets().stream().mapToInt(set -> set.set().keep() + set.set().discard()).sum();
        lines.keep("%s: %s%s, %d frames, evening of %s%s%s".formatted(
                e.rig(), Texts.purpose(e.plan().purpose()), Texts.sets(e.plan().sets().size()), frames,
                e.plan().evening(),
                e.plan().purpose() == RefreshPlan.Purpose.REFRESH
                        ? ", for " + e.plan().profile().name().toLowerCase(Locale.ROOT)
                        : "",
                e.framesKept() == 0 ? "" : "; " + e.framesKept() + " frames are there already"));
    }

    private void cooling(String what, Celsius sensor, Celsius target, double loadPercent) {
        if (!way.equals(what) || !from.isKnown()) {
            from = sensor;
            way = what;
        }
        boolean known = sensor.isKnown() && target.isKnown();
        double whole = known ? from.milliKelvinTo(target) : 0;
        double left = known ? sensor.milliKelvinTo(target) : 0;
        lines.show(LiveLine.bar(what, whole - left, whole, sensor.toString(),
                "to " + target + load(loadPercent)));
    }

    private void frame(RunEvent.FrameAccepted e) {
        String rest = "%s%s  %.0f ADU%s".formatted(e.sensor(), load(e.loadPercent()), e.meanAdu(),
                noise(e.n()));
        bar(e.set(), e.n(), e.of(), rest);
        int step = Math.max(1, e.of() / STEPS_OF_PLAIN_BAR);
        if (!screen.isTerminal() && (e.n() % step == 0 || e.n() == e.of())) {
            lines.keep("  %s %d/%d %s".formatted(e.set().label(), e.n(), e.of(), rest));
        }
    }

    private void live(RunEvent.LiveLook e) {
        frameNoiseAdu = e.frameNoiseAdu();
        if (!e.picture().equals(picture)) {
            picture = e.picture();
            lines.keep(screen.marked(Mark.DIM, "  picture of the frames so far: " + picture));
        }
    }

    /// Of the mean of so many frames: the last look may be some frames ago.
    private String noise(int frames) {
        return Double.isNaN(frameNoiseAdu)
                ? ""
                : String.format(Locale.ROOT, "  noise %.2f", frameNoiseAdu / Math.sqrt(frames));
    }

    private void bar(PlannedSet set, int done, int of, String rest) {
        lines.show(LiveLine.bar(set.label(), done, of, done + "/" + of, rest));
    }

    private void master(RunEvent.MasterReady e) {
        String level = String.format(Locale.ROOT, "mean %.2f ADU", e.meanAdu());
        lines.keep(LiveLine.bar(e.set().label(), 1, 1, e.frames() + " used",
                level + "  " + screen.marked(Screen.ofVerdict(e.verdict()), e.verdict())));
        if (!e.verdict().equals("PASS")) {
            lines.keep(screen.marked(Mark.DIM, "  " + " ".repeat(19) + e.remark()));
        }
    }

    private void checked(RunEvent.MasterChecked e) {
        lines.keep(LiveLine.bar(e.set().label(), 1, 1, "",
                e.passed() ? screen.marked(Mark.GOOD, "agrees") : screen.marked(Mark.BAD, "DOES NOT AGREE")));
        lines.keep(screen.marked(e.passed() ? Mark.DIM : Mark.WARN, "  " + " ".repeat(19) + e.text()));
    }

    private void ended(RunEvent.RunEnded e) {
        Mark mark = switch (e.end()) {
            case DONE -> Mark.GOOD;
            case PARTLY, ABORTED -> Mark.WARN;
            case FAILED -> Mark.BAD;
        };
        lines.keep(e.rig() + ": " + screen.marked(mark, e.end().name().toLowerCase(Locale.ROOT)) + ", "
                + e.how());
    }

    private void warn(String text) {
        lines.keep("  " + screen.marked(Mark.WARN, text));
    }

    private static String load(double percent) {
        return Double.isNaN(percent) ? "" : String.format(Locale.ROOT, "  load %.0f %%", percent);
    }
}
