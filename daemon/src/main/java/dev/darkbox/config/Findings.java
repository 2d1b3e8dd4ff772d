package dev.darkbox.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is wrong or unusual in one file, collected while it is being bound.
final class Findings {

    private record Line(int number, String text) {}

    private record Unknown(int number, String section, String key, Set<String> known) {}

    private final String file;
    private final Set<String> lost;
    private final List<Line> problems = new ArrayList<>();
    private final List<Line> warnings = new ArrayList<>();
    private final List<Unknown> unknown = new ArrayList<>();
    /// Every key a binder asked for, and the sections it asked for it in.
    private final Map<String, Set<String>> vocabulary = new TreeMap<>();

    /// Nothing found yet.
    ///
    /// @param file as it is named in the lines
    /// @param lost keys whose line could not be read at all, which are therefore not missing
    Findings(String file, Set<String> lost) {
        this.file = file;
        this.lost = Set.copyOf(lost);
    }

    void problem(int line, String text) {
        problems.add(new Line(line, text));
    }

    void warning(int line, String text) {
        warnings.add(new Line(line, text));
    }

    void missing(int line, String section, String key, String allowed) {
        if (!lost.contains(key)) {
            problem(line, "%s missing; allowed: %s".formatted(Section.path(section, key), allowed));
        }
    }

    void unknown(int line, String section, String key, Set<String> known) {
        unknown.add(new Unknown(line, section, key, Set.copyOf(known)));
    }

    void learn(String section, Set<String> keys) {
        keys.forEach(key -> vocabulary.computeIfAbsent(key, _ -> new TreeSet<>()).add(section));
    }

    /// Problems in the order of the file. To be called once, when everything is bound.
    List<String> problems() {
        unknown.forEach(key -> problem(key.number(), explain(key)));
        unknown.clear();
        return lines(problems);
    }

    List<String> warnings() {
        return lines(warnings);
    }

    private String explain(Unknown key) {
        String what = Section.path(key.section(), key.key()) + " unknown; ";
        Optional<String> near = Spelling.nearest(key.key(), key.known());
        if (near.isPresent()) {
            return what + "did you mean \"" + near.get() + "\"?";
        }
        if (vocabulary.containsKey(key.key())) {
            return what + "it belongs " + String.join(" or ",
                    vocabulary.get(key.key()).stream().map(Findings::heading).toList());
        }
        return what + "allowed: " + String.join(", ", new TreeSet<>(key.known()));
    }

    private static String heading(String section) {
        return section.isEmpty()
                ? "at the top of the file, before the first [section]"
                : "in [" + section + "]";
    }

    private List<String> lines(List<Line> found) {
        return found.stream()
                .sorted(Comparator.comparingInt(Line::number))
                .map(line -> file + ":" + line.number() + ": " + line.text())
                .toList();
    }
}
