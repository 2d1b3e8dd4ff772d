package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Cooler;
import dev.darkbox.device.Rig;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.CoolingRules.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nights too hot, windy, or without a cooler. The simulated cooler reaches 40 K below the air.
class CoolingNightsTest {

    @TempDir
    Path library;

    @Test
    void case65AHotNightIsWaitedOutAndThenTheSetIsGivenUp() throws Exception {
        Night night = new Night(library).inAirOf(35);
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(List.of(
                "run started, 0 frames kept", "dark_180s started with 0",
                "checked sim-dew-heater off REPORTED",
                "checked cap shut SENSED", "checked panel off REPORTED", "checked gain 100 REPORTED",
                "cooler: soaking until the gate opens", "cooler: this set is given up",
                "dark_180s ended with 0, 0 rejected, incomplete"), night.story().subList(0, 9));
        assertEquals(RunEvent.End.PARTLY, ended.end());
        assertTrue(
                ended.how().matches("dark_180s: gate shut after 90 min: sensor -[45]\\.\\d\\d °C, "
                        + "wanted -10.00 °C ± 0.30 K, cooler load 100 %"),
                ended.how());
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
    }

    @Test
    void aHotNightRaisesTheSetPointUntilTheCoolerHasReserve() throws Exception {
        Night night = new Night(library).inAirOf(30);
        night.cooling = rules(Answer.RAISE, Answer.SOAK);
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(
                List.of(
                        "set point raised from -10.00 °C to -5.00 °C, the set begins again",
                        "set point raised from -5.00 °C to 0.00 °C, the set begins again"),
                night.only(RunEvent.CoolerAnswered.class).stream().map(RunEvent.CoolerAnswered::decision)
                        .toList());
        assertEquals(RunEvent.End.DONE, ended.end());
        assertEquals(
                List.of(Celsius.of(0), Celsius.of(0)),
                night.developed.stream().map(set -> set.set().target()).toList());
        assertEquals(List.of(5, 4), night.developed.stream().map(set -> set.frames().size()).toList());
        assertEquals("dark-180s_GAIN100_OFFSET50_T0C",
                folder(night.developed.getFirst().frames().getFirst()));
    }

    @Test
    void aSetPointIsNotRaisedBeyondItsLimit() throws Exception {
        Night night = new Night(library).inAirOf(36);
        night.cooling = rules(Answer.RAISE, Answer.SOAK);
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals("this set is given up: no set point above 0.00 °C is allowed",
                night.only(RunEvent.CoolerAnswered.class).getLast().decision());
        assertEquals(new End(RunEvent.End.PARTLY, 0, 1), End.of(ended));
        assertEquals(List.of(), night.developed);
    }

    @Test
    void aHotNightSkipsEachSetAsSoonAsTheCoolerIsKnownToBeOverloaded() throws Exception {
        Night night = new Night(library).inAirOf(35);
        night.cooling = rules(Answer.SKIP, Answer.SOAK);
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(new End(RunEvent.End.PARTLY, 0, 2), End.of(ended));
        assertEquals(2, night.only(RunEvent.SetEnded.class).size());
        assertTrue(night.passed().compareTo(Duration.ofHours(2)) < 0, night.passed().toString());
    }

    @Test
    void aGustInTheMiddleOfADarkEndsTheExposureAndTheFrameIsTakenAgain() throws Exception {
        var night = new Night(library);
        night.faults.atFrame(6, new SimFault.Gust(20, Duration.ofMinutes(4)));
        night.run(Night.DARK);

        RunEvent.FrameRejected rejected = night.only(RunEvent.FrameRejected.class).getFirst();
        assertTrue(rejected.reason().matches("sensor -9\\.\\d\\d °C, wanted -10.00 °C ± 0.30 K, "
                + "after \\d+ s of 180.0 s, exposure ended"), rejected.reason());
        assertEquals("dark_180s ended with 5, 1 rejected, complete",
                night.story().stream().filter(line -> line.startsWith("dark_180s ended")).findFirst()
                        .orElseThrow());
        assertEquals(1, night.developed.getFirst().rejected().size());
        assertTrue(night.developed.getFirst().rejected().getFirst().endsWith(rejected.reason()));
        assertEquals(List.of("soaking until the gate opens"),
                night.only(RunEvent.CoolerAnswered.class).stream().map(RunEvent.CoolerAnswered::decision)
                        .toList());
        assertEquals(2, night.only(RunEvent.GateOpened.class).size());
        for (RunEvent.FrameAccepted frame : night.only(RunEvent.FrameAccepted.class)) {
            assertTrue(frame.sensor().milliKelvinTo(Night.COLD) <= 300, frame.toString());
        }
    }

    @Test
    void aDriftCanSkipTheSet() throws Exception {
        var night = new Night(library);
        night.cooling = rules(Answer.SOAK, Answer.SKIP);
        night.faults.atFrame(6, new SimFault.Gust(20, Duration.ofMinutes(4)));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(new End(RunEvent.End.PARTLY, 1, 1), End.of(ended));
        assertTrue(
                ended.how()
                        .matches("dark_180s: sensor -9\\.\\d\\d °C, drifted more than 0.50 K from -10.00 °C"),
                ended.how());
        assertEquals("darkflat_Ha_5p4s", night.developed.getFirst().set().label());
    }

