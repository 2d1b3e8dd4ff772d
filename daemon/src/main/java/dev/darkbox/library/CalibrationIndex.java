package dev.darkbox.library;

import dev.darkbox.frame.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The operator's index, `ops/calibration-index.md`: a table between two markers that Darkbox writes anew each
/// time, and a person's own words around it, of which not a byte changes.
///
/// Where the markers are missing the table goes to the end of the file. Where only the first is there, what is
/// replaced is it and the table rows right below it. Line ends are as the file has them.
final class CalibrationIndex {

    static final String BEGIN = "<!-- darkbox:masters begin -->";
    static final String END = "<!-- darkbox:masters end -->";

    /// The table of masters.
    static final Block MASTERS = new Block(BEGIN, END);
    /// The table of checks.
    static final Block CHECKS = new Block("<!-- darkbox:checks begin -->", "<!-- darkbox:checks end -->");

    /// A part of the file that is ours.
    record Block(String begin, String end) {}

    private CalibrationIndex() {}

    /// Replaces the file in one step; leaves it alone when nothing would change.
    ///
    /// @param table lines without line ends
    static void write(Disk disk, Path index, List<String> table) throws IOException {
        write(disk, index, MASTERS, table);
    }

    /// The same for any of our tables.
    static void write(Disk disk, Path index, Block ours, List<String> table) throws IOException {
        Path file = Files.exists(index) ? index.toRealPath() : index;
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        // every byte is one character and back, whatever the encoding of what people wrote
        String old = new String(before, StandardCharsets.ISO_8859_1);
        byte[] after = merge(old, ours, latin(table)).getBytes(StandardCharsets.ISO_8859_1);
        if (java.util.Arrays.equals(before, after)) {
            return;
        }
        disk.folders(index.resolveSibling("").toAbsolutePath());
        Disk.Written meant = disk.part(file, after.length, sink -> sink.write(ByteBuffer.wrap(after)));
        disk.verifyPart(file, meant);
        disk.publish(file);
    }

    /// The text with the table in its place.
    static String merge(String old, List<String> table) {
        return merge(old, MASTERS, table);
    }

    private static String merge(String old, Block ours, List<String> table) {
        String eol = old.contains("\r\n") ? "\r\n" : "\n";
        String block = ours.begin() + eol + String.join(eol, table) + eol + ours.end();
        if (old.isEmpty()) {
            return "# Calibration index" + eol + eol + block + eol;
        }
        int begin = old.indexOf(ours.begin());
        if (begin < 0) {
            String gap = old.endsWith(eol + eol) ? "" : old.endsWith(eol) ? eol : eol + eol;
            return old + gap + block + eol;
        }
        int end = old.indexOf(ours.end(), begin);
        return end < 0
                ? old.substring(0, begin) + block
                        + old.substring(endOfRows(old, begin + ours.begin().length()))
                : old.substring(0, begin) + block + old.substring(end + ours.end().length());
    }

    /// The lines between the markers, or those of the table below the first where the second is missing.
    static List<String> table(String text) {
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            return List.of();
        }
        int from = begin + BEGIN.length();
        int end = text.indexOf(END, from);
        return text.substring(from, end < 0 ? endOfRows(text, from) : end).lines()
                .filter(line -> !line.isBlank()).toList();
    }

    /// Where the rows that follow a marker without a partner stop, in front of the line end.
    private static int endOfRows(String text, int from) {
        int at = from;
        while (true) {
            int next = text.indexOf('\n', at);
            if (next < 0 || !text.startsWith("|", next + 1)) {
                return next < 0 ? text.length() : at == from ? from : at;
            }
            int line = text.indexOf('\n', next + 1);
            int stop = line < 0 ? text.length() : line;
            at = stop > 0 && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
        }
    }

    private static List<String> latin(List<String> lines) {
        return lines.stream()
                .map(line -> new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
