package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.cli.Cli;
import dev.darkbox.cli.MasterLines;
import dev.darkbox.cli.Screen;
import dev.darkbox.config.ConfigReader;
import dev.darkbox.config.Loaded;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Reply;
import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.kernel.StackKernels;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.LedgerEntry.EpochSeen;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterEpochs;
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
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Seasons of one rig whose camera is programmed anew between two of them.
@Timeout(60)
class EpochSeasonTest {

    private static final LocalDate SPRING = LocalDate.of(2025, 3, 25);
    private static final LocalDate SUMMER = LocalDate.of(2025, 6, 25);
    private static final LocalDate AUTUMN = LocalDate.of(2025, 9, 23);

    @TempDir
    private Path folder;

    private final List<RunEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void anUpdateBetweenTwoNightsIsToldAndMarkedUntilEverythingIsMadeAgain() throws Exception {
        refresh(rig("1"), SPRING, Scope.ALL);
        assertEquals(List.of(), changes());
        refresh(rig("1"), SUMMER, Scope.BIAS);
        assertEquals(List.of(), changes());
        assertTrue(only(RunEvent.Checked.class).stream()
                .anyMatch(e -> e.what().endsWith("that of the masters of 2025-03-25")));
        refresh(rig("2"), AUTUMN, Scope.BIAS);
        assertEquals(List.of("firmware changed since the masters of 2025-06-25: version 1 -> 2; "
                + "bias, darks and dark flats made before are of another epoch"), changes());

        RunEvent.MasterReady ready = only(RunEvent.MasterReady.class).getLast();
        assertTrue(ready.remark().endsWith("; compared across a change of firmware: version 1 -> 2"),
                ready.remark());
        assertEquals(List.of("2025-09-23 bias NEWEST", "2025-06-25 bias OLD", "2025-03-25 bias OLD",
                "2025-03-25 dark OLD"), listed());
        CameraEpoch now = epoch(ready.file());
        List<MasterEntry> masters = library().list().masters();
        assertEquals(List.of(SUMMER, SPRING, SPRING),
                MasterEpochs.ofAnother(masters, now).stream().map(MasterEntry::evening).toList());
        assertEquals(List.of(now.id()), seen(),
                "the windows of the old masters end where the ledger says so");

        events.clear();
        refresh(rig("2"), AUTUMN, Scope.DARKS);
        assertEquals(List.of(), changes(), "the newest masters of the preset are of this epoch");
        assertTrue(
                only(RunEvent.MasterReady.class).getLast().remark().contains("across a change of firmware"));
        assertEquals(List.of("2025-09-23 bias NEWEST", "2025-09-23 dark NEWEST"), listed().subList(0, 2));
        assertEquals(1, seen().size());
    }

    /// Epochs the ledger says the camera was seen in, oldest first.
    private List<String> seen() throws IOException {
        return library().ledger().read().entries().stream()
                .filter(EpochSeen.class::isInstance)
                .map(entry -> ((EpochSeen) entry).epochId()).toList();
    }

    @Test
    void theCommandLineMarksOldMastersAndNamesTheEpochOfAFile() throws Exception {
        refresh(rig("1"), SPRING, Scope.BIAS);
        Path old = only(RunEvent.MasterReady.class).getLast().file();
        refresh(rig("2"), AUTUMN, Scope.BIAS);
        String library = folder.resolve("library").toString();
        List<String> lines = darkbox("library", "list", "--library", library).lines().toList();
        assertTrue(lines.getFirst().startsWith("2025-09-23") && lines.getFirst().endsWith("_T-10C"),
                lines.toString());
        assertTrue(lines.getLast().startsWith("2025-03-25") && lines.getLast().endsWith("_T-10C  old epoch"),
                lines.toString());
        String json = darkbox("library", "list", "--json", "--library", library);
        assertTrue(json.lines().toList().getLast().contains(
                "\"epoch\":\"%s\",\"epoch_state\":\"old\"".formatted(epoch(old).id())), json);
        assertTrue(darkbox("inspect", old.toString()).contains("\n64x48 pixels, U16, camera epoch "
                + epoch(old).id() + "\n"), darkbox("inspect", old.toString()));
        assertTrue(darkbox("inspect", "--json", old.toString())
                .contains("\"epoch\":\"" + epoch(old).id() + "\""));
    }

