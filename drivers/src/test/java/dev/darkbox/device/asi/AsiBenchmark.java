package dev.darkbox.device.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.Resident;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a camera behind the maker's library costs; prints what it finds and fails only on too much memory.
@Tag("slow")
class AsiBenchmark {

    private static final int FRAMES = 16;
    private static final double MOST_MB = 64;

    @TempDir
    private Path folder;

    @Test
    void framesOf26MegapixelsNeedLittleBesideTwoOfThem() throws Exception {
        Path library = StandInAsi.in(folder, "-DWIDTH=6248", "-DHEIGHT=4176").file();
        Process program = new ProcessBuilder(Resident.java(List.of(), System.getProperty("java.class.path"),
                AsiMemory.class, library.toString(), "" + FRAMES)).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        System.out.println(said);
        assertEquals(0, program.waitFor(), said);
        assertTrue(Resident.beside(said) < MOST_MB, said);
    }
}
