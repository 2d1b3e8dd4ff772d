package dev.darkbox.event;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Rung;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Purpose;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What happened in a run. The kinds are closed: every sink answers each.
public sealed interface RunEvent {

    /// When, on the run's own clock.
    Instant at();

    /// Name of the rig, as in the configuration.
    String rig();

    /// A run began, or went on where an earlier one was cut.
    ///
    /// @param framesKept accepted frames found from before; 0 for a new run
    record RunStarted(Instant at, String rig, String runId, RefreshPlan plan, int framesKept)
            implements
                RunEvent {}

    /// Something that must hold before a frame is taken, checked.
    ///
    /// @param what e.g. `cap shut`, `panel off`, `gain 100`
    record Checked(Instant at, String rig, String what, Evidence evidence) implements RunEvent {

        /// `what` of a cap that is shut and still.
        public static final String CAP_SHUT = "cap shut";
        /// `what` of a panel that is off.
        public static final String PANEL_OFF = "panel off";
        /// How `what` begins when a probe dark was dark.
        public static final String DARK = "dark, ";
    }

    /// It is not dark, or nobody can tell.
    ///
    /// @param leak who says so
    /// @param device that lets light in, or saw it
    /// @param what what it said, with its limit
    /// @param seen whether an open cap, a lit panel or light was seen; false when the device did not tell
    /// @param decision what is done about it
    record NotDark(
            Instant at, String rig, Leak leak, String device, String what, boolean seen, String decision)
            implements
                RunEvent {}

    /// Where light gets in.
    enum Leak {
        /// Through the cap.
        CAP,
        /// From the panel.
        PANEL,
        /// From somewhere: a probe dark is too bright.
        UNKNOWN
    }

    /// One look at the temperature on the way to the set point.
    record Cooling(Instant at, String rig, Celsius sensor, Celsius target, double loadPercent)
            implements
                RunEvent {}

    /// One look at the temperature inside the tolerance, before the gate opens.
    record Soaking(Instant at, String rig, Celsius sensor, double loadPercent, Duration done, Duration of)
            implements
                RunEvent {}

    record GateOpened(Instant at, String rig, Celsius sensor, double loadPercent) implements RunEvent {}

    record GateClosed(Instant at, String rig, Celsius sensor, String why) implements RunEvent {}

    /// The run answered a cooler that cannot hold.
    ///
    /// @param why what was seen, with its limit
    /// @param decision what is done about it
    record CoolerAnswered(Instant at, String rig, String why, String decision) implements RunEvent {}

    /// A set begins.
    ///
    /// @param accepted frames of this set already there
    record SetStarted(Instant at, String rig, PlannedSet set, int accepted) implements RunEvent {}

    /// An exposure began.
    ///
    /// @param expected when the frame should be there
    record Exposing(Instant at, String rig, PlannedSet set, Instant expected) implements RunEvent {}

    /// One look at the temperature while a long frame is exposed.
    record Watched(Instant at, String rig, Celsius sensor, Celsius target, double loadPercent)
            implements
                RunEvent {}

    /// A frame thrown away on purpose, at the start of a set.
    record FrameDiscarded(Instant at, String rig, PlannedSet set, int n, int of) implements RunEvent {}

    /// A frame is on disk, durable and in the journal.
    ///
    /// @param n accepted frames of this set, this one included
    record FrameAccepted(
            Instant at, String rig, PlannedSet set, int n, int of, Celsius sensor, double loadPercent,
            double meanAdu)
            implements
                RunEvent {}

    record FrameRejected(Instant at, String rig, PlannedSet set, String reason) implements RunEvent {}

    /// A look at the frames of a set so far, which are integrated as they come.
    ///
    /// @param n frames looked at
    /// @param noiseAdu noise of their mean
    /// @param frameNoiseAdu noise of one of them
    /// @param picture file that shows their mean; empty when it could not be written
    record LiveLook(
            Instant at, String rig, PlannedSet set, int n, int of, double noiseAdu, double frameNoiseAdu,
            String picture)
            implements
                RunEvent {

        /// One line, without rig and set.
        public String line() {
            return String.format(Locale.ROOT, "noise %.3f ADU after %d frames, %.2f ADU of one frame",
                    noiseAdu, n, frameNoiseAdu);
        }
    }

    /// The frames of a set are not integrated as they come.
    ///
    /// @param decision what that means
    record LiveOff(Instant at, String rig, PlannedSet set, String why, String decision) implements RunEvent {}

    /// A set is over.
    ///
    /// @param complete whether a master can be made of it
    /// @param how one line: `40 frames`, `too warm after 90 min: …`
    record SetEnded(
            Instant at, String rig, PlannedSet set, int accepted, int rejected, boolean complete, String how)
            implements
                RunEvent {}

    record Stacking(Instant at, String rig, PlannedSet set, int percent) implements RunEvent {}

