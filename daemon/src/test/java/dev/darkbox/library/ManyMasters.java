package dev.darkbox.library;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.frame.Disk;
import dev.darkbox.master.MasterFiles;
import dev.darkbox.master.Masters;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A library of as many small masters as wanted: the sets of one evening written once, then the same files with other
/// dates in their headers for every other evening.
public final class ManyMasters {

    private static final FrameShape SHAPE = new FrameShape(16, 12);
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 6);
    private static final List<String> FILTERS = List.of("L", "R", "G", "B", "Ha", "OIII", "SII");

    private ManyMasters() {}

    /// Makes a library.
    ///
    /// @param presets gains; each has a bias, five darks and seven dark flats
    /// @param evenings a week apart
    /// @return the files of the newest evening
    public static List<MasterFiles> make(Path root, int presets, int evenings) throws IOException {
        Path calibration = root.resolve("Calibration");
        Path first = calibration.resolve(FIRST.toString());
        var files = new ArrayList<MasterFiles>();
        for (int preset = 0; preset < presets; preset++) {
            for (PlannedSet set : sets(100 * preset)) {
                MasterFiles made = Masters.write(Disk.real(), set, FIRST + "-main-1",
                        Instant.parse(FIRST + "T18:00:00Z"),
                        new Verdict(Verdict.Kind.PASS, "mean +0.0 %, limit 10 %"),
                        SHAPE, first);
                if (set.set() instanceof FrameSet.DarkFlat flat && !flat.filter().equals("Ha")) {
                    edit(made.fit(), "FILTER", "'Ha      '", "'%-8s'".formatted(flat.filter()));
                }
                files.add(made);
            }
        }
        var newest = new ArrayList<MasterFiles>();
        for (int week = 1; week < evenings; week++) {
            newest.clear();
            LocalDate evening = FIRST.plusWeeks(week);
            Path folder = Files.createDirectories(calibration.resolve(evening.toString()));
            for (MasterFiles file : files) {
                newest.add(copy(file, evening, folder));
            }
        }
        Files.createDirectories(root.resolve("ops"));
        age(calibration);
        return newest;
    }

    private static List<PlannedSet> sets(int gain) {
        var readout = new Readout(gain, 50, 1, "High Gain", 40);
        Stream<FrameSet> darks = Stream.of(30, 60, 120, 180, 300)
                .map(seconds -> new FrameSet.Dark(Duration.ofSeconds(seconds), 0, 3));
        Stream<FrameSet> flats = FILTERS.stream()
                .map(filter -> new FrameSet.DarkFlat(filter, Duration.ofMillis(1200), 0, 3));
        return Stream.concat(Stream.of(new FrameSet.Bias(0, 3)), Stream.concat(darks, flats))
                .map(set -> new PlannedSet(set, "g" + gain, readout, Celsius.of(-10), false)).toList();
    }

    /// Dates have the same length, so that cards and offsets stay where they are.
    private static MasterFiles copy(MasterFiles of, LocalDate evening, Path folder) throws IOException {
        String stem = String.valueOf(of.fit().getFileName()).replace(".fit", "");
        MasterFiles copy = MasterFiles.in(folder, stem);
        for (int i = 0; i < copy.all().size(); i++) {
            if (!Files.exists(of.all().get(i))) {
                continue;
            }
            String text = Files.readString(of.all().get(i), StandardCharsets.ISO_8859_1);
            Files.writeString(copy.all().get(i), text.replace(FIRST.toString(), evening.toString()),
                    StandardCharsets.ISO_8859_1);
        }
        return copy;
    }

    /// A file younger than the cache's tick is read again each time.
    static void age(Path folder) throws IOException {
        var before = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setLastModifiedTime(file, before);
            }
        }
    }

    /// A card's value in a file, changed in place.
    static void edit(Path fit, String key, String from, String to) throws IOException {
        String text = Files.readString(fit, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("%-8s= ".formatted(key));
        String card = text.substring(at, at + 80);
        String edited = card.replace(from, to);
        if (edited.length() != card.length() || edited.equals(card)) {
            throw new IllegalArgumentException(card);
        }
        Files.writeString(fit, text.replace(card, edited), StandardCharsets.ISO_8859_1);
    }
}
