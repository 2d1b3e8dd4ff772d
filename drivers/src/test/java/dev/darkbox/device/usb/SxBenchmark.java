package dev.darkbox.device.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Resident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a frame costs by our driver beside a plain program in C on the same bus; prints what it finds.
@Tag("slow")
class SxBenchmark {

    /// Bytes in a second that a camera at high speed makes of the 53 there are room for.
    private static final String HIGH_SPEED = "40000000";
    private static final int PIECE = Integer.getInteger("bench.piece", 1 << 20);
    private static final int FRAMES = 24;
    private static final double MOST_MB = 64;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 8);

    @TempDir
    Path folder;

    private List<String> run(String camera, Class<?> main, String... arguments) throws Exception {
        Path each = Files.createTempDirectory(folder, "bus");
        var all = new ArrayList<>(List.of(SxBench.control(each).toString()));
        all.addAll(List.of(arguments));
        List<String> program = Resident.java(
                List.of("-D" + UsbLibrary.FOLDER + "=" + System.getProperty(UsbLibrary.FOLDER)),
                SxBench.classPath(), main, all.toArray(String[]::new));
        try (var bench = new SxBench(each, List.of(camera + "@1"), program)) {
            List<String> lines = bench.lines();
            lines.forEach(System.out::println);
            return lines;
        }
    }

    @Test
    void readoutBesideAPlainProgramInC() throws Exception {
        Path plain = folder.resolve("usb_plain");
        Process gcc = new ProcessBuilder("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-o",
                plain.toString(),
                "src/test/c/usb_plain.c", "-lusb-1.0").inheritIO().start();
        Assumptions.assumeTrue(gcc.waitFor(60, TimeUnit.SECONDS) && gcc.exitValue() == 0,
                "gcc or libusb-1.0-0-dev is not installed");
        for (String rate : List.of("0", HIGH_SPEED)) {
            for (String camera : List.of("h9", "m7", "h36", "26mp")) {
                List<String> lines = run(camera, SxReadout.class, rate, plain.toString(), "" + PIECE,
                        "" + ROUNDS);
                assertEquals(3, lines.size());
            }
        }
    }

    /// The last one is interlaced, and takes a field more.
    @Test
    void framesNeedLittleBesideTwoOfThem() throws Exception {
        for (String camera : List.of("26mp", "h36", "m8")) {
            String said = run(camera, SxMemory.class, "" + FRAMES).getLast();
            assertTrue(Resident.beside(said) < MOST_MB, said);
        }
    }
}
