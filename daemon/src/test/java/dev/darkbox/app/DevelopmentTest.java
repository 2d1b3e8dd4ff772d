package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.Screen;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RefreshPlan.Scope;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is found out about a master on its way from the frames to the library.
@Timeout(60)
class DevelopmentTest {

    private static final LocalDate SPRING = LocalDate.of(2025, 3, 25);
    private static final LocalDate AUTUMN = LocalDate.of(2025, 9, 23);
    private static final String DARK = "master-dark_20s_GAIN100_OFFSET50_T-10C";

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void aMasterHasItsMetricsItsFramesAndItsDefectsBesideItAndNoScratchIsLeft() throws Exception {
        refresh(SPRING, Disk.real());
        refresh(AUTUMN, Disk.real());
        assertEquals(List.of(), scratch());
        for (LocalDate evening : List.of(SPRING, AUTUMN)) {
            MasterFiles files = files(evening);
            assertEquals(files.all(), files.present());
            String log = Files.readString(files.xrs());
            assertTrue(log.contains("\n[metrics]\n") && log.contains("\n[defective pixels]\nhot "), log);
            assertEquals(6, log.substring(log.indexOf("[levels of the frames, ADU]")).lines().skip(2)
                    .takeWhile(line -> !line.isBlank()).count(), log);
        }
        try (MasterPicture fit = MasterPicture.open(files(AUTUMN).fit());
                MasterPicture xisf = MasterPicture.open(files(AUTUMN).xisf())) {
            assertEquals(fit.header().metrics(), xisf.header().metrics());
            assertEquals(fit.header().change(), xisf.header().change());
            assertEquals(fit.header().tripped(), xisf.header().tripped());
            assertEquals("Calibration/2025-03-25/" + DARK + ".fit", fit.header().text("DBXPREV"));
        }
    }

    @Test
    void whereTheFloatTwinOfTheMasterBeforeIsLostTheOtherServesAndTheVerdictSaysSo() throws Exception {
        refresh(SPRING, Disk.real());
        Files.write(files(SPRING).xisf(), new byte[100]);
        refresh(AUTUMN, Disk.real());
        String remark = ready().remark();
        assertTrue(remark.contains("the master before cannot be read: ") && remark.contains(DARK + ".xisf"),
                remark);
    }

    @Test
    void scratchFilesGoAlsoWhenTheMasterCannotBeWritten() throws Exception {
        refresh(SPRING, new Disk((operation, file) -> {
            if (operation.equals("write") && file.toString().endsWith(".xisf.part")) {
                throw new IOException("no");
            }
        }));
        assertEquals(2, events.stream().filter(RunEvent.MasterFailed.class::isInstance).count());
        assertEquals(List.of(), scratch());
    }

    @Test
    void theCommandLineComparesInspectsAndListsMastersOfALibraryByName() throws Exception {
        refresh(SPRING, Disk.real());
        refresh(AUTUMN, Disk.real());
        String library = folder.resolve("library").toString();
        String compared = darkbox("compare", "2025-09-23/" + DARK, "2025-03-25/" + DARK, "--in", library);
        assertTrue(compared.startsWith("0 ") && compared.contains("median"), compared);
        String json = darkbox("compare", "--json", files(AUTUMN).xisf().toString(),
                files(SPRING).fit().toString());
        assertTrue(json.startsWith("0 {\"new\":") && json.contains("\"findings\":["), json);
        assertTrue(darkbox("inspect", "dark_20s", "--in", library).contains("\n64x48 pixels, float, "));
        String defects = darkbox("defects", "dark_20s", "--in", library);
        assertEquals("0 hot N|warm N|cold N|saturated N|noisy N|unstable N|",
                defects.replaceAll(" +\\d+\n", " N|"), defects);
        String list = darkbox("defects", files(AUTUMN).fit().toString(), "--kind", "hot,warm", "--json");
        assertTrue(list.startsWith("0 {\"file\":") && list.contains("\"counts\":{\"hot\":"), list);
        assertEquals(
                "2 darkbox: \"2025-09-23\" may be 2025-09-23/master-bias_GAIN100_OFFSET50_T-10C, 2025-09-23/"
                        + DARK + "\n",
                darkbox("inspect", "2025-09-23", "--in", library));
        assertEquals("2 darkbox: nowhere: there is no such file\n", darkbox("inspect", "nowhere"));
        Files.delete(files(AUTUMN).defects());
        assertTrue(darkbox("defects", files(AUTUMN).fit().toString()).contains("noisy      not known\n"));
        assertFalse(darkbox("compare", files(AUTUMN).fit().toString(), files(SPRING).png().toString())
                .startsWith("0"));
    }

    /// Exit code and what it prints.
    private static String darkbox(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        int exit = new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(arguments);
        return exit + " " + printed.toString(StandardCharsets.UTF_8);
    }

    private MasterFiles files(LocalDate evening) {
        return MasterFiles.in(folder.resolve("library/Calibration/" + evening), DARK);
    }

    private List<Path> scratch() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("library/ops/scratch"))) {
            return files.toList();
        }
    }

    private RunEvent.MasterReady ready() {
        return events.stream().filter(RunEvent.MasterReady.class::isInstance)
                .map(RunEvent.MasterReady.class::cast).reduce((_, last) -> last).orElseThrow();
    }

    private void refresh(LocalDate evening, Disk disk) throws IOException {
        RigConfig rig = rig();
        var time = new VirtualTime(evening.atTime(18, 0).toInstant(ZoneOffset.UTC));
        var kit = new Kit(time, disk, new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), Scope.ALL, evening,
                rig.profile()).orElseThrow();
        RigRun.begin(rig, plan, kit, events::add).run(new Stop()).run();
    }

    private RigConfig rig() throws IOException {
        Path file = Files.writeString(folder.resolve("darkbox.toml"), """
                library = "library"
                [[rig]]
                name = "main"
                dark = "cap"
                first_master = "accept"
                [rig.camera]
                driver = "sim"
                width_px = 64
                height_px = 48
                [rig.cap]
                [rig.panel]
                [rig.cooling]
                [rig.probe]
                exposure = 1
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                target_c = -10
                bias_frames = 10
                bias_discard = 2
                darks = [20]
                dark_frames = 6
                """);
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
