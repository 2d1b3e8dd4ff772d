package dev.darkbox.device.serial;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A stream cut in three at every pair of places, as a port may deliver it.
final class Splits {

    private Splits() {}

    /// Hands the lines of each way of cutting to `check`.
    static void each(String ends, String stream, Consumer<List<String>> check) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                var framing = new Framing(ends);
                feed(framing, bytes, 0, first);
                feed(framing, bytes, first, second);
                feed(framing, bytes, second, bytes.length);
                var lines = new ArrayList<String>();
                for (Optional<String> next = framing.next(); next.isPresent(); next = framing.next()) {
                    lines.add(next.get());
                }
                check.accept(lines);
            }
        }
    }

    private static void feed(Framing framing, byte[] stream, int from, int to) {
        byte[] piece = Arrays.copyOfRange(stream, from, to);
        framing.feed(piece, piece.length);
    }
}
