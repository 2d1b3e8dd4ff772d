package dev.darkbox.mqtt;

import dev.darkbox.control.Fields;
import dev.darkbox.control.Json;
import dev.darkbox.control.Malformed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Home Assistant was told of, over restarts: a small JSON file that is whole or not there.
///
/// @param shown entities of the last announcement
/// @param gone entities that have vanished, and since when; those that vanished first come first
record ShownMemory(List<Shown> shown, Map<Shown, Instant> gone) {

    private static final int SCHEMA = 1;
    private static final long MOST_BYTES = 1 << 20;

    /// Vanished ones that are remembered.
    private static final int MOST_GONE = 1000;

    static final ShownMemory EMPTY = new ShownMemory(List.of(), Map.of());

    /// What there is to remember after another announcement.
    ShownMemory next(List<Shown> now, Instant at) {
        var vanished = new LinkedHashMap<>(gone);
        shown.forEach(was -> vanished.putIfAbsent(was, at));
        now.forEach(vanished::remove);
        while (vanished.size() > MOST_GONE) {
            vanished.pollFirstEntry();
        }
        return new ShownMemory(now, vanished);
    }

    /// Without those that vanished before.
    ShownMemory forgetting(Instant before) {
        var left = new LinkedHashMap<>(gone);
        left.values().removeIf(since -> since.isBefore(before));
        return new ShownMemory(shown, left);
    }

    /// The file's content; nothing when there is none.
    ///
    /// @throws IOException it cannot be read, or is not what was written
    static ShownMemory read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return EMPTY;
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " has more than " + MOST_BYTES + " bytes");
        }
        try {
            var fields = Fields.parse(Files.readString(file)).only("schema", "shown", "gone");
            if (fields.whole("schema") != SCHEMA) {
                throw new IOException(file + ": schema is not " + SCHEMA);
            }
            var shown = new ArrayList<Shown>();
            for (Fields line : fields.objects("shown")) {
                shown.add(entity(line));
            }
            var gone = new LinkedHashMap<Shown, Instant>();
            for (Fields line : fields.objects("gone")) {
                gone.put(entity(line), line.instant("since"));
            }
            return new ShownMemory(shown, gone);
        } catch (Malformed e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /// Writes the file beside its place, makes it durable and puts it there.
    void write(Path file) throws IOException {
        String text = new Json().put("schema", SCHEMA)
                .put("shown", shown.stream().map(ShownMemory::json).toList())
                .put("gone", gone.entrySet().stream()
                        .map(entry -> json(entry.getKey()).put("since", entry.getValue())).toList())
                .toString();
        SmallFile.write(file, text);
    }

    private static Shown entity(Fields line) throws Malformed {
        return new Shown(line.text("topic"), line.text("tree"), line.text("key"), line.text("platform"));
    }

    private static Json json(Shown shown) {
        return new Json().put("topic", shown.topic()).put("tree", shown.tree()).put("key", shown.key())
                .put("platform", shown.platform());
    }
}
