package dev.darkbox.master;

import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.CameraCards;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Finding;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/// The header of a master: what every known consumer matches by, then our own cards (`DBX…`). There is no
/// `DATAMIN` and no `DATAMAX`: some readers would scale by them.
final class MasterCards {

    private MasterCards() {}

    /// All cards.
    ///
    /// @param type value of `IMAGETYP`: the two twins differ in it, each as its readers want
    static FitsCards of(MasterFacts facts, Integrated result, Assessment assessment, String type) {
        Verdict verdict = assessment.verdict();
        int frames = facts.inputs().size();
        // as asked, not as the camera's clock had it: consumers compare exposures for equality
        double exposureSeconds = FitsCards.seconds(facts.set().set().exposure());
        var cards = new FitsCards()
                .text("IMAGETYP", type, "kind of frame")
                .real("EXPTIME", exposureSeconds, "[s] exposure of one frame, as asked")
                .real("EXPOSURE", exposureSeconds, "[s] the same")
                .real("DBXUSED", usedSeconds(facts), "[s] exposure the camera used, mean")
                .time("DATE-OBS", start(facts), "UTC, begin of the first frame")
                .time("DATE-END", end(facts), "UTC, end of the last frame")
                .text("TIMESYS", "UTC", "");
        CameraCards.add(cards, facts.set(), facts.camera(), facts.filter());
        Temperatures sensor = Temperatures.of(facts.inputs());
        cards.real("CCD-TEMP", sensor.median(), "[degC] sensor, median of the frames")
                .real("DBXTMIN", sensor.min(), "[degC] coldest frame")
                .real("DBXTMAX", sensor.max(), "[degC] warmest frame")
                .real("DBXTSD", sensor.sd(), "[K] standard deviation over the frames")
                .real("AMBTEMP", Temperatures.ofAir(facts.inputs()).median(),
                        "[degC] air around the camera, median")
                .whole("NCOMBINE", frames, "frames integrated")
                .whole("STACKCNT", frames, "the same")
                .whole(facts.set().set() instanceof FrameSet.Bias ? "BIAS_CNT" : "DARK_CNT", frames,
                        "the same")
                .real("LIVETIME", usedSeconds(facts) * frames, "[s] all exposures together")
                .whole("DBXNREJ", facts.rejected().size(), "frames not kept")
                .text("DBXMETH", result.parameters(), "integration")
                .whole("DBXLOW", sum(result.lowRejected()), "samples rejected as too low")
                .whole("DBXHIGH", sum(result.highRejected()), "samples rejected as too high")
                .real("DBXNOISE", result.noiseAdu(), "[ADU] noise of this master")
                .real("DBXFNOIS", result.frameNoiseAdu(), "[ADU] noise of one frame");
        MetricCards.add(statistics(cards, assessment.stats()), assessment);
        return facts.by().to(cards
                .text("DBXVERD", verdict.kind().name(), "verdict when it was made")
                .longText("DBXREMRK", verdict.remark())
                .text("DBXTRIP", tripped(verdict), "what tripped")
                .text("DBXPREV", facts.previous().orElse(""), "compared with")
                .text("DBXRIG", facts.rig(), "rig")
                .text("DBXRUN", facts.runId(), "run")
                .time("DATE", facts.made(), "UTC, this file"));
    }

    private static String tripped(Verdict verdict) {
        return verdict.findings().stream().map(Finding::code).distinct().collect(Collectors.joining(","));
    }

    private static FitsCards statistics(FitsCards cards, MasterStats stats) {
        return cards
                .real("DBXMEAN", stats.mean(), "[ADU] of all pixels, before rounding")
                .real("DBXMEDN", stats.median(), "[ADU] median")
                .real("DBXSIGMA", stats.sigma(), "[ADU] standard deviation")
                .real("DBXMADS", stats.madSigma(), "[ADU] 1.4826 x median absolute deviation")
                .real("DBXMIN", stats.min(), "[ADU] smallest pixel")
                .real("DBXMAX", stats.max(), "[ADU] largest pixel")
                .whole("DBXHOT", stats.hotPixels(), "hot pixels");
    }

    static Instant start(MasterFacts facts) {
        return facts.inputs().stream().map(AcceptedFrame::start).min(Instant::compareTo).orElseThrow();
    }

    static Instant end(MasterFacts facts) {
        return facts.inputs().stream().map(frame -> frame.start().plus(frame.exposure()))
                .max(Instant::compareTo).orElseThrow();
    }

    /// Mean over the frames, to the nanosecond.
    static double usedSeconds(MasterFacts facts) {
        Duration all = facts.inputs().stream().map(AcceptedFrame::exposure).reduce(Duration.ZERO,
                Duration::plus);
        return FitsCards.seconds(all.dividedBy(facts.inputs().size()));
    }

    static long sum(Iterable<Long> counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
