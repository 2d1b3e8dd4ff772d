package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real usb4java and libusb drive an emulated camera: umockdev stands where the kernel stands.
class SxPeerTest {

    @TempDir
    Path folder;

    /// What runs [SxBusProcess].
    Path java() {
        return Path.of(System.getProperty("java.home"), "bin/java");
    }

    private List<String> run(String what, String... cameras) throws Exception {
        var program = List.of(java().toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-D" + UsbLibrary.FOLDER + "=" + System.getProperty(UsbLibrary.FOLDER),
                "-cp", SxBench.classPath(), SxBusProcess.class.getName(),
                SxBench.control(folder).toString(), what);
        try (var bench = new SxBench(folder, List.of(cameras), program)) {
            return bench.lines();
        }
    }

    @Test
    void aWholeBiasAndDarksComeThroughTheRealLibrary() throws Exception {
        List<String> lines = run("whole", "h9:SX0042@1");
        SxStories.whole(lines);
        try (var files = Files.list(folder)) {
            assertEquals(List.of("control", "peer", "said"),
                    files.map(f -> f.getFileName().toString()).sorted().toList(),
                    "nothing is unpacked");
        }
    }

    @Test
    void stallsShortSlowAndSilentCamerasRecover() throws Exception {
        SxStories.faults(1, run("faults", "h9:SX0042@1"));
    }

    @Test
    void unpluggedInTheMiddleOfAFrameItIsLostAndComesBack() throws Exception {
        SxStories.unplug(run("unplug", "h9:SX0042@1"));
    }

    @Test
    void whoHasACameraIsNotDisturbedByWhoLooks() throws Exception {
        // the links below /proc are the machine's, not the made up bus's
        SxStories.held("1278:0525", "320x240", "a program of another user, perhaps the daemon",
                run("held", "tiny:A1@1"));
    }

    @Test
    void severalAreShownAndToldApartAndAnInterlacedFrameIsWoven() throws Exception {
        SxStories.several(run("several", "h9:A1@1", "m7@2", "h694:B2@3"));
    }

    @Test
    void withoutItsLibraryTheBusIsNotSeenAndNothingIsUnpacked() throws Exception {
        Process java = new ProcessBuilder(java().toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder,
                "-D" + UsbLibrary.FOLDER + "=" + folder, "-cp", SxBench.classPath(),
                SxBusProcess.class.getName(), "", "library").redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), said);
        assertTrue(said.matches("the library of USB cannot be loaded: " + folder
                + "/org/usb4java/linux-[a-z0-9-]+/libusb4java.so is not there\n"), said);
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
