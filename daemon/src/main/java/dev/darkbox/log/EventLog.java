package dev.darkbox.log;

import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tinylog.Logger;

/// One line per event: what happened, then `key=value` with units.
///
/// What repeats is thinned by the event's own clock: temperatures to one line a minute, frames that come
/// faster than every ten seconds to one line in ten seconds, a set's first and last frame excepted, looks at a set that is
/// being taken to one in ten minutes, the last excepted.
public final class EventLog implements EventSink {

    private static final Duration TEMPERATURES = Duration.ofMinutes(1);
    private static final Duration FRAMES = Duration.ofSeconds(10);
    private static final Duration LOOKS = Duration.ofMinutes(10);

    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    @Override
    public void emit(RunEvent event) {
        if (!isDue(event)) {
            return;
        }
        switch (event) {
            case RunEvent.FrameRejected _, RunEvent.NotDark _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.DeviceTrouble _, RunEvent.EpochChanged _, RunEvent.Recovering _ ->
                Logger.warn("{}", line(event));
            case RunEvent.Recovered e when !e.held() -> Logger.warn("{}", line(event));
            case RunEvent.MasterFailed _ -> Logger.error("{}", line(event));
            case RunEvent.SetEnded e when !e.complete() -> Logger.warn("{}", line(event));
            case RunEvent.MasterReady e when !e.verdict().equals("PASS") -> Logger.warn("{}", line(event));
            case RunEvent.MasterChecked e when !e.passed() -> Logger.warn("{}", line(event));
            case RunEvent.RunEnded e when e.end() == RunEvent.End.FAILED -> Logger.error("{}", line(event));
            case RunEvent.Exposing _, RunEvent.Watched _, RunEvent.Stacking _ ->
                Logger.debug("{}", line(event));
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.GateOpened _, RunEvent.SetStarted _, RunEvent.FrameDiscarded _, RunEvent.FrameAccepted _, RunEvent.LiveLook _, RunEvent.LiveOff _, RunEvent.SetEnded _, RunEvent.MasterReady _, RunEvent.InForceChanged _, RunEvent.MasterChecked _, RunEvent.Recovered _, RunEvent.Warming _, RunEvent.RunEnded _ ->
                Logger.info("{}", line(event));
        }
    }

    /// Whether a line is written for this event; remembers that it was.
    boolean isDue(RunEvent event) {
        return switch (event) {
            case RunEvent.Cooling _, RunEvent.Soaking _, RunEvent.Warming _ -> isDue(event, TEMPERATURES);
            case RunEvent.FrameDiscarded e -> e.n() == e.of();
            case RunEvent.LiveLook e -> e.n() == e.of() || isDue(event, LOOKS);
            case RunEvent.FrameAccepted e -> e.n() == 1 || e.n() == e.of() || isDue(event, FRAMES);
            case RunEvent.RunStarted _, RunEvent.Checked _, RunEvent.NotDark _, RunEvent.GateOpened _, RunEvent.GateClosed _, RunEvent.CoolerAnswered _, RunEvent.SetStarted _, RunEvent.Exposing _, RunEvent.Watched _, RunEvent.FrameRejected _, RunEvent.LiveOff _, RunEvent.SetEnded _, RunEvent.Stacking _, RunEvent.MasterReady _, RunEvent.InForceChanged _, RunEvent.MasterChecked _, RunEvent.MasterFailed _, RunEvent.DeviceTrouble _, RunEvent.EpochChanged _, RunEvent.Recovering _, RunEvent.Recovered _, RunEvent.RunEnded _ ->
                true;
        };
    }

    private boolean isDue(RunEvent event, Duration every) {
        String key = event.rig() + " " + event.getClass().getSimpleName();
        Instant last = written.get(key);
        if (last != null && !event.at().isBefore(last) && event.at().isBefore(last.plus(every))) {
            return false;
        }
        written.put(key, event.at());
        return true;
    }

