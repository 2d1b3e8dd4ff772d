package dev.darkbox.frame;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraFacts;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameFacts;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// One evening of a small camera: the values the tests of this room share.
final class Night {

    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    static final FrameShape SHAPE = new FrameShape(61, 43);
    static final Readout READOUT = new Readout(100, 50, 1, "High Gain", 40);
    static final PlannedSet BIAS = set(new FrameSet.Bias(2, 5));
    static final PlannedSet DARK = set(new FrameSet.Dark(Duration.ofSeconds(180), 0, 4));
    static final PlannedSet FLAT = set(new FrameSet.DarkFlat("Ha", Duration.ofNanos(5_397_700_000L), 0, 3));
    static final RefreshPlan PLAN = new RefreshPlan("main", LocalDate.of(2025, 9, 23),
            RefreshPlan.Profile.STAGING,
            List.of(new CapturePlan("hcg", READOUT, Celsius.of(-10), List.of(BIAS, DARK, FLAT))));
    static final CameraFacts CAMERA = new CameraFacts("ZWO ASI2600MM Pro", "0a1b2c", "indi_asi_ccd 2.3",
            "SDK 1.37", SHAPE, 3.76, 0.2468, "RGGB", Duration.ofNanos(32_000),
            CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version", "2.3")));
    static final Time TIME = new Time() {
        @Override
        public Instant now() {
            return DUSK;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("nothing here sleeps");
        }
    };

    private Night() {}

    static PlannedSet set(FrameSet frames) {
        return new PlannedSet(frames, "hcg", READOUT, Celsius.of(-10), true);
    }

    /// A picture that no turn or mirror leaves as it is.
    static FrameBuffer picture(Arena arena, FrameShape shape, int seed) {
        FrameBuffer buffer = FrameBuffer.allocate(shape, arena);
        for (int y = 0; y < shape.heightPx(); y++) {
            for (int x = 0; x < shape.widthPx(); x++) {
                buffer.setAdu(x, y, (x * 7 + y * 131 + seed * 17 + (x < 5 && y < 3 ? 60_000 : 0)) & 0xFFFF);
            }
        }
        return buffer;
    }

    static RawFrame facts(PlannedSet set, int n) {
        Duration used = set.set() instanceof FrameSet.Bias ? CAMERA.shortest() : set.set().exposure();
        var frame = new FrameFacts(DUSK.plusSeconds(200L * n), used, new Celsius(-10_000 + n));
        return new RawFrame(CAMERA, frame, 61.5, "Ha", Evidence.SENSED,
                new Provenance("Darkbox 0.1.0", "Garden observatory", "A. Observer"), 512.25 + n);
    }
}