    @Test
    void aDriftCanRaiseTheSetPointAndOldFramesDoNotMix() throws Exception {
        Night night = new Night(library).inAirOf(10);
        night.cooling = rules(Answer.RAISE, Answer.RAISE);
        night.faults.atFrame(6, new SimFault.Gust(20, Duration.ofHours(12)));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.DONE, ended.end());
        assertTrue(night.only(RunEvent.SetEnded.class).getFirst().accepted() > 0);
        Darkroom.Exposed set = night.developed.getFirst();
        assertEquals(5, set.frames().size());
        assertEquals(Celsius.of(0), set.set().target());
        assertTrue(set.frames().stream().allMatch(frame -> folder(frame).equals(set.set().folder())));
    }

    @Test
    void aCoolerWithoutReserveIsLeftAloneUntilTheAirIsColder() throws Exception {
        Night night = new Night(library).inAirOf(23);
        night.faults.atFrame(5, new SimFault.Gust(2, Duration.ofMinutes(40)));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals(RunEvent.End.DONE, ended.end());
        RunEvent.CoolerAnswered answer = night.only(RunEvent.CoolerAnswered.class).getFirst();
        assertTrue(
                answer.why().matches("cooler load 8\\d % for 5 min, limit 85 %, sensor -(9|10)\\.\\d\\d °C"),
                answer.why());
        assertEquals("the cooler has no reserve", night.only(RunEvent.GateClosed.class).getFirst().why());
        assertTrue(night.passed().compareTo(Duration.ofMinutes(70)) > 0, night.passed().toString());
    }

    @Test
    void case72ACameraWithoutACoolerTakesNoFramesForASetPoint() throws Exception {
        var night = new Night(library);
        night.around = rig -> RigAround.camera(rig, new Uncooled(rig));
        RunEvent.RunEnded ended = night.run(Night.DARK);

        assertEquals("dark_180s: sim-camera has no cooler, preset broadband wants -10.00 °C", ended.how());
        assertEquals(List.of(), night.only(RunEvent.Exposing.class));
    }

    @Test
    void aCameraWithoutACoolerRunsWhenNoSetPointIsWanted() throws Exception {
        var night = new Night(library);
        night.target = Celsius.UNKNOWN;
        night.around = rig -> RigAround.camera(rig, new Uncooled(rig));
        RunEvent.RunEnded ended = night.run(Night.DARK, Night.HA);

        assertEquals(new End(RunEvent.End.DONE, 2, 0), End.of(ended));
        assertEquals(List.of(), night.only(RunEvent.GateOpened.class));
    }

    @Test
    void theSetPointIsWalkedDownAndTheSensorWarmedGently() throws Exception {
        var night = new Night(library);
        CoolingRules d = CoolingRules.defaults();
        night.cooling = new CoolingRules(
                d.toleranceMilliK(), d.soak(), d.slopeMilliKPerMin(), d.giveUp(), d.loadLimitPercent(),
                d.loadFor(),
                d.onOverload(), d.driftMilliK(), d.onDrift(), d.raiseStepMilliK(), d.raiseLimitMilliC(), 1000,
                2000);
        night.run(Night.BIAS);

        List<RunEvent.Cooling> down = night.only(RunEvent.Cooling.class);
        for (int i = 12; i < down.size(); i++) {
            int fell = down.get(i - 12).sensor().milliC() - down.get(i).sensor().milliC();
            assertTrue(fell < 1600, "fell by " + fell + " mK in a minute at " + down.get(i).at());
        }
        List<RunEvent.Warming> up = night.only(RunEvent.Warming.class);
        for (int i = 12; i < up.size(); i++) {
            int rose = up.get(i).sensor().milliC() - up.get(i - 12).sensor().milliC();
            assertTrue(rose < 2600, "rose by " + rose + " mK in a minute at " + up.get(i).at());
        }
        assertTrue(up.getLast().sensor().milliC() > 8_000, up.getLast().toString());
    }

    private static String folder(Path frame) {
        return frame.getName(frame.getNameCount() - 2).toString();
    }

    private static CoolingRules rules(Answer onOverload, Answer onDrift) {
        CoolingRules d = CoolingRules.defaults();
        return new CoolingRules(
                d.toleranceMilliK(), d.soak(), d.slopeMilliKPerMin(), d.giveUp(), d.loadLimitPercent(),
                d.loadFor(),
                onOverload, d.driftMilliK(), onDrift, d.raiseStepMilliK(), d.raiseLimitMilliC(),
                d.coolMilliKPerMin(), d.warmMilliKPerMin());
    }

    private static final class Uncooled extends RigAround.OtherCamera {
        Uncooled(Rig rig) {
            super(rig);
        }

        @Override
        public Optional<Cooler> cooler() {
            return Optional.empty();
        }
    }

    private record End(RunEvent.End end, int masters, int missed) {
        static End of(RunEvent.RunEnded e) {
            return new End(e.end(), e.masters(), e.setsMissed());
        }
    }
}
