package dev.darkbox.app;

import dev.darkbox.frame.CheckedLine;
import dev.darkbox.frame.Disk;
import dev.darkbox.schedule.Tried;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `ops/schedule.txt` of a library: what began by itself last, one line, replaced whole. Who deletes it lets a window
/// that is open be used once more.
final class TriedFile implements Tried.Memory {

    /// Fields before the masters.
    private static final int FIXED = 3;

    private final Path file;
    private final Disk disk;

    TriedFile(Path library, Disk disk) {
        file = library.resolve("ops").resolve("schedule.txt");
        this.disk = disk;
    }

    @Override
    public Tried recall() throws IOException {
        if (!Files.exists(file)) {
            return Tried.NOTHING;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).stripTrailing();
        List<String> fields = CheckedLine.read(text).orElse(List.of());
        if (fields.size() < FIXED) {
            return Tried.NOTHING;
        }
        try {
            return new Tried(Instant.parse(fields.get(0)), fields.subList(FIXED, fields.size()),
                    Integer.parseInt(fields.get(2)), Instant.parse(fields.get(1)));
        } catch (DateTimeException | NumberFormatException _) {
            return Tried.NOTHING;
        }
    }

    @Override
    public void keep(Tried tried) throws IOException {
        var fields = new ArrayList<>(List.of(tried.refresh().toString(), tried.check().toString(),
                Integer.toString(tried.fruitless())));
        fields.addAll(tried.masters());
        byte[] bytes = (CheckedLine.write(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        disk.folders(file.resolveSibling(""));
        disk.part(file, bytes.length, sink -> sink.write(ByteBuffer.wrap(bytes)));
        disk.publish(file);
    }
}
