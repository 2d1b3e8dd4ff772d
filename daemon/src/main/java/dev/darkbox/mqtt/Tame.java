package dev.darkbox.mqtt;

import java.util.regex.Pattern;

/// Text that others had a hand in, on its way to a log or a panel.
final class Tame {

    private static final int LONGEST = 200;
    private static final Pattern PATH = Pattern.compile("(?<![\\w/.:])/[^\\s\"',;:()]+");

    private Tame() {}

    /// One line of at most 200 characters: `?` for whatever does not print, or changes how the rest is read.
    static String line(String text) {
        return line(text, LONGEST);
    }

    private static String line(String text, int longest) {
        var line = new StringBuilder();
        text.codePoints().limit(longest + 1).map(Tame::printed).forEach(line::appendCodePoint);
        return line.codePointCount(0, line.length()) <= longest
                ? line.toString()
                : line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /// The same without the names of our files, which are nobody's business on a broker.
    static String pathless(String text) {
        return pathless(text, LONGEST);
    }

    /// @param longest characters
    static String pathless(String text, int longest) {
        return line(PATH.matcher(text).replaceAll("(a path)"), longest);
    }

    private static int printed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                '?';
            default -> c;
        };
    }
}