    /// A master is published.
    ///
    /// @param file the FITS twin; `.xisf`, `.xrs` and `.png` stand beside it
    /// @param verdict `PASS`, `WARN`, `HOLD` or `FAIL`
    /// @param remark one line: what tripped, or what it was compared with
    /// @param findings what tripped, one by one
    record MasterReady(
            Instant at, String rig, PlannedSet set, Path file, int frames, double meanAdu, double medianAdu,
            double sigmaAdu, long hotPixels, String verdict, String remark, List<Found> findings)
            implements
                RunEvent {

        public MasterReady {
            findings = List.copyOf(findings);
        }

        /// Without findings.
        public MasterReady(
                Instant at, String rig, PlannedSet set, Path file, int frames, double meanAdu,
                double medianAdu,
                double sigmaAdu, long hotPixels, String verdict, String remark) {
            this(at, rig, set, file, frames, meanAdu, medianAdu, sigmaAdu, hotPixels, verdict, remark,
                    List.of());
        }
    }

    /// What is remarkable of a master.
    ///
    /// @param code one word, e.g. `leak`, `drift`
    /// @param verdict what it makes of the master: `PASS` (told only), `WARN`, `HOLD` or `FAIL`
    /// @param value in `unit`; `NaN` where there is no number
    /// @param limit in `unit`; `NaN` where there is none
    /// @param unit may be empty
    /// @param text one sentence with value and limit
    /// @param cause one sentence: what usually causes it and what to do
    record Found(
            String code, String verdict, double value, double limit, String unit, String text,
            String cause) {}

    /// What programs are pointed at changed: masters were put in force, taken out of it, or both. May come while nothing
    /// runs.
    ///
    /// @param in those in force now that were not, as EVENING/NAME
    /// @param out those that were in force and are not, likewise
    /// @param by who said so; `darkbox` when it was the rule of the configuration
    /// @param why one line; may be empty
    record InForceChanged(
            Instant at, String rig, RefreshPlan.Profile profile, List<String> in, List<String> out, String by,
            String why)
            implements
                RunEvent {

        public InForceChanged {
            in = List.copyOf(in);
            out = List.copyOf(out);
        }

        /// One line, without the rig: `2025-09-23/master-… in production, instead of …, by anna: looks fine`.
        public String line() {
            String where = profile.name().toLowerCase(Locale.ROOT);
            String put = in.isEmpty() ? "" : "%s in %s".formatted(String.join(", ", in), where);
            String gone = out.isEmpty()
                    ? ""
                    : in.isEmpty()
                            ? "%s not in %s any more".formatted(String.join(", ", out), where)
                            : ", instead of " + String.join(", ", out);
            return "%s%s, by %s%s".formatted(put, gone, by, why.isEmpty() ? "" : ": " + why);
        }
    }

    /// A master was compared with frames taken now; nothing was made.
    ///
    /// @param set the frames
    /// @param purpose spot check or validation
    /// @param master evening and name of what they were compared with: `2025-09-23/master-…`
    /// @param passed whether it may go on as it is
    /// @param text one line: what was compared, with values and limits
    record MasterChecked(
            Instant at, String rig, PlannedSet set, Purpose purpose, String master, boolean passed,
            String text)
            implements
                RunEvent {

        /// `spot check` or `validation`, for people.
        public String what() {
            return switch (purpose) {
                case SPOT_CHECK -> "spot check";
                case VALIDATION -> "validation";
                case REFRESH -> "refresh";
            };
        }
    }

    /// A set was taken but no master came of it.
    record MasterFailed(Instant at, String rig, PlannedSet set, String why) implements RunEvent {}

    /// A device failed; what was decided.
    record DeviceTrouble(Instant at, String rig, String device, String what, String decision)
            implements
                RunEvent {}

    /// Driver, firmware, camera or controls are not what they were.
    ///
    /// @param epoch id of the present epoch
    /// @param what kind of change: `driver`, `SDK and firmware`
    /// @param since what it was otherwise for: `the masters of 2026-10-01`
    /// @param changes one line: `driver version 1.9 -> 2.0, SDK.VERSION gone`
    /// @param decision what that means, or what is done about it
    record EpochChanged(
            Instant at, String rig, String epoch, String what, String since, String changes, String decision)
            implements
                RunEvent {

        /// One line, without the rig.
        public String line() {
            return "%s changed since %s: %s; %s".formatted(what, since, changes, decision);
        }
    }

    /// The camera failed, and a rung is taken to make it usable again.
    ///
    /// @param what what failed
    /// @param n tries of the same thing so far, 1..`of`
    record Recovering(Instant at, String rig, String device, String what, Rung rung, int n, int of)
            implements
                RunEvent {}

    /// A rung was taken.
    ///
    /// @param held whether the camera is usable again; if not, the next rung follows or the set is given up
    /// @param why it did not hold; empty when it did
    record Recovered(
            Instant at, String rig, String device, Rung rung, int n, int of, boolean held, String why)
            implements
                RunEvent {}

    /// One look at the temperature while the sensor is warmed up at the end.
    record Warming(Instant at, String rig, Celsius sensor, Celsius target) implements RunEvent {}

    /// The run is over; camera, cap and panel are safe.
    ///
    /// @param how one line for a person
    record RunEnded(Instant at, String rig, String runId, End end, int masters, int setsMissed, String how)
            implements
                RunEvent {}

    /// How a run ended.
    enum End { DONE, PARTLY, ABORTED, FAILED }
}
