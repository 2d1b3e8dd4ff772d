package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `darkbox demo` as a newcomer runs it, and every file of its library as others read it.
class DemoIT {

    private static final List<String> MASTERS = List.of(
            "master-bias_GAIN100_OFFSET50_T-10C", "master-dark_180s_GAIN100_OFFSET50_T-10C",
            "master-dark_60s_GAIN100_OFFSET50_T-10C", "master-darkflat_Ha_5p4s_GAIN100_OFFSET50_T-10C",
            "master-darkflat_L_1p2s_GAIN100_OFFSET50_T-10C");

    @TempDir
    private Path folder;

    @Test
    void aWholeLibraryIsThereAndOthersReadEveryFileOfIt() throws Exception {
        Tree tree = Tree.assembled(folder);
        Path library = folder.resolve("demo");
        Tree.Said said = tree.darkbox("demo", "--to", library.toString());
        assertEquals(0, said.exit(), said.out() + said.err());
        for (String words : List.of("demo: done, 5 masters", "ops/calibration-index.md", "masters/staging")) {
            assertTrue(said.out().contains(words), said.out());
        }
        Path dated = library.resolve("Calibration").resolve("2025-09-23");
        String index = Files.readString(library.resolve("ops").resolve("calibration-index.md"));
        for (String master : MASTERS) {
            assertTrue(index.contains("| " + master + " | 2025-09-23 |"), index);
            for (String ending : List.of(".fit", ".xisf", ".xrs", ".png", ".bpm.lst", ".defects.json")) {
                assertTrue(Files.size(dated.resolve(master + ending)) > 1000, master + ending);
                assertEquals(-1, Files.mismatch(dated.resolve(master + ending),
                        library.resolve("masters").resolve("staging").resolve(master + ending)));
            }
        }
        List<Path> files = fits(dated);
        assertEquals(210 + 4 * 40 + MASTERS.size(), files.size());
        Peers.assumeAstropy();
        assertEquals(files.size() + MASTERS.size(), Peers.astropy(files).size());
        Peers.assumeFitsverify();
        assertEquals(new TreeSet<>(files.stream().map(file -> "verification OK: " + file).toList()),
                new TreeSet<>(Peers.fitsverify(files)));
    }

    private static List<Path> fits(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".fit")).collect(Collectors.toList());
        }
    }
}
