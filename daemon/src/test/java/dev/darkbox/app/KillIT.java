package dev.darkbox.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkbox.frame.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of a set, again and again: what was accepted stays and is used, once.
@Timeout(300)
class KillIT {

    private static final int KILLS = 10;
    private static final int FRAMES = 260;
    private static final int MOST_BETWEEN = 22;
    private static final int SPEED = 60;

    @TempDir
    private Path folder;

    /// A frame as the journal has it.
    private record Accepted(long bytes, String crc32) {}

    @Test
    void everyAcceptedFrameSurvivesTenKillsAndIsUsedOnce() throws Exception {
        Tree tree = Tree.assembled(folder);
        Path config = Configs.uncooled(folder, """
                [[rig.preset]]
                name = "standard"
                gain = 100
                offset = 50
                bias_frames = 12
                darks = [1]
                dark_frames = %d
                """.formatted(FRAMES));
        Path socket = folder.resolve("control.sock");
        Path log = folder.resolve("log");
        Path library = folder.resolve("library");
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        Map<String, Accepted> before = Map.of();

        Process daemon = tree.daemon(config, socket, log, SPEED);
        try {
            assertEquals(0, tree.darkbox("refresh", "darks", "--socket", socket.toString()).exit());
            for (int kill = 1; kill <= KILLS; kill++) {
                int wanted = before.size() + random.nextInt(1, MOST_BETWEEN);
                awaitFrames(library, wanted, log);
                Thread.sleep(Duration.ofMillis(random.nextInt(30)));
                daemon.destroyForcibly();
                assertTrue(daemon.waitFor(20, TimeUnit.SECONDS));
                Map<String, Accepted> now = accepted(library);
                assertTrue(now.entrySet().containsAll(before.entrySet()),
                        "seed " + seed + ", kill " + kill + ": the journal lost a frame");
                before = now;
                daemon = tree.daemon(config, socket, log, SPEED);
            }
            var said = tree.darkbox("follow", "--socket", socket.toString());
            assertEquals(0, said.exit(), said.out() + said.err() + Tree.read(log));
        } finally {
            daemon.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }

        Map<String, Accepted> all = accepted(library);
        assertEquals(FRAMES, all.size(), "seed " + seed);
        assertTrue(all.entrySet().containsAll(before.entrySet()), "seed " + seed);
        Set<String> checksums = new HashSet<>();
        for (Map.Entry<String, Accepted> frame : all.entrySet()) {
            Disk.Written there = Disk.read(library.resolve(frame.getKey()));
            assertEquals(frame.getValue(), new Accepted(there.bytes(), Long.toHexString(there.crc32())),
                    "seed " + seed + ": " + frame.getKey());
            assertTrue(checksums.add(frame.getValue().crc32()), "one picture twice: " + frame.getKey());
        }
        assertEquals(names(all.keySet()), names(files(library, "dark_1s_", ".fit")),
                "no frame beside the journal's");
        assertEquals(Set.of(), files(library, "", ".part"), "a half-written file is left");
        usedOnce(library, names(all.keySet()));
    }

    /// The integration log names each frame once.
    private static void usedOnce(Path library, Set<String> frames) throws IOException {
        String log = Files
                .readString(library.resolve(files(library, "master-dark_1s", ".xrs").iterator().next()));
        List<String> used = log.lines().map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(word -> word.startsWith("dark_1s_") && word.endsWith(".fit")).toList();
        assertEquals(FRAMES, used.size());
        assertEquals(frames, Set.copyOf(used));
        assertTrue(log.contains("frames         " + FRAMES + " of 160x120 pixels"), log);
    }

    private static void awaitFrames(Path library, int wanted, Path log)
            throws IOException, InterruptedException {
        for (int i = 0; i < 6000 && accepted(library).size() < wanted; i++) {
            Thread.sleep(Duration.ofMillis(5));
        }
        assertTrue(accepted(library).size() >= wanted, () -> Tree.read(log));
    }

    /// Frames of the one journal's whole lines; a name that stands twice is one that was taken again, which must
    /// not happen to a frame that was accepted.
    private static Map<String, Accepted> accepted(Path library) throws IOException {
        Path runs = library.resolve("ops").resolve("runs");
        if (!Files.isDirectory(runs)) {
            return Map.of();
        }
        String text;
        try (Stream<Path> files = Files.list(runs)) {
            List<Path> journals = files.filter(file -> file.toString().endsWith(".journal")).toList();
            if (journals.isEmpty()) {
                return Map.of();
            }
            assertEquals(1, journals.size(), journals.toString());
            text = Files.readString(journals.getFirst(), StandardCharsets.UTF_8);
        }
        var frames = new LinkedHashMap<String, Accepted>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            String[] field = line.split("\t", -1);
            if (field.length > 6 && field[1].equals("accepted")) {
                Accepted twice = frames.put(field[4], new Accepted(Long.parseLong(field[5]), field[6]));
                assertEquals(null, twice, "accepted twice: " + field[4]);
            }
        }
        return frames;
    }

    private static Set<String> names(Set<String> files) {
        return files.stream().map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> files(Path library, String begin, String end) throws IOException {
        if (!Files.isDirectory(library)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(library)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(begin)
                    && file.toString().endsWith(end))
                    .map(file -> library.relativize(file).toString()).collect(Collectors.toSet());
        }
    }
}
