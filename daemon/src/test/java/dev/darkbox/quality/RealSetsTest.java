package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.quality.Neighbours.Neighbour;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.Plane;
import dev.darkbox.stack.Progress;
import dev.darkbox.stack.ScratchPicture;
import dev.darkbox.stack.StackOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sets of real cameras, whole and in halves, judged against each other. Prints every verdict.
@Tag("slow")
class RealSetsTest {

    @TempDir
    private Path folder;

    /// A set's master with all that is known of it; its scratch files stay until the test is over.
    private record Made(List<Path> frames, Integrated result, MasterStats stats, FrameSet set, double eGain,
            double sensorC, double sensorSpreadK) {}

    @Test
    void halvesOfASetAgreeWithEachOther() throws Exception {
        for (String name : List.of("ikonL_2022_bias", "stl1001_2017_bias_m5C", "st402_2017_dark240s_m15C",
                "st402_2017_dark360s_m15C", "st402_2017_dark1200s_m15C")) {
            List<Path> frames = frames(name);
            int half = frames.size() / 2;
            System.out.println("== " + name + ", " + frames.size() + " frames");
            var seen = List.of(
                    show("whole, first", judge(make(frames), Optional.empty(), Neighbours.none())),
                    show("odd against even",
                            judge(make(every(frames, 0)), Optional.of(make(every(frames, 1))),
                                    Neighbours.none())),
                    show("late against early", judge(make(frames.subList(half, frames.size())),
                            Optional.of(make(frames.subList(0, half))), Neighbours.none())));
            for (Examined examined : seen) {
                assertEquals(List.of(), examined.verdict().findings(), name);
                examined.change()
                        .ifPresent(change -> assertEquals(change.levelAdu(), change.offsetAdu(), 0.01,
                                name + ": of one night, and as cold"));
            }
        }
    }

    @Test
    void darksOfThreeExposuresAreInOrder() throws Exception {
        Made shortest = make(frames("st402_2017_dark240s_m15C"));
        Made middle = make(frames("st402_2017_dark360s_m15C"));
        Made longest = make(frames("st402_2017_dark1200s_m15C"));
        var all = List.of(shortest, middle, longest);
        for (Made made : all) {
            var others = all.stream().filter(other -> !other.equals(made))
                    .map(other -> new Neighbour(other.set(),
                            other.stats().median(), other.result().noiseAdu()))
                    .toList();
            Examined examined = show(made.set().exposure().toSeconds() + " s beside the others",
                    judge(made, Optional.of(made), new Neighbours(OptionalDouble.empty(), others)));
            assertEquals(List.of(), examined.verdict().findings());
        }
        for (Examined wrong : List.of(
                show("360 s against 240 s", judge(middle, Optional.of(shortest), Neighbours.none())),
                show("1200 s against 360 s", judge(longest, Optional.of(middle), Neighbours.none())))) {
            assertTrue(wrong.verdict().kind().compareTo(Verdict.Kind.HOLD) >= 0, wrong.verdict().remark());
            assertEquals(List.of("temperature"),
                    wrong.verdict().findings().stream().filter(finding -> !SeedRules.isSeed(finding))
                            .map(Finding::code).toList(),
                    "more dark current is more dark current, of whatever it is");
        }
    }

    private static Examined show(String what, Examined examined) {
        System.out.println(what + ": " + examined.verdict().kind() + "  " + examined.verdict().remark());
        examined.verdict().findings().forEach(finding -> System.out.println("    " + finding.kind() + " "
                + finding.code() + ": " + finding.text() + "\n        " + finding.cause()));
        System.out.println("    metrics " + known(examined.metrics().named()));
        examined.change().ifPresent(change -> System.out.println("    change " + known(change.named())));
        return examined;
    }

    private static String known(java.util.Map<String, Double> named) {
        return named.entrySet().stream().filter(entry -> Double.isFinite(entry.getValue()))
                .map(entry -> entry.getKey() + "=%.5g".formatted(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static Examined judge(Made now, Optional<Made> before, Neighbours neighbours) throws Exception {
        try (ScratchPicture picture = ScratchPicture.open(now.result());
                ScratchPicture sigma = plane(now, Plane.SIGMA);
                ScratchPicture halves = plane(now, Plane.HALVES);
                ScratchPicture old = ScratchPicture.open(before.orElse(now).result())) {
            Optional<Reference> reference = before
                    .map(made -> new Reference(old, made.stats(), made.frames().size(),
                            made.result().noiseAdu(), made.result().frameNoiseAdu(), made.sensorC(),
                            java.util.Map.of()));
            return Examination.of(
                    new Subject(picture, now.stats(), now.set(), now.frames().size(), now.eGain(),
                            now.result().noiseAdu(), now.result().frameNoiseAdu(), now.sensorC(),
                            now.sensorSpreadK(),
                            Optional.of(sigma), Optional.of(halves), now.result().moments()),
                    reference, neighbours,
                    Limits.usual().withOnFirst(FirstMaster.ACCEPT));
        }
    }

    private static ScratchPicture plane(Made made, Plane plane) throws Exception {
        FrameShape shape = made.result().shape();
        return ScratchPicture.open(shape,
                Optional.ofNullable(made.result().planes().get(plane)).orElseThrow());
    }

    private Made make(List<Path> frames) throws Exception {
        Path scratch = Files.createTempFile(folder, "m", ".f32");
        StackOrder order = StackOrder.of(frames).withMoments()
                .with(Plane.SIGMA, Files.createTempFile(folder, "s", ".f32"))
                .with(Plane.HALVES, Files.createTempFile(folder, "h", ".f32"));
        Integrated result = new Integration(StackKernels.best()).integrate(order, scratch, Progress.SILENT);
        MasterStats stats;
        try (ScratchPicture picture = ScratchPicture.open(result)) {
            stats = Statistics.of(picture);
        }
        var first = FitsImage.of(frames.getFirst());
        double seconds = first.number("EXPTIME").orElse(0);
        FrameSet set = seconds > 0.01
                ? new FrameSet.Dark(Duration.ofMillis(Math.round(seconds * 1000)), 0, frames.size())
                : new FrameSet.Bias(0, frames.size());
        var degrees = new ArrayList<Double>();
        for (Path frame : frames) {
            FitsImage.of(frame).number("CCD-TEMP").ifPresent(degrees::add);
        }
        double mean = degrees.stream().mapToDouble(t -> t).average().orElse(Double.NaN);
        double spread = Math.sqrt(degrees.stream().mapToDouble(t -> (t - mean) * (t - mean)).sum()
                / Math.max(1, degrees.size() - 1));
        return new Made(frames, result, stats, set, first.number("EGAIN").orElse(Double.NaN), mean,
                degrees.isEmpty() ? Double.NaN : spread);
    }

    private static List<Path> every(List<Path> frames, int odd) {
        return IntStream.range(0, frames.size()).filter(i -> i % 2 == odd).mapToObj(frames::get).toList();
    }

    private static List<Path> frames(String name) throws Exception {
        Path set = Path.of(System.getProperty("darkbox.real-frames", "nowhere")).resolve(name);
        assumeTrue(Files.isDirectory(set), "no real frames here");
        try (Stream<Path> files = Files.list(set)) {
            List<Path> frames = files.sorted().toList();
            assertTrue(frames.size() > 1, name);
            return frames;
        }
    }
}
