package dev.darkbox.master;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.Finding;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.FrameMoments;
import dev.darkbox.stack.Integrated;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The `.xrs` log: plain text in sections, one `key  value` or one table row a line, for people and for `grep`.
///
/// It holds what the camera was, the inputs with size and CRC-32, what each frame's temperature, cooler load and level were and how
/// many of its samples were rejected, the frames that were not kept and why, the algorithm and its parameters,
/// noise before and after beside what √N promises, the statistics of the result and the verdict.
final class IntegrationLog {

    /// In place of a frame's rejected samples where nobody knows whose they were.
    private static final String NOT_KNOWN = "%-9s  %9s  %-9s  %9s  %8s".formatted("-", "-", "-", "-", "-");

    private final StringBuilder text = new StringBuilder();

    private IntegrationLog() {}

    static String of(MasterFacts facts, Integrated result, Assessment assessment) {
        Verdict verdict = assessment.verdict();
        var log = new IntegrationLog();
        log.text.append("Darkbox integration log, format 1\n");
        log.master(facts);
        log.epoch(facts.camera().epoch());
        log.integration(facts, result);
        log.frames(facts.inputs(), result);
        log.rejected(facts.rejected());
        log.output(assessment.stats());
        log.defects(assessment.defects());
        log.figures("metrics", assessment.metrics());
        log.figures("change from the master before", assessment.change());
        log.moments(result);
        log.section("verdict");
        log.line("verdict", verdict.kind().name());
        log.line("remark", verdict.remark());
        log.line("compared with", facts.previous().orElse("nothing"));
        verdict.findings().forEach(log::finding);
        return log.text.toString();
    }

    private void master(MasterFacts facts) {
        PlannedSet set = facts.set();
        section("master");
        line("name", set.master());
        line("made", FitsCards.iso(facts.made()) + "Z");
        line("software", facts.by().software());
        line("java", Runtime.version() + ", " + System.getProperty("os.name", "") + " "
                + System.getProperty("os.version", "") + " " + System.getProperty("os.arch", ""));
        line("rig", facts.rig());
        line("run", facts.runId());
        line("camera", "%s, serial %s".formatted(facts.camera().model(), facts.camera().serial()));
        line("driver", "%s, %s".formatted(facts.camera().driver(), facts.camera().firmware()));
        line("preset", set.preset());
        line("readout", readout(set.readout()));
        line("filter", facts.filter());
        line("exposure", "%s s asked, %s s used".formatted(
                FitsCards.plain(FitsCards.seconds(set.set().exposure())),
                FitsCards.plain(MasterCards.usedSeconds(facts))));
        line("set point", set.target().isKnown() ? FitsCards.plain(set.target().degrees()) + " °C" : "none");
        Temperatures sensor = Temperatures.of(facts.inputs());
        line("sensor",
                String.format(Locale.ROOT, "median %.3f, from %.3f to %.3f, standard deviation %.3f °C",
                        sensor.median(),
                        sensor.min(), sensor.max(), sensor.sd()));
    }

    private void epoch(CameraEpoch epoch) {
        section("camera epoch");
        line("id", epoch.isKnown() ? epoch.id() : "unknown");
        text.append(epoch.text().lines().skip(1).map(part -> part + "\n").collect(Collectors.joining()));
    }

    private static String readout(Readout readout) {
        return "gain %s, offset %s, binning %d, mode %s, USB limit %s".formatted(
                setting(readout.gain()), setting(readout.offset()), readout.binning(),
                readout.mode().isEmpty() ? "none" : "\"" + readout.mode() + "\"",
                setting(readout.usbLimit()));
    }

    private static String setting(int value) {
        return value == Readout.NONE ? "none" : Integer.toString(value);
    }

    private void integration(MasterFacts facts, Integrated result) {
        int n = facts.inputs().size();
        long samples = result.shape().pixels() * n;
        section("integration");
        line("frames", n + " of " + result.shape() + " pixels");
        line("method", result.parameters());
        if (facts.inputs().stream().noneMatch(AcceptedFrame::stored)) {
            line("raw frames", "not stored: each was integrated as it came");
        }
        line("normalisation", "none");
        line("weights", "none");
        long low = MasterCards.sum(result.lowRejected());
        long high = MasterCards.sum(result.highRejected());
        line("rejected",
                String.format(Locale.ROOT, "%d = %.4f%% (%d low = %.4f%%, %d high = %.4f%%)", low + high,
                        percent(low + high, samples), low, percent(low, samples), high,
                        percent(high, samples)));
        line("frame noise", String.format(Locale.ROOT, "%.4f ADU", result.frameNoiseAdu()));
        line("master noise", String.format(Locale.ROOT, "%.4f ADU", result.noiseAdu()));
        line("noise ratio", String.format(Locale.ROOT, "%.3f measured, %.3f = sqrt(%d) expected",
                result.frameNoiseAdu() / result.noiseAdu(), Math.sqrt(n), n));
    }

