package dev.darkbox.library;

import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What was said and seen of a library's masters after they were made: `ops/ledger.txt`, one line each, oldest first.
///
/// Lines are appended and made durable, never changed; each tells by its CRC that it is what was written. A last line
/// without an end is what a power cut left of one: it is passed over, and taken away by the next.
///
/// Threading: any number of threads and processes.
public final class Ledger {

    /// How long somebody else may be changing the library.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path file;
    private final Disk disk;

    /// What a ledger holds.
    ///
    /// @param problems lines that cannot be read, one line each
    public record Content(List<LedgerEntry> entries, List<String> problems) {

        public Content {
            entries = List.copyOf(entries);
            problems = List.copyOf(problems);
        }
    }

    /// @param root of the library
    public Ledger(Path root, Disk disk) {
        file = root.toAbsolutePath().resolve("ops").resolve("ledger.txt");
        this.disk = disk;
    }

    /// Everything so far; nothing when there is no file.
    public Content read() throws IOException {
        var entries = new ArrayList<LedgerEntry>();
        var problems = new ArrayList<String>();
        String text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        int number = 0;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            number++;
            try {
                entries.add(LedgerText.read(text.substring(start, end)));
            } catch (IllegalArgumentException e) {
                problems.add("%s:%d: %s".formatted(file, number, e.getMessage()));
            }
            start = end + 1;
        }
        return new Content(entries, problems);
    }

    /// Appends one entry; it is durable when this returns.
    public void add(LedgerEntry entry) throws IOException {
        add(List.of(entry));
    }

    /// Appends entries in order. If this throws, the first of them may be there.
    public void add(List<LedgerEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        var lines = new StringBuilder();
        entries.forEach(entry -> lines.append(LedgerText.write(entry)).append('\n'));
        try (Turn _ = turn()) {
            disk.append(file, lines.toString());
        }
    }

    /// The right to change the library.
    Turn turn() throws IOException {
        disk.folders(file.resolveSibling(""));
        return Turn.take(file.resolveSibling(".lock"), PATIENCE);
    }
}
