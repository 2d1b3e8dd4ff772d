package dev.darkbox.master;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Provenance;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Statistics;
import dev.darkbox.quality.Verdict;
import dev.darkbox.stack.Integrated;
import dev.darkbox.stack.ScratchPicture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Small masters of one camera: the values the tests of this room and the library's share.
public final class Masters {

    public static final FrameShape SHAPE = new FrameShape(67, 41);
    public static final PlannedSet BIAS = set(new FrameSet.Bias(10, 3), "High Gain");
    public static final PlannedSet DARK = set(new FrameSet.Dark(Duration.ofSeconds(180), 0, 3), "High Gain");
    public static final PlannedSet FLAT = set(
            new FrameSet.DarkFlat("Ha", Duration.ofNanos(5_397_700_000L), 0, 3), "High Gain");
    public static final Verdict HOLD = new Verdict(Verdict.Kind.HOLD, "it's the first of its kind");

    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    static final CameraFacts CAMERA = new CameraFacts("ZWO ASI2600MC <Pro> & \"more\"", "0a1b2c",
            "indi_asi_ccd 2.3", "SDK 1.37", SHAPE, 3.76, 0.2468, "RGGB", Duration.ofNanos(32_000),
            CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version", "2.3", "sdk.SDK.VERSION",
                    "1.37")));

    private Masters() {}

    /// The camera of all of them.
    public static CameraFacts camera() {
        return CAMERA;
    }

    public static PlannedSet set(FrameSet frames, String mode) {
        return new PlannedSet(frames, "hcg", new Readout(100, 50, 1, mode, 40), Celsius.of(-10), true);
    }

    /// Writes the master of a run whose first frame began at `dusk`.
    public static MasterFiles write(
            Disk disk, PlannedSet set, String runId, Instant dusk, Verdict verdict, FrameShape shape,
            Path folder)
            throws IOException {
        Integrated result = result(set, shape);
        try {
            return new MasterWriter(disk).write(facts(set, runId, dusk), result, stats(result), verdict,
                    folder);
        } finally {
            Files.delete(result.scratch());
        }
    }

    static MasterStats stats(PlannedSet set, FrameShape shape) throws IOException {
        Integrated result = result(set, shape);
        try {
            return stats(result);
        } finally {
            Files.delete(result.scratch());
        }
    }

    private static MasterStats stats(Integrated result) throws IOException {
        try (ScratchPicture rows = ScratchPicture.open(result)) {
            return Statistics.of(rows);
        }
    }

    static MasterFacts facts(PlannedSet set, String runId, Instant dusk) {
        List<AcceptedFrame> frames = Stream.of(1, 2, 3)
                .map(n -> new AcceptedFrame(Path.of("dark_" + n + ".fit"),
                        11_520, 12_345_677 + n, dusk.plusSeconds(200L * (n - 1)),
                        set.set().exposure().plusMillis(1), new Celsius(-10_100 + 100 * n), 59.5 + n / 2.0,
                        499 + n,
                        Evidence.SENSED, CAMERA.epoch().id()))
                .toList();
        return new MasterFacts(set, "main", runId, CAMERA, "Ha", frames,
                List.of("2025-09-23T18:30:00.000Z sensor -9.5°C: too warm"),
                new Provenance("Darkbox 0.1.0", "Garden observatory", "A. Observer"),
                dusk.plusSeconds(12 * 3600), Optional.of("2025-03-20/master"));
    }

    /// A gradient with a bright corner at the top left: no turn or mirror leaves it as it is.
    static Integrated result(PlannedSet set, FrameShape shape) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(4 * shape.pixels())).order(ByteOrder.nativeOrder());
        for (int y = 0; y < shape.heightPx(); y++) {
            for (int x = 0; x < shape.widthPx(); x++) {
                boolean corner = x < shape.widthPx() / 9 && y < shape.heightPx() / 7;
                float slope = 20f * y / shape.heightPx() + 7.3f * x / shape.widthPx();
                bytes.putFloat(corner ? 60_000.25f : 500 + slope);
            }
        }
        Path scratch = Files.write(Files.createTempFile("scratch", ".f32"), bytes.array());
        List<Path> frames = facts(set, "any", DUSK).inputs().stream().map(AcceptedFrame::file).toList();
        return new Integrated(shape, scratch, frames, List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), 1.25, 2.125,
                "mean, winsorized 3/3", java.util.Map.of(), List.of());
    }
}
