package dev.darkbox.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.device.sim.SimFault;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.PlannedSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run does with what is seen in its pictures.
class FrameWatchTest {

    private static final FrameWatch.Seen SOUND = new FrameWatch.Seen(Optional.empty(), List.of(),
            Optional.empty());

    @TempDir
    Path library;

    private final List<String> probes = new ArrayList<>();

    /// Says what a test wants, frame by frame.
    private class Scripted implements FrameWatch, FrameWatch.Watch {

        private int frames;
        private List<Path> stored = List.of();

        @Override
        public Watch begin(PlannedSet set, List<Path> before) {
            stored = List.copyOf(before);
            frames = 0;
            return this;
        }

        @Override
        public Seen frame(FrameBuffer frame) {
            frames++;
            return look(frames);
        }

        Seen look(int frame) {
            return frame > 0 ? SOUND : FrameWatch.Seen.NOTHING;
        }

        @Override
        public void probeBias(FrameBuffer frame) {
            probes.add("bias");
        }

        @Override
        public Light probeDark(FrameBuffer frame, Duration exposure) {
            probes.add("dark " + exposure.toSeconds());
            return new Light.None("as dark as before");
        }

        @Override
        public Light probeLit(FrameBuffer frame, Duration exposure) {
            probes.add("lit " + exposure.toSeconds());
            return new Light.None("the panel's light does not get in");
        }
    }

