package dev.darkbox.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What tells this installation from every other on a broker, the same after each start: two clients of one name throw each
/// other out.
public final class InstallId {

    private static final int LENGTH = 12;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LONGEST_CLIENT_ID = 64;

    private InstallId() {}

    /// The id in a file, which is made when there is none or it holds something else. The file is there whole or not at all,
    /// whenever the power fails; folders above it are made. Deleting it makes another installation of this one, as the
    /// copy of a memory card should be.
    ///
    /// @param file in the daemon's own folder
    /// @param warn told when it cannot be kept; the id then lasts until the daemon ends
    public static String in(Path file, RandomGenerator random, Consumer<String> warn) {
        try {
            Optional<String> kept = read(file);
            if (kept.isPresent()) {
                return kept.get();
            }
        } catch (IOException e) {
            warn.accept("%s cannot be read, another id is made: %s".formatted(file, e));
        }
        String id = random.ints(LENGTH, 0, LETTERS.length()).mapToObj(LETTERS::charAt)
                .map(String::valueOf).reduce("", String::concat);
        try {
            SmallFile.write(file, id + "\n");
        } catch (IOException e) {
            warn.accept("%s cannot be written, the broker will know us by another id after each start: %s"
                    .formatted(file, e));
        }
        return id;
    }

    /// Our name on the broker: `<base>-<box>-<id>`, at most 64 characters, of which the last are never cut.
    public static String clientId(Topics topics, String id) {
        String place = topics.base() + "-" + topics.box();
        return place.substring(0, Math.min(place.length(), LONGEST_CLIENT_ID - 1 - id.length())) + "-" + id;
    }

    private static Optional<String> read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LENGTH + 2), StandardCharsets.US_ASCII).strip();
            boolean ours = text.length() == LENGTH && text.chars().allMatch(c -> LETTERS.indexOf(c) >= 0);
            return ours ? Optional.of(text) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }
}
