package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.asi.AsiCamera;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterEpochs;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.stack.Integration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole refresh of a ZWO camera by a library that stands in for its maker's.
@Timeout(60)
class AsiRefreshTest {

    @TempDir
    private Path folder;

    @Test
    void aWholeRefreshMakesEveryMasterAndEachFrameIsADarkOne() throws Exception {
        AsiNight night = AsiNight.in(folder);
        RunEvent.RunEnded ended = night.refresh();
        assertEquals(RunEvent.End.DONE, ended.end(), night::story);
        assertEquals(Map.of("bias", 6, "darkflat_Ha_0p5s", 4, "dark_2s", 4, "dark_60s", 4),
                night.only(RunEvent.MasterReady.class).stream().collect(Collectors.toMap(
                        ready -> ready.set().label(), RunEvent.MasterReady::frames)));
        assertEquals(AsiNight.ALL_FRAMES, night.accepted());
        assertEquals(List.of(), night.only(RunEvent.Recovering.class));
        assertEquals(List.of(), night.only(RunEvent.DeviceTrouble.class));

        // a probe of 10 s with its bias before each of the four sets, and two bias frames that are thrown away
        assertEquals(AsiNight.ALL_FRAMES.size() + 2 * 4 + 2, night.starts().size());
        assertTrue(night.starts().stream().allMatch(start -> start.contains(" dark 1 ")),
                night.starts()::toString);
        assertEquals(4, night.starts().stream().filter(start -> start.endsWith(" us 60000000")).count());
        assertFalse(night.standIn.calls().contains("OVERLAP"));
    }

    @Test
    void theFanRunsFromTheFirstSetPointOnAndTheCoolerGoesOffWhenTheSensorIsWarm() throws Exception {
        AsiNight night = AsiNight.in(folder, 4);
        night.refresh(RefreshPlan.Scope.BIAS);
        assertEquals(List.of("FanOn 1", "CoolerOn 1", "CoolerOn 0"), night.switched());
        List<String> calls = night.standIn.calls();
        assertTrue(calls.indexOf("CoolerOn 1") < calls.indexOf(night.starts().getFirst()));
        assertEquals(List.of("CoolerOn 0", "stop", "close 0"), calls.subList(calls.size() - 3, calls.size()));
        assertTrue(night.only(RunEvent.Warming.class).getLast().sensor().milliC() > 15_000);
    }

    @Test
    void aHeaterThatWasOnIsOffForTheFramesAndOnAgainAfterwards() throws Exception {
        AsiNight night = AsiNight.in(folder);
        try (AsiCamera camera = night.camera()) {
            camera.heater().orElseThrow().set(true);
        }
        assertEquals(RunEvent.End.DONE, night.refresh(RefreshPlan.Scope.BIAS).end(), night::story);
        List<String> calls = night.standIn.calls();
        int off = calls.indexOf("AntiDewHeater 0");
        int onAgain = calls.lastIndexOf("AntiDewHeater 1");
        assertTrue(0 < off && off < calls.indexOf(night.starts().getFirst())
                && calls.indexOf(night.starts().getLast()) < onAgain, calls::toString);
    }

    @Test
    void headersAndEpochNameTheDriverTheLibrarysVersionAndTheCamera() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.refresh(RefreshPlan.Scope.BIAS);
        Path master = night.only(RunEvent.MasterReady.class).getFirst().file();
        Path raw;
        try (Stream<Path> frames = Files.list(night.dated("bias"))) {
            raw = frames.sorted().findFirst().orElseThrow();
        }
        for (Path file : List.of(raw, master)) {
            Map<String, String> header = FitsImage.of(file).header();
            assertEquals(List.of("ZWO ASI294MM Pro", "0a0b0c0d00000000", "darkbox-asi 1", "SDK 1, 37, 0, 1",
                    "100", "50", "60", "HighSpeedMode=0", "-10.0", "4.63"),
                    Stream.of("INSTRUME", "CAMERAID", "DBXDRIVR", "DBXFIRMW", "GAIN", "OFFSET", "USBLIMIT",
                            "READOUTM", "SET-TEMP", "XPIXSZ").map(header::get).toList(),
                    file::toString);
        }
        CameraEpoch epoch = night.epoch(master);
        assertEquals("1, 37, 0, 1", epoch.parts().get("sdk.ASICamera2"));
        assertEquals("0a0b0c0d00000000", epoch.parts().get("camera.serial"));
    }

    @Test
    void anotherVersionOfTheLibraryMakesAllMastersOld() throws Exception {
        AsiNight night = AsiNight.in(folder);
        night.refresh();
        assertEquals(List.of(), night.only(RunEvent.EpochChanged.class));
        night.standIn.order("sdk 38");
        night.refresh(RefreshPlan.Scope.BIAS, AsiNight.EVENING.plusDays(1));
        assertEquals("SDK changed since the masters of 2025-09-23: ASICamera2 1, 37, 0, 1 -> 1, 38, 0, 1;"
                + " bias, darks and dark flats made before are of another epoch",
                night.only(RunEvent.EpochChanged.class).getFirst().line());
        CameraEpoch now = night.epoch(night.only(RunEvent.MasterReady.class).getLast().file());
        var masters = new CalibrationLibrary(night.rig.library(), Disk.real()).list().masters();
        assertEquals(5, masters.size());
        assertEquals(
                Collections.nCopies(4, AsiNight.EVENING),
                MasterEpochs.ofAnother(masters, now).stream().map(MasterEntry::evening).toList());
        var lines = darkbox("due", "--in", night.rig.library().toString(), "--config",
                folder.resolve("darkbox.toml").toString()).lines()
                .filter(line -> line.contains("before the camera's driver, firmware or controls changed"))
                .map(line -> line.strip().split(" ", 2)[0]).toList();
        assertEquals(List.of("darkflat_Ha_0p5s", "dark_2s", "dark_60s"), lines);
    }

    /// What it prints.
    private static String darkbox(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(arguments);
        return printed.toString(StandardCharsets.UTF_8);
    }
}
