package dev.darkbox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressViewTest {

    private static final Instant AT = Instant.parse("2025-09-23T18:00:00Z");
    private static final Celsius COLD = Celsius.of(-10);
    private static final Readout READOUT = new Readout(100, 50, 1, "", Readout.NONE);
    private static final PlannedSet DARKS = new PlannedSet(new FrameSet.Dark(Duration.ofSeconds(180), 0, 40),
            "lrgb", READOUT, COLD, true);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private static List<RunEvent> night() {
        var events = new ArrayList<RunEvent>();
        events.add(new RunEvent.RunStarted(AT, "main", "r1",
                new RefreshPlan("main", LocalDate.of(2025, 9, 23),
                        RefreshPlan.Profile.STAGING,
                        List.of(new CapturePlan("lrgb", READOUT, COLD, Duration.ZERO, List.of(DARKS)))),
                0));
        events.add(new RunEvent.Cooling(AT, "main", Celsius.of(5), COLD, 98));
        events.add(new RunEvent.GateOpened(AT, "main", COLD, 41));
        events.add(new RunEvent.SetStarted(AT, "main", DARKS, 0));
        for (int n = 1; n <= 40; n++) {
            events.add(new RunEvent.FrameAccepted(AT, "main", DARKS, n, 40, COLD, 41, 512));
            if (n == 16) {
                events.add(new RunEvent.LiveLook(AT, "main", DARKS, n, 40, 2, 8, "/lib/ops/live.png"));
            }
        }
        events.add(new RunEvent.FrameRejected(AT, "main", DARKS, "sensor -9.5°C"));
        events.add(new RunEvent.MasterReady(AT, "main", DARKS, Path.of("m.fit"), 40, 512.125, 512, 3.5, 7,
                "HOLD",
                "first of its kind"));
        events.add(new RunEvent.RunEnded(AT, "main", "r1", RunEvent.End.DONE, 1, 0, "1 masters"));
        return events;
    }

    private String show(String columns, Map<String, String> environment) {
        printed.reset();
        night().forEach(new ProgressView(Screen.of(out, out, columns, environment))::emit);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPipeGetsPlainLinesThatStay() {
        assertEquals("""
                main: 1 set, 40 frames, evening of 2025-09-23, for staging
                  cold: -10.0°C  load 41 %
                  dark_180s 10/40 -10.0°C  load 41 %  512 ADU
                  picture of the frames so far: /lib/ops/live.png
                  dark_180s 20/40 -10.0°C  load 41 %  512 ADU  noise 1.79
                  dark_180s 30/40 -10.0°C  load 41 %  512 ADU  noise 1.46
                  dark_180s 40/40 -10.0°C  load 41 %  512 ADU  noise 1.26
                  dark_180s: frame dropped: sensor -9.5°C
                  dark_180s          ██████████████████   40 used  mean 512.13 ADU  HOLD
                                     first of its kind
                main: done, 1 masters
                """, show("", Map.of("TERM", "xterm")));
    }

    @Test
    void aTerminalGetsABarRedrawnInPlaceWithinItsWidth() {
        String text = show("60", Map.of("TERM", "xterm"));
        assertTrue(text.contains("\r\u001b[K  dark_180s          ░░░"), text);
        assertTrue(text.contains("\u001b[33mHOLD\u001b[0m"), text);
        for (String line : text.split("\r\u001b\\[K|\n", -1)) {
            if (line.contains("░")) {
                assertTrue(line.length() < 60, line);
            }
        }
    }

    @Test
    void nobodyWhoDoesNotWantColoursGetsThem() {
        for (var environment : List.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), Map.of("TERM", "dumb"),
                Map.<String, String>of())) {
            assertFalse(show("80", environment).contains("\u001b[3"), environment.toString());
        }
    }

    @Test
    void theExitCodeIsTheWorstThatHappened() {
        var judgement = new Judgement();
        night().forEach(judgement::emit);
        assertEquals(Exit.NO, judgement.exit(), "a held master is an answer of no");
        judgement.emit(new RunEvent.RunEnded(AT, "main", "r2", RunEvent.End.FAILED, 0, 1, "camera lost"));
        assertEquals(Exit.DEVICE, judgement.exit());
    }
}
