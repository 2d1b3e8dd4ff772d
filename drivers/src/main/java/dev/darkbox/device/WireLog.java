package dev.darkbox.device;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The last exchanges with one box, in a ring: most faults of caps and panels were solved from the raw bytes.
///
/// Threading: safe from any thread; followers are called on the thread that notes and must return at once.
public final class WireLog {

    /// Exchanges kept unless somebody wants more.
    public static final int USUAL = 200;

    private static final int LONGEST_BYTES = 256;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final int most;
    private final ArrayDeque<Entry> ring = new ArrayDeque<>();
    private final List<Consumer<Entry>> followers = new CopyOnWriteArrayList<>();

    /// Who spoke.
    public enum Side { TO_BOX, FROM_BOX, NOTE }

    /// Something said.
    ///
    /// @param text a character for each byte on the wire, as Latin-1 has them; for a `NOTE` words of ours
    public record Entry(Instant at, Side side, String text) {

        /// `21:04:05.123 > 3E 53 4F 4F 4F 0D  >SOOO.`
        @Override
        public String toString() {
            String at = CLOCK.format(this.at);
            if (side == Side.NOTE) {
                return at + " - " + text;
            }
            var hex = new StringBuilder();
            text.chars().forEach(c -> hex.append(String.format(Locale.ROOT, "%02X ", c)));
            return "%s %s %s %s".formatted(
                    at, side == Side.TO_BOX ? ">" : "<", hex, text.replaceAll("[^ -~]", "."));
        }
    }

    /// @param most exchanges kept
    public WireLog(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a ring of " + most);
        }
        this.most = most;
    }

    /// Adds what was sent or received; of a long block the first 256 bytes.
    public void note(Instant at, Side side, byte[] bytes, int length) {
        add(new Entry(at, side,
                new String(bytes, 0, Math.min(length, LONGEST_BYTES), StandardCharsets.ISO_8859_1)));
    }

    /// Adds a word of ours, such as `port opened`.
    public void note(Instant at, String text) {
        add(new Entry(at, Side.NOTE, text));
    }

    private void add(Entry entry) {
        synchronized (ring) {
            if (ring.size() == most) {
                ring.removeFirst();
            }
            ring.addLast(entry);
        }
        followers.forEach(f -> f.accept(entry));
    }

    /// Oldest first.
    public List<Entry> entries() {
        synchronized (ring) {
            return new ArrayList<>(ring);
        }
    }

    /// The last thing the box said, as text without control characters; empty if it never spoke.
    public Optional<String> lastWord() {
        List<Entry> all = entries();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).side() == Side.FROM_BOX) {
                return Optional.of(all.get(i).text().replaceAll("\\p{Cntrl}", ""));
            }
        }
        return Optional.empty();
    }

    /// Hears everything from now on, until the returned handle is run.
    public Runnable follow(Consumer<Entry> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }
}
