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

    private List<String> run(String what, String... cameras) throws Exception {
        var program = List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-D" + UsbLibrary.FOLDER + "=" + System.getProperty(UsbLibrary.FOLDER),
                "-cp", System.getProperty("java.class.path"), SxBusProcess.class.getName(),
                SxBench.control(folder).toString(), what);
        try (var bench = new SxBench(folder, List.of(cameras), program)) {
            return bench.lines();
        }
    }

    @Test
    void aWholeBiasAndDarksComeThroughTheRealLibrary() throws Exception {
        List<String> lines = run("whole", "h9:SX0042@1");
        assertEquals(List.of("Starlight Xpress H9 SX0042 1.18 build 1108 1392x1040",
                "1 of 1 ms 1392x1040 fields 3 mean 999",
                "2 of 300 ms 696x520 fields 3", "3 of 1200 ms 1392x1040 fields 3", "cooler falls: true"),
                lines.stream().limit(5).map(line -> line.replaceFirst("(ms \\d+x.* 3) mean 100\\d$", "$1"))
                        .toList(),
                lines.toString());
        String told = lines.get(5);
        assertTrue(told.contains("|40 2 0003 0000 0000000070051004010101000000|"), "the bias: " + told);
        assertTrue(told.contains("|40 2 0003 0000 000000007005100402022c010000|"), "binned: " + told);
        assertTrue(told.contains("|40 1 0000 0000 |40 30 0a78 0001 |40 3 0003 0000 00000000700510040101|"),
                "timed by the host: " + told);
        try (var files = Files.list(folder)) {
            assertEquals(List.of("control", "said"),
                    files.map(f -> f.getFileName().toString()).sorted().toList(),
                    "nothing is unpacked");
        }
    }

    @Test
    void stallsShortSlowAndSilentCamerasRecover() throws Exception {
        List<String> lines = run("faults", "h9:SX0042@1").stream()
                .map(line -> line.replaceFirst(" of 1 ms.*", ""))
                .toList();
        assertEquals("1", lines.get(0));
        assertEquals("2", lines.get(1), "stalled once");
        assertTrue(
                lines.get(2).startsWith("TimedOut reading a frame, of which 2894360 bytes of 2895360 came"),
                lines.get(2));
        assertEquals(List.of("4", "5"), lines.subList(3, 5), "after a short one, and slowly");
        assertEquals("TimedOut taking PARAMETERS(0) took longer than 300 ms", lines.get(5));
        assertEquals(List.of("RECONNECT held", "6"), lines.subList(6, 8));
    }

    @Test
    void unpluggedInTheMiddleOfAFrameItIsLostAndComesBack() throws Exception {
        assertEquals(List.of("Lost connection lost: unplugged",
                "RECONNECT Lost connection lost: no Starlight Xpress camera is plugged in; there is none",
                "WAIT held",
                "2 of 1 ms 1392x1040 fields 3 mean 999"), run("unplug", "h9:SX0042@1"));
    }

    @Test
    void severalAreShownAndToldApartAndAnInterlacedFrameIsWoven() throws Exception {
        List<String> lines = run("several", "h9:A1@1", "m7@2", "h694:B2@3");
        assertEquals(List.of(
                "Starlight Xpress camera at 1-1: CONNECTED_JUST_NOW [1278:0119 at 1-1, Starlight Xpress H9, A1, 1.18 build 1108, 1392x1040, -40.0°C..35.0°C]",
                "Starlight Xpress camera at 1-2: CONNECTED_JUST_NOW [1278:0107 at 1-2, Starlight Xpress MX7, 1.18 build 1108, 752x580, -40.0°C..35.0°C]",
                "Starlight Xpress camera at 1-3: CONNECTED_JUST_NOW [1278:0194 at 1-3, Starlight Xpress H694, B2, 1.18 build 1108, 2750x2200, -40.0°C..35.0°C]",
                "B2", "1 of 1 ms 2750x2200 fields 3 mean 999", ""), lines.subList(0, 6));
        assertTrue(lines.get(6).matches("2\\+1 of \\d ms 752x580 fields 1 mean \\d+"), lines.get(6));
    }

    @Test
    void withoutItsLibraryTheBusIsNotSeenAndNothingIsUnpacked() throws Exception {
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder,
                "-D" + UsbLibrary.FOLDER + "=" + folder, "-cp", System.getProperty("java.class.path"),
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
