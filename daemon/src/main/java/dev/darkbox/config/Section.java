package dev.darkbox.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One section of the file while it is being bound.
///
/// A reader takes the key and what is allowed and returns the value. A wrong value is noted in the findings and a
/// harmless stand-in is returned, so that one start shows every mistake. [#done] notes the keys nobody asked for.
final class Section {

    private final Findings findings;
    private final String path;
    private final int line;
    private final Map<String, Entry> entries;
    private final String shorthand;
    private final Set<String> known = new TreeSet<>();
    private final Set<String> wrong = new HashSet<>();
    private final Set<String> refused = new HashSet<>();

    Section(Findings findings, String path, Entry.Table table) {
        this(findings, path, table, "");
    }

    private Section(Findings findings, String path, Entry.Table table, String shorthand) {
        this.findings = findings;
        this.path = path;
        this.line = table.line();
        this.entries = table.entries();
        this.shorthand = shorthand;
    }

    /// The value of a key that must be there.
    <T> T need(String key, Allowed<T> allowed) {
        return find(key, allowed).orElseGet(() -> {
            if (!has(key)) {
                wrong.add(key);
                findings.missing(line, path, key, allowed.text());
            }
            return allowed.standIn();
        });
    }

    /// The value of a key that may be left out.
    <T> T take(String key, Allowed<T> allowed, T ifMissing) {
        return find(key, allowed).orElse(ifMissing);
    }

    /// The value of a key; empty when it is missing or wrong.
    <T> Optional<T> find(String key, Allowed<T> allowed) {
        known.add(key);
        return has(key) ? read(key, entry(key), allowed) : Optional.empty();
    }

    /// The good elements of a list; empty when it is missing.
    <T> List<T> list(String key, Allowed<T> element) {
        known.add(key);
        return elements(key, "a list, each " + element.text()).stream()
                .map(entry -> read(key, entry, element))
                .flatMap(Optional::stream)
                .toList();
    }

    /// A `[section]` inside this one, when it is there.
    Optional<Section> section(String key) {
        known.add(key);
        if (!has(key)) {
            return Optional.empty();
        }
        if (entry(key) instanceof Entry.Table table) {
            return Optional.of(new Section(findings, path(path, key), table));
        }
        wrong(key, "a section [" + path(path, key) + "]");
        return Optional.empty();
    }

    /// The same, of no keys when it is not there.
    Section sectionOrEmpty(String key) {
        return section(key).orElseGet(
                () -> new Section(findings, path(path, key), new Entry.Table(line, Map.of())));
    }

    /// Every `[[section]]` of that name inside this one.
    List<Section> sections(String key) {
        return sections(key, "", "sections [[" + path(path, key) + "]], with two brackets");
    }

    /// A list of inline tables, in which `180` is short for `{ shorthand = 180 }`.
    List<Section> sections(String key, String shorthandKey, String allowed) {
        known.add(key);
        var sections = new ArrayList<Section>();
        for (Entry element : elements(key, allowed)) {
            if (element instanceof Entry.Table table) {
                sections.add(new Section(findings, path(path, key), table));
            } else if (shorthandKey.isEmpty()) {
                problem(key, element, allowed);
            } else {
                var entries = new LinkedHashMap<String, Entry>(Map.of(shorthandKey, element));
                var table = new Entry.Table(element.line(), entries);
                sections.add(new Section(findings, path(path, key), table, shorthandKey));
            }
        }
        return sections;
    }

    /// Lets keys pass unread.
    void expect(String... keys) {
        known.addAll(List.of(keys));
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /// Every key that is there but one.
    List<String> otherKeys(String than) {
        return entries.keySet().stream().filter(key -> !key.equals(than)).toList();
    }

    /// Whether none of these keys had a value that was not allowed, or was missing against the rules.
    boolean sound(String... keys) {
        return Arrays.stream(keys).noneMatch(wrong::contains);
    }

    /// Where the key is, or the section begins when it is not there.
    int line(String key) {
        return has(key) ? entry(key).line() : line;
    }

    String path() {
        return path;
    }

    /// Notes that the value of a key, fine by itself, does not go with others.
    void wrong(String key, String allowed) {
        if (has(key)) {
            problem(key, entry(key), allowed);
        } else {
            missing(key, allowed);
        }
    }

    /// Notes that a key must be there after all.
    void missing(String key, String allowed) {
        wrong.add(key);
        findings.missing(line, path, key, allowed);
    }

    /// Notes a key that must not be there, without showing its value.
    void refuse(String key, String why) {
        if (has(key)) {
            refused.add(key);
            findings.problem(line(key), name(key) + " " + why);
        }
    }

    /// Notes something allowed but unusual.
    void warn(String key, String usual) {
        String value = has(key) ? entry(key).shown() : "missing";
        findings.warning(line(key), "%s is %s; %s".formatted(name(key), value, usual));
    }

    /// Notes every key that no reader asked for.
    void done() {
        findings.learn(path, known);
        entries.forEach((key, entry) -> {
            if (!known.contains(key) && !refused.contains(key)) {
                findings.unknown(entry.line(), path, key, known);
            }
        });
    }

    static String path(String section, String key) {
        return section.isEmpty() ? key : section + "." + key;
    }

    private List<Entry> elements(String key, String allowed) {
        if (!has(key)) {
            return List.of();
        }
        if (entry(key) instanceof Entry.Array(_, List<Entry> elements)) {
            return elements;
        }
        wrong(key, allowed);
        return List.of();
    }

    private <T> Optional<T> read(String key, Entry entry, Allowed<T> allowed) {
        Optional<T> value = entry instanceof Entry.Scalar(_, Object scalar)
                ? allowed.read(scalar)
                : Optional.empty();
        if (value.isEmpty()) {
            problem(key, entry, allowed.text());
        }
        return value;
    }

    private void problem(String key, Entry entry, String allowed) {
        wrong.add(key);
        findings.problem(entry.line(),
                "%s is %s; allowed: %s".formatted(name(key), entry.shown(), allowed));
    }

    private String name(String key) {
        return key.equals(shorthand) ? path : path(path, key);
    }

    private Entry entry(String key) {
        return Optional.ofNullable(entries.get(key)).orElseThrow();
    }
}