    private void frames(List<AcceptedFrame> frames, Integrated result) {
        section("frames");
        text.append("    n  sensor °C  load %   mean ADU  low        low %      high       high %     "
                + "total %   used s       begin UTC                 bytes      crc32     file\n");
        long samples = result.shape().pixels();
        for (int i = 0; i < frames.size(); i++) {
            AcceptedFrame frame = frames.get(i);
            text.append(String.format(Locale.ROOT, "%5d  %9.3f  %6.1f  %9.3f  %s  %-11s  %sZ  %s%n",
                    i + 1, frame.sensor().degrees(), frame.loadPercent(), frame.meanAdu(),
                    result.knowsWhose()
                            ? lost(result.lowRejected().get(i), result.highRejected().get(i), samples)
                            : NOT_KNOWN,
                    FitsCards.plain(FitsCards.seconds(frame.exposure())), FitsCards.iso(frame.start()),
                    file(frame)));
        }
    }

    private static String lost(long low, long high, long samples) {
        return String.format(Locale.ROOT, "%-9d  %8.4f%%  %-9d  %8.4f%%  %7.4f%%", low, percent(low, samples),
                high, percent(high, samples), percent(low + high, samples));
    }

    private static String file(AcceptedFrame frame) {
        return frame.stored()
                ? String.format(Locale.ROOT, "%-9d  %08x  %s", frame.bytes(), frame.crc32(),
                        frame.file().getFileName())
                : "%-9s  %-8s  %s".formatted("-", "-", "not stored");
    }

    private void rejected(List<String> rejected) {
        section("frames not kept");
        line("count", Integer.toString(rejected.size()));
        rejected.forEach(reason -> text.append("  ").append(reason).append('\n'));
    }

    private void output(MasterStats stats) {
        section("output, ADU");
        line("mean", adu(stats.mean()));
        line("median", adu(stats.median()));
        line("sigma", adu(stats.sigma()));
        line("mad sigma", adu(stats.madSigma()));
        line("min", adu(stats.min()));
        line("max", adu(stats.max()));
        line("hot pixels", String.format(Locale.ROOT, "%d above median + 10 mad sigma", stats.hotPixels()));
    }

    private void defects(Defects defects) {
        section("defective pixels");
        defects.counts().forEach((kind, count) -> line(kind.name().toLowerCase(Locale.ROOT), count
                + (defects.unlisted().contains(kind) ? ", too many to be listed" : "")));
    }

    private void figures(String name, Map<String, Double> values) {
        if (values.isEmpty()) {
            return;
        }
        section(name);
        values.forEach((figure, value) -> text.append("%-24s %s%n".formatted(figure,
                Double.isFinite(value) ? FitsCards.plain(value) : "unknown")));
    }

    /// What each frame is like, over all its samples; nothing where it was not looked at.
    private void moments(Integrated result) {
        if (result.moments().isEmpty()) {
            return;
        }
        section("levels of the frames, ADU");
        text.append("    n       mean       step  pair noise      empty  saturated\n");
        for (int i = 0; i < result.moments().size(); i++) {
            FrameMoments frame = result.moments().get(i);
            text.append(
                    String.format(Locale.ROOT, "%5d  %9.3f  %9s  %10s  %9d  %9d%n", i + 1, frame.meanAdu(),
                            known(frame.stepAdu()), known(frame.pairNoiseAdu()), frame.emptySamples(),
                            frame.saturatedSamples()));
        }
    }

    private static String known(double adu) {
        return Double.isFinite(adu) ? String.format(Locale.ROOT, "%.3f", adu) : "-";
    }

    private void finding(Finding finding) {
        text.append("  %s  %s: %s%n".formatted(finding.kind(), finding.code(), finding.text()));
        text.append("        %s%n".formatted(finding.cause()));
    }

    private void section(String name) {
        text.append("\n[").append(name).append("]\n");
    }

    private void line(String key, String value) {
        text.append(String.format(Locale.ROOT, "%-14s %s%n", key, value));
    }

    private static String adu(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static double percent(long part, long whole) {
        return 100.0 * part / whole;
    }
}
