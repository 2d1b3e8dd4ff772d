package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/// What [SxBusProcess] has to say, whoever plays the bus.
final class SxStories {

    private SxStories() {}

    /// An `h9` at port 1 with serial number `SX0042`.
    static void whole(List<String> lines) {
        assertEquals(List.of("Starlight Xpress H9 SX0042 1.18 build 1108 1392x1040",
                "1 of 1 ms 1392x1040 fields 3 mean 999",
                "2 of 300 ms 696x520 fields 3", "3 of 1200 ms 1392x1040 fields 3", "cooler falls: true"),
                lines.stream().limit(5).map(line -> line.replaceFirst("(ms \\d+x.* 3) mean 100\\d$", "$1")
                        .replaceFirst("of 1[2-9]\\d\\d ms", "of 1200 ms")) // a busy machine may be late, and says so
                        .toList(),
                lines.toString());
        String told = lines.get(5);
        assertTrue(told.contains("|40 2 0003 0000 0000000070051004010101000000|"), "the bias: " + told);
        assertTrue(told.contains("|40 2 0003 0000 000000007005100402022c010000|"), "binned: " + told);
        assertTrue(told.contains("|40 1 0000 0000 |40 30 0a78 0001 |40 3 0003 0000 00000000700510040101|"),
                "timed by the host: " + told);
    }

    /// The same camera.
    ///
    /// @param patience as the process was told
    static void faults(int patience, List<String> lines) {
        List<String> frames = lines.stream().map(line -> line.replaceFirst(" of 1 ms.*", "")).toList();
        assertEquals("1", frames.get(0), frames.toString());
        assertEquals("2", frames.get(1), "stalled once");
        assertTrue(
                frames.get(2).startsWith("TimedOut reading a frame, of which 2894360 bytes of 2895360 came"),
                frames.get(2));
        assertEquals(List.of("4", "5"), frames.subList(3, 5), "after a short one, and slowly");
        assertTrue(frames.get(5).startsWith("TimedOut taking PARAMETERS(0) took longer than "),
                frames.get(5));
        assertEquals(patience == 1, frames.get(5).endsWith(" 300 ms"), frames.get(5));
        assertEquals(List.of("RECONNECT held", "6"), frames.subList(6, 8));
    }

    /// The same camera.
    static void unplug(List<String> lines) {
        assertEquals(4, lines.size(), lines.toString());
        assertEquals("Lost connection lost: unplugged", lines.get(0));
        // a slow kernel still lists what no transfer reaches any more
        assertTrue(lines.get(1)
                .matches("RECONNECT Lost connection lost: (no Starlight Xpress camera is plugged in; there is"
                        + " none|1278:0119 at 1-1 was unplugged while it was opened)"),
                lines.get(1));
        assertEquals(List.of("WAIT held", "2 of 1 ms 1392x1040 fields 3 mean 999"), lines.subList(2, 4));
    }

    /// A camera at port 1 that the process has while it looks for cameras, and opens once more.
    ///
    /// @param product vendor and product
    /// @param size of its frames
    /// @param user as the process that has it can be seen
    static void held(String product, String size, String user, List<String> lines) {
        assertEquals(List.of("1 of 1 ms %s fields 3 mean 999".formatted(size), "in use by " + user,
                "%s at 1-1 is in use by %s".formatted(product, user),
                "2 of 1 ms %s fields 3 mean 999".formatted(size), "it was let alone", "CONNECTED_JUST_NOW"),
                lines);
    }

    /// An `h9` with serial number `A1` at port 1, an `m7` at 2, an `h694` with `B2` at 3.
    static void several(List<String> lines) {
        assertEquals(List.of(
                "Starlight Xpress camera at 1-1: CONNECTED_JUST_NOW driver = \"sx\"; serial = \"A1\"; position = \"1-1\"; Starlight Xpress H9; 1392x1040 px, 6.45 µm, mono, 16 bits; -40.0°C..35.0°C",
                "Starlight Xpress camera at 1-2: CONNECTED_JUST_NOW driver = \"sx\"; position = \"1-2\"; Starlight Xpress MX7; 752x580 px, 8.60 µm, mono, 16 bits; -40.0°C..35.0°C",
                "Starlight Xpress camera at 1-3: CONNECTED_JUST_NOW driver = \"sx\"; serial = \"B2\"; position = \"1-3\"; Starlight Xpress H694; 2750x2200 px, 4.54 µm, mono, 16 bits; -40.0°C..35.0°C",
                "B2", "1 of 1 ms 2750x2200 fields 3 mean 999", ""), lines.subList(0, 6));
        assertTrue(lines.get(6).matches("2\\+1 of \\d+ ms 752x580 fields 1 mean \\d+"), lines.get(6));
    }
}
