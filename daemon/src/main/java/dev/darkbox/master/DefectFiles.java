package dev.darkbox.master;

import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsCards;
import dev.darkbox.quality.Defect;
import dev.darkbox.quality.Defect.Kind;
import dev.darkbox.quality.Defects;
import dev.darkbox.quality.MasterStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The two files of a master's defective pixels, written as they are walked: nothing of them is whole in memory.
///
/// `NAME.bpm.lst` is a list of bad pixels as Siril reads it, a line `P x y H` (replaced by the mean of its neighbours) or
/// `P x y C` (by their median). Siril takes no other ending than `.lst` and counts rows from the last one of a FITS file, whatever `ROWORDER` says (seen with
/// siril 1.0.6), so `y` is the height - 1 less the row of the file. All kinds are in it but warm pixels, which a dark makes up for.
///
/// `NAME.defects.json` is a defect map as Ekos reads it (`camera`, `median`, `standardDeviation`, `hot`, `cold`, pixels
/// with `x`, `y` from the file's first row and `value` in ADU), with each pixel's kinds, the warm ones, counts and
/// thresholds besides. At an aggressiveness of 100, Ekos takes all of them that are 0.27 sigma above or below the median.
final class DefectFiles {

    private static final int PIECE = 1 << 16;
    /// Longest line of either file, bytes.
    private static final int LINE = 128;
    private static final int HEAD = 4096;

    private final String name;
    private final String camera;
    private final FrameShape shape;
    private final MasterStats stats;
    private final Defects defects;

    /// Files to be written.
    ///
    /// @param name of the master
    /// @param camera as Ekos knows it
    DefectFiles(String name, String camera, FrameShape shape, MasterStats stats, Defects defects) {
        this.name = name;
        this.camera = camera;
        this.shape = shape;
        this.stats = stats;
        this.defects = defects;
    }

    /// No more than the size of either file, bytes.
    long size() {
        return HEAD + LINE * defects.listed();
    }

    Disk.Content bpm() {
        return sink -> {
            var text = new Lines(sink);
            text.line("# bad pixels of " + name + ", " + shape
                    + ", for Siril: rows count from the last of the file");
            text.line("# " + counts());
            each(Defect::isBad, defect -> text.line("P %d %d %c".formatted(defect.x(),
                    shape.heightPx() - 1 - defect.y(), isCold(defect) ? 'C' : 'H')));
            text.end();
        };
    }

    Disk.Content json() {
        return sink -> {
            var text = new Lines(sink);
            text.line("{\"format\": 1,");
            text.line("\"master\": %s,".formatted(quoted(name)));
            text.line("\"camera\": %s,".formatted(quoted(camera)));
            text.line("\"width\": %d, \"height\": %d,".formatted(shape.widthPx(), shape.heightPx()));
            text.line("\"median\": %s, \"standardDeviation\": %s, \"madSigma\": %s,".formatted(
                    FitsCards.plain(stats.median()), FitsCards.plain(stats.sigma()),
                    FitsCards.plain(stats.madSigma())));
            text.line("\"hotAggressiveness\": 100, \"coldAggressiveness\": 100,");
            text.line("\"counts\": {%s},".formatted(defects.counts().entrySet().stream()
                    .map(count -> "\"%s\": %d".formatted(word(count.getKey()), count.getValue()))
                    .collect(Collectors.joining(", "))));
            text.line("\"counted_only\": [%s],".formatted(defects.unlisted().stream()
                    .map(kind -> quoted(word(kind))).collect(Collectors.joining(", "))));
            list(text, "hot", defect -> defect.isBad() && !isCold(defect));
            text.line(",");
            list(text, "cold", DefectFiles::isCold);
            text.line(",");
            list(text, "warm", defect -> !defect.isBad());
            text.line("}");
            text.end();
        };
    }

    private void list(Lines text, String key, Predicate<Defect> which) throws IOException {
        text.line("\"" + key + "\": [");
        var between = new String[]{""};
        each(which, defect -> {
            text.text("%s{\"x\":%d,\"y\":%d,\"value\":%s,\"kinds\":[%s]}".formatted(between[0], defect.x(),
                    defect.y(), String.format(Locale.ROOT, "%.2f", defect.valueAdu()),
                    defect.kinds().stream().map(kind -> quoted(word(kind)))
                            .collect(Collectors.joining(","))));
            between[0] = ",\n";
        });
        text.text("]");
    }

    private interface Use {
        void with(Defect defect) throws IOException;
    }

    private void each(Predicate<Defect> which, Use use) throws IOException {
        for (long i = 0; i < defects.listed(); i++) {
            Defect defect = defects.get(i);
            if (which.test(defect)) {
                use.with(defect);
            }
        }
    }

    private String counts() {
        String counts = defects.counts().entrySet().stream().filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + word(count.getKey())
                        + (defects.unlisted().contains(count.getKey()) ? " (too many to be listed)" : ""))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }

    private static boolean isCold(Defect defect) {
        return defect.kinds().contains(Kind.COLD);
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// JSON text; what is not ASCII becomes `?`.
    private static String quoted(String text) {
        return '"' + text.replaceAll("[^ -~]", "?").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Text on its way to a file, a piece at a time.
    private static final class Lines {

        private final Disk.Sink sink;
        private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

        Lines(Disk.Sink sink) {
            this.sink = sink;
        }

        void line(String line) throws IOException {
            text(line + "\n");
        }

        void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            if (bytes.length > piece.remaining()) {
                end();
            }
            piece.put(bytes);
        }

        void end() throws IOException {
            sink.write(piece.flip());
            piece.clear();
        }
    }
}
