package dev.darkbox.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether light gets in that did not get in when the last masters were made, or when the set began.
///
/// A probe is a bias frame and a dark just after it: what the dark has more is dark current, glow and light. The first two
/// are known from the last master of these conditions, scaled by exposure. The level alone is a poor witness, because
/// sensors settle after a rest; light comes from somewhere, so patches are looked at beside the frame as a whole.
///
/// Frames of a set show far less light than a short probe does, because they are longer. A rise in one of them is a suspicion,
/// not proof: a probe as long as the frame decides, by whether it shows the same rise.
///
/// Threading: one thread at a time. Memory: some prints.
public final class LightJudge {

    private static final Excess.Limit PROBE = new Excess.Limit(0.5, 10, 0.25);
    private static final Excess.Limit AGAINST_MASTER = new Excess.Limit(1, 10, 0.25);
    private static final Excess.Limit AGAINST_FIRST = new Excess.Limit(1, 3, 0.1);
    private static final Excess.Limit PANEL = new Excess.Limit(0.5, 3, 0);
    /// A rise is proven when a probe shows so much of it.
    private static final double PROVEN = 0.5;
    /// Noise of a median of means over that of a mean, and some for what rows have in common.
    private static final double OF_MEDIAN = 1.5;
    private static final int FIRST = 4;
    private static final int MOST_RISES = 3;
    /// Frame to frame differences are compared with so many times the largest among the first.
    private static final double STEPS = 5;

    private static final String LEAK_CAUSE = "light gets past the cap, an adapter or the dark box: shut or wrap it, put out lamps "
            + "and status lights near the camera, and run again";
    private static final String PANEL_CAUSE = "the cap does not keep the panel's light out: it is not quite shut, or not tight";

    private Optional<DarkPattern> before;
    private Optional<FramePrint> firstBias = Optional.empty();
    private Optional<FramePrint> bias = Optional.empty();
    private Optional<FramePrint> dark = Optional.empty();
    private Optional<Rise> rise = Optional.empty();
    private final List<FramePrint> first = new ArrayList<>();
    private int rises;

    /// A rise that waits for its probe.
    private record Rise(Excess excess, FramePrint frame, double seconds, String text) {}

    /// @param before the last master of these conditions
    public LightJudge(Optional<DarkPattern> before) {
        this.before = before;
    }

    /// Takes note of the bias frame of a probe.
    public void bias(FramePrint print) {
        bias = Optional.of(print);
        if (firstBias.isEmpty()) {
            firstBias = bias;
        }
    }

    /// Looks at the dark of a probe.
    public Light probe(FramePrint print, double seconds) {
        dark = Optional.of(print);
        if (bias.isEmpty()) {
            return Light.unknown("no bias frame was taken with the probe");
        }
        if (rise.isPresent()) {
            return prove(rise.get(), print, seconds);
        }
        if (before.isEmpty() || !before.get().fits(print.patches())) {
            return Light.unknown("no master of these conditions to compare with");
        }
        double[] expected = before.get().signal(seconds);
        Excess excess = excess(minus(print, bias.get()), expected, print, 2);
        return excess.above(PROBE, seconds)
                .map(text -> new Light(Light.Kind.LEAK,
                        "a probe dark of %.0f s shows %s, compared with %s".formatted(seconds, text,
                                before.get().name()),
                        LEAK_CAUSE))
                .orElseGet(() -> Light.none("as %s: %s".formatted(before.get().name(),
                        excess.below(PROBE, seconds))));
    }

    private Light prove(Rise pending, FramePrint print, double seconds) {
        rise = Optional.empty();
        double scale = seconds / pending.seconds;
        double[] expected = pending.excess.signal(scale);
        Excess seen = excess(minus(print, bias.orElseThrow()), expected, print, 2);
        double level = pending.excess.levelAdu() * scale;
        double part = seen.partOf(pending.excess) / scale;
        boolean gradient = pending.excess.above(new Excess.Limit(AGAINST_FIRST.patchAdu(),
                Double.MAX_VALUE, AGAINST_FIRST.part()), pending.seconds).isPresent();
        boolean proven = gradient ? part > PROVEN : seen.levelAdu() > PROVEN * level;
        String text = String.format(Locale.ROOT, "a frame of %.0f s shows %s, and a probe dark of %.0f s %s",
                pending.seconds, pending.text, seconds, proven ? "shows it too" : "does not");
        if (proven) {
            return new Light(Light.Kind.LEAK, text, LEAK_CAUSE);
        }
        // whatever rose, it is not light: what follows is compared with this frame
        before = Optional.empty();
        first.clear();
        first.add(pending.frame);
        rises++;
        return Light.none(text);
    }

