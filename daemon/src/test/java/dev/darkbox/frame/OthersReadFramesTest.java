package dev.darkbox.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.Peers;
import dev.darkbox.plan.PlannedSet;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Raw frames as others read them.
class OthersReadFramesTest {

    @TempDir
    private Path library;

    @Test
    void astropyOpensEveryFrameWithoutAWordOfWarning() throws Exception {
        Peers.assumeAstropy();
        List<Path> frames = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                RunFolder run = new Runs(library, Disk.real(), Night.TIME).begin(Night.PLAN, "r1")) {
            for (PlannedSet set : List.of(Night.BIAS, Night.DARK, Night.FLAT)) {
                frames.add(run.accept(set, Night.picture(arena, Night.SHAPE, 1), Night.facts(set, 1)));
            }
        }
        assertEquals(
                """
                        bias_GAIN100_OFFSET50_T-10C_0001.fit BIAS 3.2e-05 (43, 61) 60017 437 5519 3321.119
                        dark_180s_GAIN100_OFFSET50_T-10C_0001.fit DARK 180.0 (43, 61) 60017 437 5519 3321.119
                        darkflat_Ha_5p3977s_GAIN100_OFFSET50_T-10C_0001.fit DARK 5.3977 (43, 61) 60017 437 5519 3321.119
                        """
                        .lines().map(String::strip).toList(),
                Peers.astropy(frames));
    }

    @Test
    void fitsverifyAndNomTamFitsFindNothingToSay() throws Exception {
        Path frame;
        try (Arena arena = Arena.ofConfined();
                RunFolder run = new Runs(library, Disk.real(), Night.TIME).begin(Night.PLAN, "r1")) {
            frame = run.accept(Night.DARK, Night.picture(arena, Night.SHAPE, 1), Night.facts(Night.DARK, 1));
        }
        try (var fits = new Fits(frame.toFile())) {
            BasicHDU<?> hdu = fits.readHDU();
            hdu.verifyIntegrity();
            short[][] rows = (short[][]) hdu.getKernel();
            assertEquals(List.of(43, 61, 60_017, 437, 5519, "DARK", 180.0), List.of(
                    rows.length, rows[0].length, rows[0][0] + 32_768, rows[0][60] + 32_768,
                    rows[42][0] + 32_768, hdu.getHeader().getStringValue("IMAGETYP"),
                    hdu.getHeader().getDoubleValue("EXPTIME")));
        }
        Peers.assumeFitsverify();
        assertEquals(List.of("verification OK: " + frame), Peers.fitsverify(List.of(frame)));
    }

    /// Also where quotes stand at the end of a card.
    @Test
    void textThatNeedsSeveralCardsIsReadWhole() throws Exception {
        for (int length = 60; length < 220; length++) {
            String text = "it's ".repeat(50).substring(0, length).strip() + "''";
            Path file = library.resolve(length + ".fit");
            var cards = new FitsCards().longText("DBXREMRK", text).whole("NCOMBINE", 3, "");
            Disk.real().part(file, FitsWriter.size(Night.SHAPE, cards),
                    FitsWriter.content(Night.SHAPE, cards, (_, _, into) -> into.fill((byte) 0)));
            Disk.real().publish(file);
            assertEquals(text, FitsImage.of(file).header().get("DBXREMRK"));
            assertEquals("3", FitsImage.of(file).header().get("NCOMBINE"));
            try (var fits = new Fits(file.toFile())) {
                assertEquals(text, fits.readHDU().getHeader().getStringValue("DBXREMRK"));
            }
        }
        Peers.assumeFitsverify();
        Path longest = library.resolve("219.fit");
        assertEquals(List.of("verification OK: " + longest), Peers.fitsverify(List.of(longest)));
    }

    @Test
    void sirilLoadsARawFrameAndFindsItsMean() throws Exception {
        Peers.assumeSiril();
        try (Arena arena = Arena.ofConfined();
                RunFolder run = new Runs(library, Disk.real(), Night.TIME).begin(Night.PLAN, "r1")) {
            Path frame = run.accept(Night.DARK, Night.picture(arena, Night.SHAPE, 1),
                    Night.facts(Night.DARK, 1));
            Files.copy(frame, library.resolve("raw.fit"));
        }
        String said = String.join("\n", Peers.siril(library, "load raw\nstat\n"));
        assertEquals("3321.1", said.replaceAll("(?s).*Mean: ([0-9]+\\.[0-9]).*", "$1"), said);
    }
}
