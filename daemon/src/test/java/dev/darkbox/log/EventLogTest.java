package dev.darkbox.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:05Z");
    private static final Celsius COLD = Celsius.of(-10);
    private static final PlannedSet DARKS = new PlannedSet(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
            "lrgb", new Readout(100, 50, 1, "", Readout.NONE), COLD, true);

    @Test
    void theLinesAreWhatAnOperatorGrepsFor() {
        assertEquals(List.of(
                "checked cap shut evidence=SENSED",
                "not dark leak=PANEL device lamp: found at 40 % during the run; put out",
                "exposing sensor=-10.0°C load=41%",
                "cooling sensor=17.9°C target=-10.0°C load=98%",
                "soaking sensor=-10.0°C done=60s of=600s",
                "gate open sensor=-10.0°C load=41%",
                "set started set=dark_180s preset=lrgb wanted=40 kept=3",
                "frame accepted set=dark_180s n=4/40 sensor=-10.0°C load=41% mean=512.06ADU",
                "frame rejected set=dark_180s: sensor -9.5°C, wanted -10.0°C ± 0.3 K",
                "live set=dark_180s n=27/40 noise=1.50ADU frame=7.75ADU picture=/lib/ops/live.png",
                "live off set=dark_180s: too large; no picture",
                "set given up set=dark_180s accepted=4 rejected=40: too many rejected",
                "master ready set=dark_180s verdict=PASS file=m.fit frames=40 mean=512.13ADU median=512.00ADU "
                        + "sigma=3.50ADU hot=7: mean +0.1 %",
                "device CCD: no frame; one more try",
                "driver changed since the masters of 2025-03-25: driver version 1.9 -> 2.0; "
                        + "they are of another epoch epoch=0123456789ab",
                "run ended run=r1 end=PARTLY masters=4 missed=1: 4 of 5 masters"),
                Stream.<RunEvent>of(
                        new RunEvent.Checked(AT, "main", "cap shut", Evidence.SENSED),
                        new RunEvent.NotDark(AT, "main", RunEvent.Leak.PANEL, "lamp",
                                "found at 40 % during the run", true, "put out"),
                        new RunEvent.Watched(AT, "main", COLD, COLD, 41),
                        new RunEvent.Cooling(AT, "main", Celsius.of(17.9), COLD, 98.4),
                        new RunEvent.Soaking(AT, "main", COLD, Double.NaN, Duration.ofSeconds(60),
                                Duration.ofMinutes(10)),
                        new RunEvent.GateOpened(AT, "main", COLD, 41),
                        new RunEvent.SetStarted(AT, "main", DARKS, 3),
                        new RunEvent.FrameAccepted(AT, "main", DARKS, 4, 40, COLD, 41.25, 512.0625),
                        new RunEvent.FrameRejected(AT, "main", DARKS,
                                "sensor -9.5°C, wanted -10.0°C ± 0.3 K"),
                        new RunEvent.LiveLook(AT, "main", DARKS, 27, 40, 1.5, 7.75, "/lib/ops/live.png"),
                        new RunEvent.LiveOff(AT, "main", DARKS, "too large", "no picture"),
                        new RunEvent.SetEnded(AT, "main", DARKS, 4, 40, false, "too many rejected"),
                        new RunEvent.MasterReady(AT, "main", DARKS, Path.of("m.fit"), 40, 512.125, 512, 3.5,
                                7,
                                "PASS", "mean +0.1 %"),
                        new RunEvent.DeviceTrouble(AT, "main", "CCD", "no frame", "one more try"),
                        new RunEvent.EpochChanged(AT, "main", "0123456789ab", "driver",
                                "the masters of 2025-03-25", "driver version 1.9 -> 2.0",
                                "they are of another epoch"),
                        new RunEvent.RunEnded(AT, "main", "r1", RunEvent.End.PARTLY, 4, 1, "4 of 5 masters"))
                        .map(EventLog::line).toList());
    }

    @Test
    void whatRepeatsIsThinnedAndWhatMattersIsNot() {
        var log = new EventLog();
        long cooling = Stream.iterate(0, i -> i + 5).limit(120)
                .filter(second -> log
                        .isDue(new RunEvent.Cooling(AT.plusSeconds(second), "main", COLD, COLD, 50)))
                .count();
        assertEquals(10, cooling, "one line a minute of ten minutes");

        long bias = Stream.iterate(1, n -> n + 1).limit(220)
                .filter(n -> log
                        .isDue(new RunEvent.FrameAccepted(AT.plusSeconds(n), "main", DARKS, n, 220, COLD,
                                50, 500)))
                .count();
        assertEquals(24, bias, "the first, the last, and one in ten seconds");

        long looks = Stream.iterate(4, n -> n + 1).limit(37)
                .filter(n -> log
                        .isDue(new RunEvent.LiveLook(AT.plusSeconds(180L * n), "main", DARKS, n, 40, 1, 8,
                                "")))
                .count();
        assertEquals(10, looks, "every fourth frame of three minutes, the last among them");

        long rejected = Stream.iterate(1, n -> n + 1).limit(30)
                .filter(n -> log.isDue(new RunEvent.FrameRejected(AT, "main", DARKS, "warm")))
                .count();
        assertEquals(30, rejected);
    }
}
