package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.control.Reply;
import dev.darkbox.control.ReplyJson;
import dev.darkbox.device.Guest;
import dev.darkbox.device.Rung;
import dev.darkbox.event.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nom.tam.fits.Fits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole refresh by Darkbox as it is installed - the tree, its unit, its udev rule - in a virtual machine, with an emulated
/// camera on the kernel's USB bus that is pulled out twice, in the middle of an exposure and of a readout.
@Tag("slow")
@Tag("vm")
class SxGuestIT {

    private static final int RUN_SECONDS = 1500;
    private static final String BIAS = "bias";
    private static final String DARK = "dark_20s";
    private static final String DARK_FLAT = "darkflat_Ha_0p5s";
    private static final Map<String, Integer> FRAMES = new TreeMap<>(
            Map.of(BIAS, 5, DARK, 4, DARK_FLAT, 3));
    private static final String CONFIG = """
            library = "/var/lib/darkbox"
            [[rig]]
            name = "main"
            dark = "dark-box"
            first_master = "accept"
            [rig.camera]
            driver = "sx"
            serial = "SX0042"
            [rig.cooling]
            soak = "3s"
            slope_k_per_min = 5
            give_up = "5m"
            warm_k_per_min = 0
            [rig.probe]
            exposure = 1
            cooled_adu_per_s = 1000
            [[rig.preset]]
            name = "standard"
            gain = "none"
            offset = "none"
            binning = 2
            target_c = 5
            order = ["bias", "darks", "dark-flats"]
            bias_frames = 6
            bias_discard = 1
            darks = [20]
            dark_frames = 4
            [[rig.preset.flat]]
            filter = "Ha"
            exposure = 0.5
            frames = 3
            """;

    @Test
    void aWholeRefreshOnARealKernelOutlivesACameraThatIsPulledOutTwice() throws Exception {
        Tree tree = Tree.assembled(Path.of("."));
        Guest guest = Guest.built("usb-refresh")
                .installed("darkbox.sysusers", "darkbox.tmpfiles", "darkbox-usb.rules", "darkboxd.service")
                .tree(tree.bin().resolve("..").normalize(), "tree")
                .cameras();
        Files.writeString(guest.folder().resolve("darkbox.toml"), CONFIG);
        List<String> console = guest.run("usb-refresh-job.sh", RUN_SECONDS);
        String journal = String.join("\n", said(guest, "journal"));
        assertEquals(List.of(), console.stream().filter(line -> line.startsWith("not ok")).toList(), journal);

        var events = new ArrayList<RunEvent>();
        for (String line : said(guest, "events")) {
            if (ReplyJson.read(line) instanceof Reply.Happened happened) {
                events.add(happened.event());
            }
        }
        var ended = (RunEvent.RunEnded) events.getLast();
        assertEquals(RunEvent.End.DONE, ended.end(), journal);
        assertEquals(FRAMES.size(), ended.masters(), journal);
        Map<String, List<Integer>> accepted = events.stream().filter(RunEvent.FrameAccepted.class::isInstance)
                .map(RunEvent.FrameAccepted.class::cast).collect(Collectors.groupingBy(
                        f -> f.set().label(), TreeMap::new,
                        Collectors.mapping(RunEvent.FrameAccepted::n, Collectors.toList())));
        assertEquals(
                Map.of(BIAS, List.of(1, 2, 3, 4, 5), DARK, List.of(1, 2, 3, 4), DARK_FLAT, List.of(1, 2, 3)),
                accepted, "each once");
        assertEquals(List.of(Rung.WAIT, Rung.WAIT), events.stream()
                .filter(RunEvent.Recovered.class::isInstance).map(RunEvent.Recovered.class::cast)
                .filter(RunEvent.Recovered::held).map(RunEvent.Recovered::rung).toList(), journal);

        assertFramesAreThoseThatWereSent(guest);
        List<String> unit = said(guest, "unit");
        assertTrue(unit.containsAll(List.of("User=darkbox", "ActiveState=active", "NRestarts=0",
                "Result=success")), unit.toString());
    }

    /// The emulator counts its frames in their second pixels.
    private static void assertFramesAreThoseThatWereSent(Guest guest) throws Exception {
        var sent = new TreeMap<String, List<Integer>>();
        try (Stream<Path> files = Files.walk(guest.folder().resolve("library/Calibration"))) {
            for (Path file : files.filter(f -> f.toString().matches(".*_\\d{4}\\.fit")).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                String set = FRAMES.keySet().stream().filter(label -> name.startsWith(label + "_"))
                        .findFirst().orElse(name);
                try (var fits = new Fits(file.toFile())) {
                    short[][] stored = (short[][]) fits.getHDU(0).getKernel();
                    sent.computeIfAbsent(set, _ -> new ArrayList<>()).add(stored[0][1] + 32_768);
                }
            }
        }
        assertEquals(FRAMES, sent.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                set -> set.getValue().size())), sent.toString());
        List<Integer> all = Stream.of(BIAS, DARK, DARK_FLAT)
                .flatMap(set -> sent.getOrDefault(set, List.of()).stream()).toList();
        assertEquals(all.stream().sorted().distinct().toList(), all, "in order, none twice");
    }

    private static List<String> said(Guest guest, String what) throws IOException {
        return Files.readAllLines(guest.folder().resolve("said").resolve(what), StandardCharsets.UTF_8);
    }
}
