package dev.darkbox.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One spelling for each filter of a rig, and one the wheel has when its names are given.
///
/// `Ha` and `HA` would be one file where masters are read over a Windows share.
final class FilterNames {

    private final List<String> wheel;
    private final Map<String, String> spelling = new HashMap<>();

    /// Nothing spelled yet but the wheel.
    ///
    /// @param wheel names in the order of the slots; empty when only the wheel knows them
    FilterNames(List<String> wheel) {
        this.wheel = wheel;
        wheel.forEach(filter -> spelling.put(filter.toLowerCase(Locale.ROOT), filter));
    }

    /// Notes a problem when `filter`, fine by itself, is not such a name.
    void check(Section section, String key, String filter) {
        String first = spelling.computeIfAbsent(filter.toLowerCase(Locale.ROOT), _ -> filter);
        if (!first.equals(filter)) {
            section.wrong(key, "one spelling everywhere, \"" + first + "\" came first");
        } else if (!wheel.isEmpty() && !wheel.contains(filter)) {
            section.wrong(key, "a name in filters of [rig.wheel]: " + String.join(", ", wheel));
        }
    }
}
