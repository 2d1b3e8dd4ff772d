package dev.darkbox.device.alpaca;

import java.nio.charset.StandardCharsets;

/// What a server said, fit for one line.
final class Shown {

    private static final int LONGEST = 120;

    private Shown() {}

    static String text(byte[] body) {
        return text(new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8));
    }

    /// Without control characters, of a long text the beginning.
    static String text(String said) {
        String line = said.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
