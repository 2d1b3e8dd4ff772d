package dev.darkbox.library;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether two programs mean the same camera: `ZWO CCD ASI2600MM Pro` is what another calls `ZWO ASI2600MM Pro`, and
/// `QHY CCD QHY600M-7b0d2b4` what another calls `QHY600M`.
///
/// Compared are the words without those that say no more than "camera". One name may have words the other lacks, if what
/// they share has a digit: a model's number.
final class CameraNames {

    private static final Set<String> SAY_NOTHING = Set.of("ccd", "cmos", "camera", "cam", "indi", "ascom");

    private final String asked;
    private final Map<String, Boolean> known = new HashMap<>();

    /// @param asked empty asks for nothing
    CameraNames(String asked) {
        this.asked = asked;
    }

    boolean isOne(String name) {
        return known.computeIfAbsent(name, has -> same(has, asked));
    }

    private static boolean same(String has, String asked) {
        if (asked.isEmpty() || has.equals(asked)) {
            return true;
        }
        Set<String> one = words(has);
        Set<String> other = words(asked);
        Set<String> less = one.size() < other.size() ? one : other;
        Set<String> more = less.equals(one) ? other : one;
        return one.equals(other) || (more.containsAll(less) && less.stream().anyMatch(CameraNames::hasDigit));
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    private static Set<String> words(String name) {
        return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty() && !SAY_NOTHING.contains(word)).collect(Collectors.toSet());
    }
}
