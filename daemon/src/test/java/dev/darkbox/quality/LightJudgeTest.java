package dev.darkbox.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.device.sim.SimFaults;
import dev.darkbox.device.sim.SimSensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Light of 1 e-/s is 4 ADU/s at these settings: hundreds of ADU in a long dark, and still below what a probe alone may
/// show.
class LightJudgeTest {

    private static final SimSensor SENSOR = SimSensor.typical(new FrameShape(640, 480));

    @Test
    void aProbeAsDarkAsTheLastMasterIsDark() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            LightJudge judge = new LightJudge(before(seed));
            List<FrameBuffer> shots = Shots.of(SENSOR, seed).each(0, 10, 300, 300, 300, 300, 300, 300, 300);
            judge.bias(print(shots.get(0)));
            Light light = judge.probe(print(shots.get(1)), 10);
            assertEquals(Light.Kind.NONE, light.kind(), light.text());
            for (FrameBuffer frame : shots.subList(2, 9)) {
                assertEquals(Optional.empty(), judge.frame(print(frame), 300), "seed " + seed);
            }
        }
    }

    @Test
    void aProbeWithMoreLightThanTheLastMasterIsALeak() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            LightJudge judge = new LightJudge(before(seed));
            List<FrameBuffer> shots = new Shots(SENSOR, seed,
                    SimFaults.none().next(new SimFault.LightLeak(0.15))).each(0, 10);
            judge.bias(print(shots.get(0)));
            Light light = judge.probe(print(shots.get(1)), 10);
            assertEquals(Light.Kind.LEAK, light.kind(), light.text());
            assertTrue(light.cause().contains("cap"), light.cause());
        }
    }

    @Test
    void aLeakTooFaintForAProbeIsSeenInAFrameAndProvenByALongProbe() throws Exception {
        LightJudge judge = new LightJudge(Optional.empty());
        List<FrameBuffer> dark = Shots.of(SENSOR, 1).each(0, 10, 300, 300, 300);
        judge.bias(print(dark.get(0)));
        assertEquals(Light.Kind.UNKNOWN, judge.probe(print(dark.get(1)), 10).kind());
        for (FrameBuffer frame : dark.subList(2, 5)) {
            assertEquals(Optional.empty(), judge.frame(print(frame), 300));
        }
        List<FrameBuffer> lit = new Shots(SENSOR, 1, SimFaults.none().next(new SimFault.LightLeak(0.05)))
                .each(0, 0, 0, 0, 0, 300, 0, 300);
        Optional<String> rise = judge.frame(print(lit.get(5)), 300);
        assertTrue(rise.orElseThrow().contains("than the first of the set"), rise.toString());
        judge.bias(print(lit.get(6)));
        Light light = judge.probe(print(lit.get(7)), 300);
        assertEquals(Light.Kind.LEAK, light.kind(), light.text());
    }

    @Test
    void aRiseThatNoProbeShowsIsNoLight() throws Exception {
        LightJudge judge = new LightJudge(Optional.empty());
        List<FrameBuffer> shots = Shots.of(SENSOR, 1).each(0, 10, 300, 300, 300, 300, 0, 300);
        judge.bias(print(shots.get(0)));
        judge.probe(print(shots.get(1)), 10);
        judge.frame(print(shots.get(2)), 300);
        judge.frame(print(shots.get(3)), 300);
        FrameBuffer flash = Shots.copy(shots.get(4));
        for (int y = 0; y < 480; y++) {
            for (int x = 320; x < 640; x++) {
                flash.setAdu(x, y, flash.adu(x, y) + 60);
            }
        }
        assertTrue(judge.frame(print(flash), 300).isPresent());
        judge.bias(print(shots.get(6)));
        assertEquals(Light.Kind.NONE, judge.probe(print(shots.get(7)), 300).kind());
    }

    @Test
    void aLitPanelBehindATightCapChangesNothingAndBehindAnotherItDoes() throws Exception {
        LightJudge judge = new LightJudge(Optional.empty());
        List<FrameBuffer> dark = Shots.of(SENSOR, 1).each(0, 10, 10);
        judge.bias(print(dark.get(0)));
        judge.probe(print(dark.get(1)), 10);
        assertEquals(Light.Kind.NONE, judge.lit(print(dark.get(2)), 10).kind());
        List<FrameBuffer> lit = new Shots(SENSOR, 1, SimFaults.none().next(new SimFault.LightLeak(1)))
                .each(0, 0, 10);
        assertEquals(Light.Kind.LEAK, judge.lit(print(lit.get(2)), 10).kind());
    }

    private static Optional<DarkPattern> before(int seed) throws Exception {
        List<FrameBuffer> last = Shots.of(SENSOR, seed).each(0, 0, 0, 0, 0, 300);
        return Optional.of(new DarkPattern(print(last.get(5)).patches(), print(last.get(4)).patches(), 300,
                "the last master"));
    }

    private static FramePrint print(FrameBuffer frame) {
        return FramePrint.of(frame);
    }
}