    /// The line, without time, level and thread.
    static String line(RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted e ->
                "run started run=%s%s evening=%s profile=%s sets=%d kept=%d".formatted(
                        e.runId(),
                        e.plan().purpose() == RefreshPlan.Purpose.REFRESH
                                ? ""
                                : " purpose=" + e.plan().purpose(),
                        e.plan().evening(), e.plan().profile(), e.plan().sets().size(), e.framesKept());
            case RunEvent.Checked e -> "checked " + e.what() + " evidence=" + e.evidence();
            case RunEvent.NotDark e ->
                "not dark leak=%s device %s: %s; %s".formatted(e.leak(), e.device(), e.what(), e.decision());
            case RunEvent.Cooling e ->
                "cooling sensor=%s target=%s%s".formatted(e.sensor(), e.target(), load(e.loadPercent()));
            case RunEvent.Soaking e -> "soaking sensor=%s%s done=%ds of=%ds".formatted(
                    e.sensor(), load(e.loadPercent()), e.done().toSeconds(), e.of().toSeconds());
            case RunEvent.GateOpened e -> "gate open sensor=" + e.sensor() + load(e.loadPercent());
            case RunEvent.GateClosed e -> "gate closed sensor=" + e.sensor() + ": " + e.why();
            case RunEvent.CoolerAnswered e -> "cooler: " + e.why() + "; " + e.decision();
            case RunEvent.SetStarted e -> "set started set=%s preset=%s wanted=%d kept=%d".formatted(
                    e.set().label(), e.set().preset(), e.set().set().keep(), e.accepted());
            case RunEvent.Exposing e -> "exposing set=%s until=%s".formatted(e.set().label(), e.expected());
            case RunEvent.Watched e -> "exposing sensor=" + e.sensor() + load(e.loadPercent());
            case RunEvent.FrameDiscarded e ->
                "frames discarded set=%s n=%d".formatted(e.set().label(), e.n());
            case RunEvent.FrameAccepted e -> "frame accepted set=%s n=%d/%d sensor=%s%s mean=%sADU".formatted(
                    e.set().label(), e.n(), e.of(), e.sensor(), load(e.loadPercent()), adu(e.meanAdu()));
            case RunEvent.FrameRejected e ->
                "frame rejected set=%s: %s".formatted(e.set().label(), e.reason());
            case RunEvent.LiveLook e ->
                "live set=%s n=%d/%d noise=%sADU frame=%sADU%s".formatted(e.set().label(),
                        e.n(), e.of(), adu(e.noiseAdu()), adu(e.frameNoiseAdu()),
                        e.picture().isEmpty() ? "" : " picture=" + e.picture());
            case RunEvent.LiveOff e ->
                "live off set=%s: %s; %s".formatted(e.set().label(), e.why(), e.decision());
            case RunEvent.SetEnded e -> "set %s set=%s accepted=%d rejected=%d: %s".formatted(
                    e.complete() ? "complete" : "given up", e.set().label(), e.accepted(), e.rejected(),
                    e.how());
            case RunEvent.Stacking e -> "stacking set=%s done=%d%%".formatted(e.set().label(), e.percent());
            case RunEvent.MasterReady e ->
                "master ready set=%s verdict=%s file=%s frames=%d mean=%sADU median=%sADU sigma=%sADU hot=%d: %s"
                        .formatted(e.set().label(), e.verdict(), e.file(), e.frames(), adu(e.meanAdu()),
                                adu(e.medianAdu()), adu(e.sigmaAdu()), e.hotPixels(), e.remark());
            case RunEvent.MasterChecked e -> "%s %s master=%s: %s".formatted(
                    e.what(), e.passed() ? "passed" : "failed", e.master(), e.text());
            case RunEvent.InForceChanged e -> "in force changed: " + e.line();
            case RunEvent.MasterFailed e -> "no master set=%s: %s".formatted(e.set().label(), e.why());
            case RunEvent.DeviceTrouble e ->
                "device %s: %s; %s".formatted(e.device(), e.what(), e.decision());
            case RunEvent.EpochChanged e -> "%s epoch=%s".formatted(e.line(), e.epoch());
            case RunEvent.Recovering e -> "recovering rung=%s try=%d/%d device %s: %s".formatted(
                    e.rung(), e.n(), e.of(), e.device(), e.what());
            case RunEvent.Recovered e when e.held() ->
                "recovered rung=%s try=%d/%d device %s: %s".formatted(
                        e.rung(), e.n(), e.of(), e.device(), e.rung().done());
            case RunEvent.Recovered e -> "not recovered rung=%s try=%d/%d device %s: %s".formatted(
                    e.rung(), e.n(), e.of(), e.device(), e.why());
            case RunEvent.Warming e -> "warming sensor=%s target=%s".formatted(e.sensor(), e.target());
            case RunEvent.RunEnded e -> "run ended run=%s end=%s masters=%d missed=%d: %s".formatted(
                    e.runId(), e.end(), e.masters(), e.setsMissed(), e.how());
        };
    }

    private static String load(double percent) {
        return Double.isNaN(percent) ? "" : String.format(Locale.ROOT, " load=%.0f%%", percent);
    }

    private static String adu(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
