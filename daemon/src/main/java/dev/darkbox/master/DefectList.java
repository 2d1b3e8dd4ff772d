package dev.darkbox.master;

import dev.darkbox.quality.Defect;
import dev.darkbox.quality.Defect.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `NAME.defects.json` line by line, as [DefectFiles] wrote it: nothing of it is whole in memory.
public final class DefectList {

    private static final Pattern PIXEL = Pattern.compile(
            "\\{\"x\":(\\d{1,5}),\"y\":(\\d{1,5}),\"value\":(-?[0-9.]{1,20}),\"kinds\":\\[([a-z\",]*)\\]\\}.*");
    private static final Pattern COUNT = Pattern.compile("\"([a-z]+)\": (\\d{1,18})");
    private static final Pattern KIND = Pattern.compile("\"([a-z]+)\"");
    private static final String COUNTS = "\"counts\": {";
    private static final String UNLISTED = "\"counted_only\": [";

    private DefectList() {}

    /// What stands above the pixels.
    ///
    /// @param counts pixels of each kind
    /// @param unlisted kinds of too many pixels to be listed
    public record Summary(Map<Kind, Long> counts, Set<Kind> unlisted) {}

    /// Reads the file.
    ///
    /// @param use sees each pixel, bad ones first, then cold ones, then warm ones, each from the top row on
    /// @throws IOException it cannot be read or is none of ours; the message names file and line
    public static Summary read(Path file, Consumer<Defect> use) throws IOException {
        var counts = new EnumMap<Kind, Long>(Kind.class);
        Set<Kind> unlisted = EnumSet.noneOf(Kind.class);
        int n = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                n++;
                if (line.startsWith("{\"x\":")) {
                    use.accept(pixel(line));
                } else if (line.startsWith(COUNTS)) {
                    Matcher count = COUNT.matcher(line.substring(COUNTS.length()));
                    while (count.find()) {
                        counts.put(kind(count.group(1)), Long.parseLong(count.group(2)));
                    }
                } else if (line.startsWith(UNLISTED)) {
                    unlisted = kinds(line.substring(UNLISTED.length()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("%s:%d: %s".formatted(file, n, e.getMessage()), e);
        }
        if (counts.isEmpty()) {
            throw new IOException(file + " has no counts: Darkbox did not write it");
        }
        return new Summary(counts, unlisted);
    }

    private static Defect pixel(String line) {
        Matcher pixel = PIXEL.matcher(line);
        if (!pixel.matches()) {
            throw new IllegalArgumentException("\"" + line + "\" is no pixel");
        }
        return new Defect(Integer.parseInt(pixel.group(1)), Integer.parseInt(pixel.group(2)),
                Float.parseFloat(pixel.group(3)), kinds(pixel.group(4)));
    }

    private static Set<Kind> kinds(String text) {
        var kinds = EnumSet.noneOf(Kind.class);
        Matcher kind = KIND.matcher(text);
        while (kind.find()) {
            kinds.add(kind(kind.group(1)));
        }
        return kinds;
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