    /// Looks at a dark taken like the last probe's, with the panel lit.
    public Light lit(FramePrint print, double seconds) {
        if (dark.isEmpty()) {
            return Light.unknown("no probe dark was taken before");
        }
        Excess excess = excess(minus(print, dark.get()), new double[print.patches().all().length], print, 2);
        return excess.above(PANEL, seconds)
                .map(text -> new Light(Light.Kind.LEAK, "with the panel lit there is " + text, PANEL_CAUSE))
                .orElseGet(() -> Light.none("the panel's light does not get in: "
                        + excess.below(PANEL, seconds)));
    }

    /// Looks at a frame of the set.
    ///
    /// @return what rose in it, which a probe should look into
    public Optional<String> frame(FramePrint print, double seconds) {
        if (rises >= MOST_RISES || bias.isEmpty() || firstBias.isEmpty() || seconds <= 0) {
            return Optional.empty();
        }
        Optional<String> found = againstMaster(print, seconds).or(() -> againstFirst(print, seconds));
        if (found.isEmpty() && first.size() < FIRST) {
            first.add(print);
        }
        return found;
    }

    private Optional<String> againstMaster(FramePrint print, double seconds) {
        if (before.isEmpty() || Math.abs(before.get().exposureS() - seconds) > 0.01 * seconds
                || !before.get().fits(print.patches())) {
            return Optional.empty();
        }
        double[] expected = before.get().signal(seconds);
        Excess excess = excess(minus(print, firstBias.orElseThrow()), expected, print, 1);
        return suspect(excess, AGAINST_MASTER, print, seconds, " than " + before.get().name());
    }

    private Optional<String> againstFirst(FramePrint print, double seconds) {
        if (first.isEmpty()) {
            return Optional.empty();
        }
        double[] usual = middle(first);
        double[] below = firstBias.orElseThrow().patches().all();
        double[] signal = new double[usual.length];
        for (int p = 0; p < usual.length; p++) {
            signal[p] = usual[p] - below[p];
        }
        Excess excess = new Excess(minus(print.patches().all(), usual), signal, patchNoise(print, 1),
                print.patches().across());
        double patchSteps = 0;
        double levelSteps = 0;
        for (FramePrint one : first) {
            double[] step = minus(one.patches().all(), usual);
            double level = PatchGrid.median(step.clone());
            levelSteps = Math.max(levelSteps, Math.abs(level));
            for (double s : step) {
                patchSteps = Math.max(patchSteps, Math.abs(s - level));
            }
        }
        var limit = new Excess.Limit(Math.max(AGAINST_FIRST.patchAdu(), STEPS * patchSteps),
                Math.max(AGAINST_FIRST.levelAdu(), STEPS * levelSteps), AGAINST_FIRST.part());
        return suspect(excess, limit, print, seconds, " than the first of the set");
    }

    private Optional<String> suspect(Excess excess, Excess.Limit limit, FramePrint print, double seconds,
            String than) {
        Optional<String> found = excess.above(limit, seconds).map(text -> text + than);
        rise = found.map(text -> new Rise(excess, print, seconds, text));
        return found;
    }

    private static Excess excess(double[] seen, double[] expected, FramePrint print, int frames) {
        return new Excess(minus(seen, expected), expected, patchNoise(print, frames),
                print.patches().across());
    }

    private static double patchNoise(FramePrint print, int frames) {
        double pixels = (double) print.shape().pixels() / print.patches().all().length;
        return OF_MEDIAN * print.noiseAdu() * Math.sqrt(frames / pixels);
    }

    private static double[] middle(List<FramePrint> prints) {
        double[] middle = new double[prints.getFirst().patches().all().length];
        for (int p = 0; p < middle.length; p++) {
            double[] likes = new double[prints.size()];
            for (int i = 0; i < likes.length; i++) {
                likes[i] = prints.get(i).patches().all()[p];
            }
            middle[p] = PatchGrid.median(likes);
        }
        return middle;
    }

    private static double[] minus(FramePrint print, FramePrint other) {
        return minus(print.patches().all(), other.patches().all());
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int p = 0; p < a.length; p++) {
            difference[p] = a[p] - b[p];
        }
        return difference;
    }
}
