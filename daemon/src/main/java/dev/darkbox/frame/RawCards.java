package dev.darkbox.frame;

import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import java.time.Instant;

/// The header of one raw frame.
final class RawCards {

    private RawCards() {}

    /// @param made when the file is written
    static FitsCards of(PlannedSet set, RawFrame frame, String runId, Instant made) {
        Instant start = frame.facts().start();
        double usedSeconds = FitsCards.seconds(frame.facts().exposure());
        var cards = new FitsCards()
                .text("IMAGETYP", set.set() instanceof FrameSet.Bias ? "BIAS" : "DARK", "kind of frame")
                .real("EXPTIME", usedSeconds, "[s] exposure the camera used")
                .real("EXPOSURE", usedSeconds, "[s] the same")
                .real("DBXASKED", FitsCards.seconds(set.set().exposure()), "[s] exposure asked for")
                .time("DATE-OBS", start, "UTC, begin of the exposure")
                .time("DATE-END", start.plus(frame.facts().exposure()), "UTC, end of the exposure")
                .text("TIMESYS", "UTC", "");
        CameraCards.add(cards, set, frame.camera(), frame.filter());
        return frame.by().to(cards
                .real("CCD-TEMP", frame.facts().sensor().degrees(), "[degC] sensor")
                .real("COOLPWR", frame.loadPercent(), "[%] cooler load")
                .real("AMBTEMP", frame.ambient().degrees(), "[degC] air around the camera")
                .text("DBXCAP", frame.capEvidence().name(), "how the cap is known to be shut")
                .real("DBXMEAN", frame.meanAdu(), "[ADU] mean of this frame")
                .text("DBXRUN", runId, "run")
                .time("DATE", made, "UTC, this file"));
    }
}
