package dev.darkbox.config;

import java.util.List;
import java.util.Map;

/// What follows a key's `=`, or a whole section.
sealed interface Entry {

    /// 1-based, in the file.
    int line();

    /// A `Long`, `Double`, `String`, `Boolean` or `java.time` value.
    record Scalar(int line, Object value) implements Entry {}

    /// A `[list]`, or all the `[[sections]]` of one name.
    record Array(int line, List<Entry> elements) implements Entry {}

    /// A `[section]`, one of `[[sections]]`, or an inline table.
    record Table(int line, Map<String, Entry> entries) implements Entry {}

    /// As a person wrote it, or near enough to recognise it.
    default String shown() {
        return switch (this) {
            case Scalar(_, String text) -> '"' + shorten(text) + '"';
            case Scalar(_, Object value) -> value.toString();
            case Array(_, List<Entry> elements) when elements.isEmpty() -> "an empty list";
            case Array(_, List<Entry> elements) when elements.getFirst() instanceof Table ->
                "a list of sections";
            case Array _ -> "a list";
            case Table _ -> "a section";
        };
    }

    private static String shorten(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() <= 60 ? oneLine : oneLine.substring(0, 59) + "…";
    }
}
