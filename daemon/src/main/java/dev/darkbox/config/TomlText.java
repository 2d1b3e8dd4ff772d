package dev.darkbox.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// TOML 1.0 with line numbers.
///
/// The parser stops at the first line it cannot read. That line is noted, blanked out, and the rest is parsed
/// again, so that one start shows more than one such line.
///
/// @param top what could be read
/// @param errors line and message of what could not
/// @param lost keys that stood on those lines
/// @param whole whether the sections are where the file says: only single values were lost
record TomlText(Entry.Table top, Map<Integer, String> errors, Set<String> lost, boolean whole) {

    /// More unreadable lines than this and it is not a configuration file.
    private static final int MOST_ERRORS = 20;
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=(.*)");

    static TomlText parse(String text) {
        var lines = new ArrayList<>(Arrays.asList(text.split("\\R", -1)));
        var errors = new LinkedHashMap<Integer, String>();
        var lost = new HashSet<String>();
        while (true) {
            TomlParseResult result;
            try {
                result = Toml.parse(String.join("\n", lines));
            } catch (StackOverflowError _) { // the parser calls itself for each bracket
                errors.put(mostBrackets(lines), "not TOML: lists and tables are nested too deeply");
                return new TomlText(new Entry.Table(1, Map.of()), errors, lost, false);
            }
            Optional<TomlParseError> error = result.errors().stream().findFirst();
            if (error.isEmpty()) {
                return new TomlText(table(1, result), errors, lost, true);
            }
            int number = Math.min(error.get().position().line(), lines.size());
            String line = lines.get(number - 1);
            String message = String.valueOf(error.get().getMessage());
            errors.putIfAbsent(number, "not TOML: " + message + hint(line));
            Matcher assignment = ASSIGNMENT.matcher(line);
            boolean singleValue = assignment.matches() && !message.matches(".*expected (]|\"\"\"|''').*");
            if (!singleValue || errors.size() == MOST_ERRORS) {
                return new TomlText(table(1, result), errors, lost, false);
            }
            lost.add(assignment.group(1));
            lines.set(number - 1, "");
        }
    }

    private static int mostBrackets(List<String> lines) {
        return 1 + IntStream.range(0, lines.size()).boxed()
                .max(Comparator
                        .comparingLong(i -> lines.get(i).chars().filter(c -> c == '[' || c == '{').count()))
                .orElse(0);
    }

    private static String hint(String line) {
        Matcher assignment = ASSIGNMENT.matcher(line);
        String value = assignment.matches() ? assignment.group(2).strip() : "";
        if (value.matches("\\d[\\d.]*\\s*[A-Za-z].*")) {
            return "; a value with a unit is written in quotes, such as \"10m\"";
        }
        if (value.matches("[+-]?\\d+,\\d+.*")) {
            return "; a decimal number has a point, such as 0.3";
        }
        if (value.matches("[A-Za-z~/\\\\].*")) {
            return "; text is written in quotes";
        }
        return "";
    }

    private static Entry.Table table(int line, TomlTable table) {
        var entries = new LinkedHashMap<String, Entry>();
        table.entrySet().forEach(entry -> {
            List<String> key = List.of(entry.getKey());
            int at = Optional.ofNullable(table.inputPositionOf(key)).orElseThrow().line();
            entries.put(entry.getKey(), entry(at, entry.getValue()));
        });
        return new Entry.Table(line, entries);
    }

    private static Entry entry(int line, Object value) {
        return switch (value) {
            case TomlTable table -> table(line, table);
            case TomlArray array -> {
                var elements = new ArrayList<Entry>();
                for (int i = 0; i < array.size(); i++) {
                    elements.add(entry(array.inputPositionOf(i).line(), array.get(i)));
                }
                yield new Entry.Array(line, elements);
            }
            default -> new Entry.Scalar(line, value);
        };
    }
}