    @Test
    void anOddFrameIsTakenAgain() throws Exception {
        var night = new Night(library);
        night.frames = new Scripted() {
            @Override
            Seen look(int frame) {
                return frame == 3
                        ? new Seen(Optional.of("rows 9 to 10 are noise"), List.of(), Optional.empty())
                        : SOUND;
            }
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertEquals(List.of("rows 9 to 10 are noise"), rejections(night));
        assertEquals(5, night.developed.getFirst().frames().size());
        assertTrue(night.developed.getFirst().rejected().getFirst().endsWith(": rows 9 to 10 are noise"));
    }

    @Test
    void anAcceptedFrameThatIsFoundOddIsTakenBackAndTakenAgain() throws Exception {
        var night = new Night(library);
        night.frames = new Scripted() {
            @Override
            Seen look(int frame) {
                return frame == 4
                        ? new Seen(Optional.empty(),
                                List.of(new Earlier(0, "torn"), new Earlier(2, "shifted")),
                                Optional.empty())
                        : SOUND;
            }
        };
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertEquals(List.of("dark_180s_GAIN100_OFFSET50_T-10C_0001.fit is taken back: torn",
                "dark_180s_GAIN100_OFFSET50_T-10C_0003.fit is taken back: shifted"), rejections(night));
        List<Path> frames = night.developed.getFirst().frames();
        assertEquals(List.of("0002", "0004", "0005", "0006", "0007"), frames.stream()
                .map(f -> f.getFileName().toString().replaceFirst(".*_(\\d+)\\.fit", "$1")).toList());
        assertFalse(
                Files.exists(frames.getFirst().resolveSibling("dark_180s_GAIN100_OFFSET50_T-10C_0001.fit")));
        assertEquals(2, night.developed.getFirst().rejected().size());
    }

    @Test
    void aRunThatGoesOnDoesNotKnowFramesThatWereTakenBack() throws Exception {
        var night = new Night(library);
        night.frames = new Scripted() {
            @Override
            Seen look(int frame) {
                return frame == 3
                        ? new Seen(Optional.empty(), List.of(new Earlier(1, "torn")), Optional.empty())
                        : SOUND;
            }
        };
        night.onEvent = event -> {
            if (event instanceof RunEvent.FrameAccepted
                    && night.only(RunEvent.FrameAccepted.class).size() == 4) {
                throw new IllegalStateException("power cut");
            }
        };
        try {
            night.run(Night.DARK);
        } catch (IllegalStateException _) {
            // as wanted
        }
        var later = new Night(library);
        later.time.skip(night.passed());
        var watch = new Scripted();
        later.frames = watch;
        assertEquals(RunEvent.End.DONE, later.resume().end());
        assertEquals(List.of("0001", "0003", "0004"), watch.stored.stream()
                .map(f -> f.getFileName().toString().replaceFirst(".*_(\\d+)\\.fit", "$1")).toList());
        assertEquals(5, later.developed.getFirst().frames().size());
        assertTrue(later.developed.getFirst().rejected().getFirst().contains("taken back: torn"));
    }

    @Test
    void threeOddFramesInARowEndTheSet() throws Exception {
        var night = new Night(library);
        night.frames = new Scripted() {
            @Override
            Seen look(int frame) {
                return new Seen(Optional.of("every pixel is that of the frame before"), List.of(),
                        Optional.empty());
            }
        };
        assertEquals(RunEvent.End.PARTLY, night.run(Night.DARK).end());
        assertTrue(night.story().getLast()
                .contains("3 frames in a row: every pixel is that of the frame before"));
    }

    @Test
    void whatRisesInAFrameIsLookedIntoByAProbeAsLongAsTheFrame() throws Exception {
        var night = new Night(library);
        night.frames = rising(new FrameWatch.Light.None("it does not"));
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertEquals(List.of("bias", "dark 10", "bias", "dark 180"), probes);
        assertEquals(5, night.only(RunEvent.FrameAccepted.class).size());
        assertEquals(List.of(), night.developed.getFirst().rejected());
    }

    @Test
    void lightStopsTheRunBeforeHoursAreWastedAndItsFrameDoesNotCount() throws Exception {
        var night = new Night(library);
        night.frames = rising(new FrameWatch.Light.Leak("it shows it too", "light gets past the cap"));
        RunEvent.RunEnded end = night.run(Night.DARK, Night.HA);
        assertEquals(RunEvent.End.FAILED, end.end());
        assertEquals("sim-camera: it shows it too: light gets past the cap", end.how());
        RunEvent.NotDark lit = night.only(RunEvent.NotDark.class).getFirst();
        assertEquals(RunEvent.Leak.UNKNOWN, lit.leak());
        assertTrue(lit.seen());
        assertEquals(List.of("dark_180s_GAIN100_OFFSET50_T-10C_0002.fit is taken back: brighter at the top"),
                rejections(night));
        assertEquals(List.of(), night.developed);
    }

    private FrameWatch rising(FrameWatch.Light answer) {
        return new Scripted() {
            @Override
            Seen look(int frame) {
                return frame == 2
                        ? new Seen(Optional.empty(), List.of(), Optional.of("brighter at the top"))
                        : SOUND;
            }

            @Override
            public Light probeDark(FrameBuffer frame, Duration exposure) {
                super.probeDark(frame, exposure);
                return exposure.toSeconds() > 10 ? answer : new Light.None("dark");
            }
        };
    }

    @Test
    void thePanelIsLitBehindTheShutCapAndPutOutAgain() throws Exception {
        var night = new Night(library);
        night.faults.next(new SimFault.PanelOutside(0));
        night.probe = new ProbeRule(Duration.ofSeconds(10), 5, 100, true);
        night.frames = new Scripted();
        assertEquals(RunEvent.End.DONE, night.run(Night.DARK).end());
        assertEquals(List.of("bias", "dark 10", "lit 10"), probes);
        assertTrue(night.story().contains("checked cap tight IMAGE_VERIFIED"), night.story().toString());
        assertEquals(List.of(), night.only(RunEvent.NotDark.class));
    }

    @Test
    void aCapThatLetsThePanelsLightThroughStopsTheRun() throws Exception {
        var night = new Night(library);
        night.faults.next(new SimFault.PanelOutside(0.01));
        night.probe = new ProbeRule(Duration.ofSeconds(10), 5, 100, true);
        var levels = new ArrayList<Double>();
        night.frames = new Scripted() {
            @Override
            public Light probeDark(FrameBuffer frame, Duration exposure) {
                levels.add(Levels.of(frame).meanAdu());
                return super.probeDark(frame, exposure);
            }

            @Override
            public Light probeLit(FrameBuffer frame, Duration exposure) {
                levels.add(Levels.of(frame).meanAdu());
                return levels.get(1) > levels.get(0) + 20
                        ? new Light.Leak("brighter with the panel lit", "not tight")
                        : super.probeLit(frame, exposure);
            }
        };
        RunEvent.RunEnded end = night.run(Night.DARK);
        assertEquals(RunEvent.End.FAILED, end.end(), levels.toString());
        assertEquals(RunEvent.Leak.CAP, night.only(RunEvent.NotDark.class).getFirst().leak());
    }

    private static List<String> rejections(Night night) {
        return night.only(RunEvent.FrameRejected.class).stream().map(RunEvent.FrameRejected::reason).toList();
    }
}
