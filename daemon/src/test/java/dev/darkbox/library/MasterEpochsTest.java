package dev.darkbox.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.quality.MasterStats;
import dev.darkbox.quality.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MasterEpochsTest {

    private static final MasterEntry OLD_LOW = master("main", "Low", 1, epoch("1.9", "Low", "0..100"));
    private static final MasterEntry OLD_HIGH = master("main", "High", 2, epoch("1.9", "High", "0..570"));
    private static final MasterEntry NEW_HIGH = master("main", "High", 3, epoch("2.0", "High", "0..570"));
    private static final MasterEntry UNTOLD = master("main", "High", 4, CameraEpoch.UNKNOWN);

    private static CameraEpoch epoch(String version, String mode, String gain) {
        return CameraEpoch.of(Map.of("driver.version", version, "readout.mode", mode, "shape.gain", gain));
    }

    private static MasterEntry master(String rig, String mode, int month, CameraEpoch epoch) {
        var evening = LocalDate.of(2025, month, 20);
        return new MasterEntry("master-bias", evening, MasterFiles.in(Path.of("x"), "master-bias"), 9,
                new MasterStats(1, 1, 1, 1, 1, 1, 1), -10, new Verdict(Verdict.Kind.PASS, ""), mode, "r1",
                Instant.parse(evening + "T20:00:00Z"), rig, "p", epoch.id(), epoch, Keys.DARK_180);
    }

    private static List<Relation> toNewest(MasterEntry... masters) {
        Map<MasterEntry, Relation> relations = MasterEpochs.toNewest(List.of(masters));
        return Stream.of(masters).map(master -> relations.getOrDefault(master, Relation.UNKNOWN)).toList();
    }

    @Test
    void aDriverCountsInEveryModeAndControlsInTheirOwn() {
        assertEquals(List.of(Relation.OTHER, Relation.OTHER, Relation.SAME),
                toNewest(OLD_LOW, OLD_HIGH, NEW_HIGH));
        assertEquals(List.of(Relation.SAME, Relation.SAME), toNewest(OLD_LOW, OLD_HIGH),
                "two modes of one driver, whatever their gains");
        MasterEntry otherGains = master("main", "Low", 5, epoch("1.9", "Low", "0..120"));
        assertEquals(List.of(Relation.OTHER, Relation.SAME, Relation.SAME),
                toNewest(OLD_LOW, OLD_HIGH, otherGains));
    }

    @Test
    void anotherRigIsNotComparedAndWhatDoesNotTellIsNeither() {
        MasterEntry guide = master("guide", "High", 6, epoch("7", "High", "0..9"));
        assertEquals(List.of(Relation.SAME, Relation.UNKNOWN, Relation.SAME),
                toNewest(NEW_HIGH, UNTOLD, guide));
        assertEquals(List.of(Relation.UNKNOWN), toNewest(UNTOLD));
    }

    @Test
    void tenThousandMastersOfThreeEpochsAreThreeComparisons() {
        var masters = new ArrayList<MasterEntry>();
        for (int i = 0; i < 10_000; i++) {
            masters.add(master("main", "High", 1 + i % 3, epoch("1." + i % 3, "High", "0..570")));
        }
        var compared = new AtomicInteger();
        Map<MasterEntry, Relation> relations = MasterEpochs.toNewest(masters, (now, earlier) -> {
            var _ = compared.incrementAndGet();
            return now.relationTo(earlier);
        });
        assertEquals(3, compared.get());
        assertEquals(10_000, relations.size());
        assertEquals(3333, relations.values().stream().filter(Relation.SAME::equals).count());
    }

    @Test
    void thoseToBeMadeAgainAreThoseOfAnotherEpoch() {
        List<MasterEntry> all = List.of(OLD_LOW, OLD_HIGH, NEW_HIGH, UNTOLD);
        assertEquals(List.of(OLD_LOW, OLD_HIGH), MasterEpochs.ofAnother(all, NEW_HIGH.epoch()));
        assertEquals(List.of(NEW_HIGH), MasterEpochs.ofAnother(all, OLD_LOW.epoch()));
        assertEquals(List.of(), MasterEpochs.ofAnother(all, CameraEpoch.UNKNOWN));
    }
}
