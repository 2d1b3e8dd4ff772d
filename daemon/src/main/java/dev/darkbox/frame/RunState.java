package dev.darkbox.frame;

import dev.darkbox.device.Celsius;
import dev.darkbox.device.Evidence;
import dev.darkbox.plan.MasterName;
import dev.darkbox.plan.PlannedSet;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the lines of a journal add up to.
///
/// A set counts as begun when any line names it: journals without `begun` lines tell it by their frames and ends.
final class RunState {

    /// Without the epoch, which journals of old versions do not have; with it; with the temperature of the air as well, which
    /// only those frames have that know it.
    private static final int LEAST_ACCEPTED_FIELDS = 12;
    private static final int WITH_EPOCH = 13;
    private static final int MOST_ACCEPTED_FIELDS = 14;

    private final Set<Key> begun = new HashSet<>();
    private final Map<Key, Map<Path, AcceptedFrame>> accepted = new HashMap<>();
    private final Map<Key, List<String>> rejected = new HashMap<>();
    private final Map<Key, RunFolder.SetEnd> ends = new HashMap<>();
    private final Map<Key, Path> masters = new HashMap<>();

    private boolean over;

    /// A set as the journal names it: the preset and the name of its master, set point included.
    record Key(String preset, String master) {

        static Key of(PlannedSet set) {
            return new Key(set.preset(), set.master());
        }

        /// Whether both are the same set, at whatever set points.
        boolean isAlso(Key other) {
            return preset.equals(other.preset)
                    && MasterName.withoutSetPoint(master).equals(MasterName.withoutSetPoint(other.master));
        }

        /// A planned set at the set point of this key.
        PlannedSet at(PlannedSet planned) {
            return planned.at(MasterName.setPoint(master));
        }
    }

    /// Takes in a line after the first.
    ///
    /// @throws IllegalArgumentException a line this version does not write
    void read(Path library, List<String> line) {
        try {
            switch (line.getFirst()) {
                case "begun" -> {
                    // says no more than what every line about a set says
                }
                case "accepted", "integrated" -> readAccepted(library, line);
                case "began-again" -> beginAgain(key(line), line.get(3));
                case "withdrawn" -> withdraw(key(line), library.resolve(line.get(3)), line.get(4));
                case "rejected" ->
                    rejected.computeIfAbsent(key(line), _ -> new ArrayList<>()).add(line.get(3));
                case "set-ended" ->
                    ends.put(key(line), new RunFolder.SetEnd(Boolean.parseBoolean(line.get(3)), line.get(4)));
                case "master" -> masters.put(key(line), library.resolve(line.get(3)));
                case "ended" -> over = true;
                case String other -> throw new IllegalArgumentException("unknown line \"" + other + "\"");
            }
            if (!line.getFirst().equals("ended")) {
                begun.add(key(line));
            }
        } catch (IndexOutOfBoundsException | DateTimeException e) {
            throw new IllegalArgumentException("garbled line \"" + line.getFirst() + "\"", e);
        }
    }

    List<String> write(Path library, PlannedSet set, AcceptedFrame frame) {
        var line = new ArrayList<>(List.of(frame.stored() ? "accepted" : "integrated", set.preset(),
                set.master(),
                library.relativize(frame.file()).toString(),
                Long.toString(frame.bytes()), Long.toHexString(frame.crc32()), frame.start().toString(),
                frame.exposure().toString(), Integer.toString(frame.sensor().milliC()),
                Double.toString(frame.loadPercent()), Double.toString(frame.meanAdu()), frame.cap().name(),
                frame.epoch()));
        if (frame.ambient().isKnown()) {
            line.add(Integer.toString(frame.ambient().milliC()));
        }
        return List.copyOf(line);
    }

    private void readAccepted(Path library, List<String> line) {
        if (line.size() < LEAST_ACCEPTED_FIELDS || line.size() > MOST_ACCEPTED_FIELDS) {
            throw new IllegalArgumentException("accepted line of " + line.size() + " fields");
        }
        var frame = new AcceptedFrame(library.resolve(line.get(3)), Long.parseLong(line.get(4)),
                Long.parseLong(line.get(5), 16), Instant.parse(line.get(6)), Duration.parse(line.get(7)),
                new Celsius(Integer.parseInt(line.get(8))), Double.parseDouble(line.get(9)),
                Double.parseDouble(line.get(10)), Evidence.valueOf(line.get(11)),
                line.size() >= WITH_EPOCH ? line.get(12) : "",
                line.size() == MOST_ACCEPTED_FIELDS
                        ? new Celsius(Integer.parseInt(line.get(13)))
                        : Celsius.UNKNOWN);
        add(key(line), frame);
    }

