package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Epochs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueCacheTest {

    private static final int MASTERS = 78;

    @TempDir
    private Path root;

    private Path one = Path.of("");

    @BeforeEach
    void aLibrary() throws IOException {
        one = ManyMasters.make(root, 2, 3).getLast().fit();
    }

    @Test
    void theSecondListingReadsNoHeaderAndSaysTheSame() throws Exception {
        Listing.Listed first = list();
        assertEquals(MASTERS, first.read());
        assertEquals(MASTERS, first.catalogue().masters().size());
        Listing.Listed second = list();
        assertEquals(0, second.read());
        assertEquals(first.catalogue(), second.catalogue());
    }

    @Test
    void aFileChangedInPlaceIsReadAgain() throws Exception {
        list();
        FileTime before = Files.getLastModifiedTime(one);
        ManyMasters.edit(one, "NCOMBINE", "3", "4");
        Files.setLastModifiedTime(one, FileTime.fromMillis(before.toMillis() + 1));
        assertEquals(1, list().read());
        assertEquals(4, frames(one));
    }

    @Test
    void aFileOfTheSameSizeAndTimeButAnotherInodeIsReadAgain() throws Exception {
        list();
        FileTime before = Files.getLastModifiedTime(one);
        Path other = root.resolve("other");
        Files.copy(one, other);
        ManyMasters.edit(other, "NCOMBINE", "3", "4");
        Files.setLastModifiedTime(other, before);
        Files.move(other, one, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, list().read());
        assertEquals(4, frames(one));
    }

    @Test
    void aFileAsYoungAsTheCacheIsNotTrustedToBeAsItWas() throws Exception {
        list();
        FileTime now = Files.getLastModifiedTime(cache());
        Files.setLastModifiedTime(one, now);
        Files.delete(cache());
        list();
        Files.setLastModifiedTime(cache(), now);
        assertEquals(1, list().read());
        Files.setLastModifiedTime(cache(), FileTime.fromMillis(now.toMillis() + 10_000));
        assertEquals(0, list().read());
    }

    @Test
    void whatIsGoneIsGoneAndWhatIsNewIsThere() throws Exception {
        list();
        Files.delete(one);
        assertEquals(MASTERS - 1, list().catalogue().masters().size());
        Files.copy(other(), one.resolveSibling("master-bias_T3C.fit"));
        Listing.Listed listed = list();
        assertEquals(MASTERS, listed.catalogue().masters().size());
        assertEquals(1, listed.read());
    }

    /// Cut anywhere, or with any bit turned: never a wrong answer.
    @Test
    void aDamagedCacheIsAsGoodAsNone() throws Exception {
        Catalogue truth = list().catalogue();
        byte[] whole = Files.readAllBytes(cache());
        var random = new SplittableRandom(7);
        for (int round = 0; round < 40; round++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            if (round % 2 == 0) {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            } else {
                damaged = java.util.Arrays.copyOf(whole, at);
            }
            Files.write(cache(), damaged);
            Listing.Listed listed = list();
            assertEquals(truth, listed.catalogue(), "round " + round);
            assertEquals(MASTERS, listed.read(), "round " + round);
        }
    }

    @Test
    void anEpochIsWhatItsFileSaysTodayNotWhatItSaidWhenTheHeaderWasRead() throws Exception {
        assertFalse(list().catalogue().masters().getFirst().epoch().isKnown());
        CameraEpoch epoch = CameraEpoch.of(Map.of("driver.exec", "indi_asi_ccd", "driver.version", "2.3",
                "sdk.SDK.VERSION", "1.37"));
        new Epochs(root, Disk.real()).keep(epoch);
        Listing.Listed listed = list();
        assertEquals(0, listed.read());
        assertEquals(epoch, listed.catalogue().masters().getFirst().epoch());
    }

    @Test
    void aLibraryWithoutAFolderForItIsReadWithoutACache() throws Exception {
        Catalogue truth = list().catalogue();
        Files.delete(cache());
        Files.delete(root.resolve("ops"));
        assertEquals(truth, list().catalogue());
        assertFalse(Files.exists(root.resolve("ops")));
        Files.createDirectories(cache().resolve("in-the-way"));
        assertEquals(truth, list().catalogue());
        assertEquals(1, DatedFolder.names(root.resolve("ops")).size(), "nothing is left behind");
    }

    @Test
    void namesOfMastersAreTold() {
        for (String name : new String[]{"master-bias.fit", "master-dark_180s_T-10C.12.fit"}) {
            assertTrue(DatedFolder.isMaster(name), name);
        }
        for (String name : new String[]{"master-.fit", "master-bias.xisf", "bias.fit", "master-a.b.fit",
            "master-bias.fit.part", "master-bias.1.2.fit"}) {
            assertFalse(DatedFolder.isMaster(name), name);
        }
        assertEquals("master-bias", DatedFolder.plain("master-bias.12"));
        assertNotEquals("master-bias", DatedFolder.plain("master-bias.x"));
    }

    private Listing.Listed list() throws IOException {
        return new Listing(root, new Epochs(root, Disk.real())).list();
    }

    private int frames(Path fit) throws IOException {
        return list().catalogue().masters().stream().filter(master -> master.files().fit().equals(fit))
                .findFirst()
                .orElseThrow().frames();
    }

    private Path other() throws IOException {
        return list().catalogue().masters().getFirst().files().fit();
    }

    private Path cache() {
        return Listing.cache(root);
    }
}