    /// What it prints.
    private static String darkbox(String... arguments) {
        var printed = new ByteArrayOutputStream();
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertEquals(0, new Cli(Screen.of(out, out, "", Map.of()), "Darkbox test", (_, _, _) -> 0,
                () -> new Integration(StackKernels.best()), (_, _, _) -> List.of()).run(arguments));
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfAMasterNamesItsEpochAndTheLogHoldsItsParts() throws Exception {
        refresh(rig("7"), SPRING, Scope.BIAS);
        Path fit = only(RunEvent.MasterReady.class).getLast().file();
        CameraEpoch epoch = epoch(fit);
        assertEquals("7", epoch.parts().get("firmware.version"));
        String log = Files.readString(fit.resolveSibling(
                String.valueOf(fit.getFileName()).replace(".fit", ".xrs")));
        assertTrue(log.contains("\n[camera epoch]\nid             " + epoch.id() + "\ncamera.model = "), log);
        assertTrue(log.contains("\nfirmware.version = 7\n"), log);
        String xisf = new String(Files.readAllBytes(fit.resolveSibling(
                String.valueOf(fit.getFileName()).replace(".fit", ".xisf"))), StandardCharsets.ISO_8859_1);
        assertTrue(xisf.contains("<FITSKeyword name=\"DBXEPOCH\" value=\"'%s'\"".formatted(epoch.id())));
        try (Stream<Path> raw = Files.list(fit.resolveSibling("bias"))) {
            for (Path frame : raw.toList()) {
                assertEquals(epoch.id(), FitsImage.of(frame).header().get("DBXEPOCH"));
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("library/ops/epochs"))) {
            assertEquals(List.of(epoch.id() + ".txt"),
                    files.map(file -> String.valueOf(file.getFileName())).toList());
        }
    }

    /// Its header has no such card, or its epoch's file is gone.
    @Test
    void aMasterThatDoesNotTellItsEpochIsNeitherOldNorNew() throws Exception {
        refresh(rig("1"), SPRING, Scope.BIAS);
        String id = epoch(only(RunEvent.MasterReady.class).getLast().file()).id();
        Files.delete(folder.resolve("library/ops/epochs/" + id + ".txt"));
        assertEquals(List.of("2025-03-25 bias UNKNOWN"), listed());
        refresh(rig("2"), AUTUMN, Scope.BIAS);
        assertEquals(List.of(), changes());
        assertTrue(only(RunEvent.Checked.class).stream()
                .anyMatch(e -> e.what().endsWith("that of the masters of 2025-03-25 is unknown")));
        assertTrue(only(RunEvent.MasterReady.class).getLast().remark()
                .endsWith("; the epoch of one of the two is unknown"));
        assertEquals(List.of("2025-09-23 bias NEWEST", "2025-03-25 bias UNKNOWN"), listed());
    }

    private CalibrationLibrary library() {
        return new CalibrationLibrary(folder.resolve("library"), Disk.real());
    }

    private CameraEpoch epoch(Path fit) throws IOException {
        Map<String, String> header = FitsImage.of(fit).header();
        return new Epochs(folder.resolve("library"), Disk.real())
                .find(header.getOrDefault("DBXEPOCH", "")).orElseThrow();
    }

    private List<String> listed() throws IOException {
        List<Reply.Master> replies = MasterLines.replies("main", library().list().masters());
        return replies.stream().map(m -> "%s %s %s".formatted(m.evening(),
                m.name().replaceFirst("master-([a-z]+).*", "$1"), m.epochState())).toList();
    }

    private List<String> changes() {
        return only(RunEvent.EpochChanged.class).stream().map(RunEvent.EpochChanged::line).toList();
    }

    private <E extends RunEvent> List<E> only(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void refresh(RigConfig rig, LocalDate evening, Scope scope) {
        var time = new VirtualTime(evening.atTime(18, 0).toInstant(ZoneOffset.UTC).plus(
                Duration.ofHours(scope == Scope.DARKS ? 3 : 0)));
        var kit = new Kit(time, Disk.real(), new Integration(StackKernels.best()), StackOrder.of(List.of()),
                "Darkbox test");
        RefreshPlan plan = Planner.plan(new RigPresets(rig.name(), rig.presets()), scope, evening,
                rig.profile()).orElseThrow();
        RigRun.begin(rig, plan, kit, events::add).run(new Stop()).run();
        RunEvent.RunEnded ended = only(RunEvent.RunEnded.class).getLast();
        assertEquals(RunEvent.End.DONE, ended.end(), ended.how());
    }

    private RigConfig rig(String firmware) throws IOException {
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
                firmware = "%s"
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
                dark_frames = 4
                """.formatted(firmware));
        return switch (ConfigReader.load(file)) {
            case Loaded.Ok ok -> ok.config().rigs().getFirst();
            case Loaded.Wrong wrong -> throw new IOException(String.join("\n", wrong.problems()));
        };
    }
}
