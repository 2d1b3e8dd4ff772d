package dev.darkbox.device.serial;

import java.util.ArrayDeque;
import java.util.Optional;

/// Cuts a stream of bytes into lines at the characters that end one, whatever the pieces it comes in. Empty lines are
/// dropped, so that CR LF is one end; a line that is too long is garbage and begins anew.
///
/// Bytes are Latin-1: protocols of caps are ASCII, and what is not must stay visible.
public final class Framing {

    /// Longest line any of the protocols has is some 60 characters.
    static final int LONGEST = 200;

    private final String ends;
    private final StringBuilder line = new StringBuilder();
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /// @param ends characters that end a line and are no part of it, e.g. `\r\n#`
    public Framing(String ends) {
        this.ends = ends;
    }

    /// Takes in what came.
    public void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (ends.indexOf(c) >= 0) {
                if (!line.isEmpty()) {
                    lines.addLast(line.toString());
                    line.setLength(0);
                }
            } else if (line.length() == LONGEST) {
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
    }

    /// The oldest whole line, taken out.
    public Optional<String> next() {
        return Optional.ofNullable(lines.pollFirst());
    }

    /// What has come of a line that has not ended yet; it stays.
    public String begun() {
        return line.toString();
    }

    /// Forgets everything, a line begun included.
    public void clear() {
        line.setLength(0);
        lines.clear();
    }
}
