package dev.darkbox.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses what a mistyped word was meant to be.
public final class Spelling {

    private Spelling() {}

    /// The word closest to `typed`, if it is close: at most one mistake in three letters. Case, `-` and `_`
    /// make no difference.
    public static Optional<String> nearest(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> 3 * distance(plain(typed), plain(word)) <= Math.max(3, word.length()))
                .min(Comparator.comparingInt((String word) -> distance(plain(typed), plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// Letters inserted, left out, changed or swapped with a neighbour.
    ///
    /// Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors",
    /// Communications of the ACM 7(3), 1964, pp. 171-176; in the form that edits no letter twice.
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
