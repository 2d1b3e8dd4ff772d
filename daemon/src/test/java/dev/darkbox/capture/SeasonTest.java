package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Rung;
import dev.darkbox.device.sim.SimAmbient;
import dev.darkbox.device.sim.SimCooling;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.FrameSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A season of nights, each with its own weather and its own trouble.
class SeasonTest {

    private static final int NIGHTS = 14;
    private static final FrameSet[] SETS = {
        new FrameSet.Bias(2, 6), Night.HA, new FrameSet.Dark(Duration.ofMinutes(15), 1, 8),
        new FrameSet.Dark(Duration.ofMinutes(60), 1, 14),
    };

    @TempDir
    Path library;

    @Test
    void aSeasonOfTroubledNightsFillsEveryMasterThatTheWeatherAllows() throws Exception {
        Duration simulated = Duration.ZERO;
        int frames = 0;
        int rejected = 0;
        int troubles = 0;
        int masters = 0;
        for (int n = 0; n < NIGHTS; n++) {
            var random = new Random(n);
            var night = new Night(library.resolve("night-" + n));
            int warmest = random.nextInt(8, 22);
            night.settings = night.settings.with(SimCooling.in(
                    new SimAmbient.Daily(Celsius.of(warmest), Celsius.of(warmest - 9), 4)));
            // one in each set at most: two at once is what DeviceTroubleTest is for. Of those that need the whole
            // ladder only one: a run climbs it three times
            for (int first : new int[]{4, 12, 20, 32}) {
                night.faults.atFrame(first + random.nextInt(4), trouble(random));
            }
            int late = 36 + random.nextInt(2);
            night.faults.atFrame(late, random.nextBoolean()
                    ? new SimFault.CameraHangs(Rung.RESTART_DRIVER)
                    : new SimFault.ServerAway(Duration.ofMinutes(random.nextInt(1, 10))));
            RunEvent.RunEnded ended = night.run(SETS);

            assertEquals(RunEvent.End.DONE, ended.end(), "night " + n + ": " + ended.how());
            for (Darkroom.Exposed set : night.developed) {
                assertEquals(set.set().set().keep(), new HashSet<>(set.frames()).size(), "night " + n);
            }
            for (RunEvent.FrameAccepted frame : night.only(RunEvent.FrameAccepted.class)) {
                assertTrue(frame.sensor().milliKelvinTo(Night.COLD) <= 300, "night " + n + ": " + frame);
            }
            simulated = simulated.plus(night.passed());
            frames += night.only(RunEvent.FrameAccepted.class).size();
            rejected += night.only(RunEvent.FrameRejected.class).size();
            troubles += night.only(RunEvent.Recovering.class).size();
            masters += ended.masters();
        }
        System.out.printf(
                "%d nights, %d h simulated: %d masters of %d frames, %d rejected, %d device troubles%n",
                NIGHTS, simulated.toHours(), masters, frames, rejected, troubles);
        assertEquals(NIGHTS * SETS.length, masters);
        assertTrue(simulated.toHours() > 200, simulated.toString());
        assertTrue(rejected > NIGHTS / 3 && troubles > NIGHTS,
                rejected + " rejected, " + troubles + " troubles");
    }

    private static SimFault trouble(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new SimFault.Gust(random.nextDouble(8, 20), Duration.ofMinutes(random.nextInt(2, 10)));
            case 1 -> new SimFault.CameraHangs();
            case 2 -> new SimFault.ConnectionLost(random.nextInt(1, 3));
            case 3 -> new SimFault.FrameGarbled();
            case 4 -> new SimFault.FrameLost();
            case 5 -> new SimFault.Gust(-random.nextDouble(8, 20), Duration.ofMinutes(random.nextInt(2, 10)));
            default -> throw new AssertionError();
        };
    }
}