    /// A later line about the same file takes the place of an earlier one: the frame was taken again.
    private void add(Key key, AcceptedFrame frame) {
        Map<Path, AcceptedFrame> frames = accepted.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        frames.remove(frame.file());
        frames.put(frame.file(), frame);
    }

    void begin(PlannedSet set) {
        begun.add(Key.of(set));
    }

    void add(PlannedSet set, AcceptedFrame frame) {
        begin(set);
        add(Key.of(set), frame);
    }

    /// No longer counts the frames of a set.
    ///
    /// @return those that counted
    List<AcceptedFrame> beginAgain(PlannedSet set, String note) {
        return beginAgain(Key.of(set), note);
    }

    int accepted(Key key) {
        return accepted.getOrDefault(key, Map.of()).size();
    }

    /// The same, by its key.
    List<AcceptedFrame> beginAgain(Key key, String note) {
        Map<Path, AcceptedFrame> frames = accepted.getOrDefault(key, Map.of());
        accepted.remove(key);
        rejected.computeIfAbsent(key, _ -> new ArrayList<>()).add(note);
        return List.copyOf(frames.values());
    }

    /// No longer counts a frame of a set, and notes why.
    void withdraw(PlannedSet set, Path frame, String note) {
        withdraw(Key.of(set), frame, note);
    }

    private void withdraw(Key key, Path frame, String note) {
        accepted.getOrDefault(key, new LinkedHashMap<>()).remove(frame);
        rejected.computeIfAbsent(key, _ -> new ArrayList<>()).add(note);
    }

    /// No longer counts a frame.
    void drop(AcceptedFrame frame) {
        accepted.values().forEach(frames -> frames.remove(frame.file()));
    }

    void reject(PlannedSet set, String line) {
        rejected.computeIfAbsent(Key.of(set), _ -> new ArrayList<>()).add(line);
    }

    void end(PlannedSet set, RunFolder.SetEnd end) {
        ends.put(Key.of(set), end);
    }

    void master(PlannedSet set, Path file) {
        masters.put(Key.of(set), file);
    }

    /// Sets that have frames of which there is no file, and no master at whatever set point.
    Set<Key> unstored() {
        return accepted.entrySet().stream()
                .filter(set -> set.getValue().values().stream().anyMatch(frame -> !frame.stored()))
                .map(Map.Entry::getKey)
                .filter(key -> masters.keySet().stream().noneMatch(key::isAlso))
                .collect(Collectors.toSet());
    }

    boolean over() {
        return over;
    }

    int frames() {
        return accepted.values().stream().mapToInt(Map::size).sum();
    }

    /// Frames there is a file of.
    int stored() {
        return (int) accepted().stream().filter(AcceptedFrame::stored).count();
    }

    List<AcceptedFrame> accepted() {
        return accepted.values().stream().flatMap(frames -> frames.values().stream()).toList();
    }

    /// Frames of the sets whose master is not written yet, at whatever set point: those that are still needed.
    List<AcceptedFrame> needed() {
        return accepted.entrySet().stream()
                .filter(set -> masters.keySet().stream().noneMatch(set.getKey()::isAlso))
                .flatMap(set -> set.getValue().values().stream()).toList();
    }

    /// Stored frames of the sets whose master is written, by the master's name.
    Map<String, List<AcceptedFrame>> spent() {
        var spent = new LinkedHashMap<String, List<AcceptedFrame>>();
        accepted.forEach((key, frames) -> {
            List<AcceptedFrame> stored = frames.values().stream().filter(AcceptedFrame::stored).toList();
            if (masters.containsKey(key) && !stored.isEmpty()) {
                spent.put(key.master(), stored);
            }
        });
        return spent;
    }

    /// At the warmest set point of those it was begun at, which is the last; as planned if there is none.
    PlannedSet lastBegun(PlannedSet planned) {
        return begun.stream().filter(Key.of(planned)::isAlso).map(key -> key.at(planned))
                .max(Comparator.comparingInt(set -> set.target().milliC())).orElse(planned);
    }

    /// At the set point its master was made at.
    Optional<PlannedSet> mastered(PlannedSet planned) {
        return masters.keySet().stream().filter(Key.of(planned)::isAlso).map(key -> key.at(planned))
                .findFirst();
    }

    List<AcceptedFrame> accepted(PlannedSet set) {
        return List.copyOf(accepted.getOrDefault(Key.of(set), Map.of()).values());
    }

    List<String> rejected(PlannedSet set) {
        return List.copyOf(rejected.getOrDefault(Key.of(set), List.of()));
    }

    Optional<RunFolder.SetEnd> ended(PlannedSet set) {
        return Optional.ofNullable(ends.get(Key.of(set)));
    }

    Optional<Path> master(PlannedSet set) {
        return Optional.ofNullable(masters.get(Key.of(set)));
    }

    private static Key key(List<String> line) {
        return new Key(line.get(1), line.get(2));
    }
}
