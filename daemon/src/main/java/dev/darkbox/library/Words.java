package dev.darkbox.library;

import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.LedgerEntry.Word.Kind;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// The words that count in one profile, oldest first, and what they add up to. Pure.
final class Words {

    private final Map<MasterId, Word> last = new HashMap<>();
    private final Map<MasterId, Word> firstPromoted = new HashMap<>();
    private final Map<String, List<Word>> promoted = new LinkedHashMap<>();

    private Words() {}

    static Words of(List<LedgerEntry> entries, Profile profile) {
        var words = new Words();
        for (LedgerEntry entry : entries) {
            if (entry instanceof Word word
                    && (word.profile() == profile || word.kind() == Kind.WITHDRAW)) {
                words.take(word);
            }
        }
        return words;
    }

    private void take(Word word) {
        last.put(word.master(), word);
        if (word.kind() == Kind.PROMOTE) {
            firstPromoted.putIfAbsent(word.master(), word);
            promoted.computeIfAbsent(word.master().name(), _ -> new ArrayList<>()).add(word);
        }
    }

    /// The last word on a master.
    Optional<Word> last(MasterId master) {
        return Optional.ofNullable(last.get(master));
    }

    /// The word that put a master in force for the first time.
    Optional<Word> firstPromoted(MasterId master) {
        return Optional.ofNullable(firstPromoted.get(master));
    }

    boolean isPromoted(MasterId master) {
        return last(master).map(word -> word.kind() == Kind.PROMOTE).orElse(false);
    }

    /// Whether the last word was that it is not to be in force.
    boolean isOut(MasterId master) {
        return last(master).map(word -> word.kind() != Kind.PROMOTE).orElse(false);
    }

    /// What is to be in force, by name, given what is.
    ///
    /// The master that was promoted last is in force under its name. Once it is held or withdrawn, what is in force
    /// stays if that is another; else the one before takes its place again, if it may.
    ///
    /// @param mayReturn whether one that was replaced may take the place of the one that replaced it
    Map<String, MasterId> wanted(Map<String, MasterId> inForce, BiPredicate<MasterId, MasterId> mayReturn) {
        var wanted = new LinkedHashMap<String, MasterId>();
        inForce.forEach((name, master) -> {
            if (!isOut(master)) {
                wanted.put(name, master);
            }
        });
        promoted.forEach((name, words) -> {
            MasterId newest = words.getLast().master();
            if (isPromoted(newest)) {
                wanted.put(name, newest);
            } else if (!wanted.containsKey(name)) {
                before(words, master -> mayReturn.test(master, newest))
                        .ifPresent(master -> wanted.put(name, master));
            }
        });
        return wanted;
    }

    private Optional<MasterId> before(List<Word> words, Predicate<MasterId> mayReturn) {
        return words.reversed().stream().map(Word::master).filter(this::isPromoted).filter(mayReturn)
                .findFirst();
    }
}
