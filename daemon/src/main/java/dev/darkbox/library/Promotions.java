package dev.darkbox.library;

import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Turn;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.LedgerEntry.Word.Kind;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Words on masters, and published masters that follow them.
///
/// A word is durable in the ledger first; then the profile's whole set is turned to what the words add up to. Cut in
/// between, the next change, or the next start of the daemon, finishes it and says so.
///
/// Threading: any number of threads and processes; one at a time has the library's turn.
final class Promotions {

    private final CalibrationLibrary library;
    private final Path masters;
    private final Disk disk;

    /// @param masters the folder `masters` of the library
    Promotions(CalibrationLibrary library, Path masters, Disk disk) {
        this.library = library;
        this.masters = masters;
        this.disk = disk;
    }

    /// Says words, and turns the profiles they are about.
    ///
    /// @param cause the run they are of, or something that no other change is called
    List<Turned> say(List<Word> words, String cause, Instant at) throws IOException {
        try (Turn _ = library.ledger().turn()) {
            Listing.Listed all = library.listed();
            noteFound(all);
            library.ledger().add(List.copyOf(words));
            var turned = new ArrayList<Turned>();
            for (Profile profile : Profile.values()) {
                if (words.stream()
                        .anyMatch(word -> word.profile() == profile || word.kind() == Kind.WITHDRAW)) {
                    turned.add(follow(profile, all, cause, at));
                }
            }
            return turned;
        }
    }

    /// Finishes what was cut short; nothing is answered for a profile where nothing was.
    List<Turned> settle(Instant at) throws IOException {
        try (Turn _ = library.ledger().turn()) {
            Listing.Listed all = library.listed();
            var turned = new ArrayList<Turned>();
            for (Profile profile : Profile.values()) {
                Turned one = follow(profile, all, "settled " + at, at);
                if (!one.isNothing()) {
                    turned.add(one);
                }
            }
            return turned;
        }
    }

    /// Turns a profile back to the nearest set before the present one that is another. Masters that were held or
    /// withdrawn since do not come back.
    ///
    /// @return empty when there is no such set
    Optional<Turned> rollback(Profile profile, String by, String why, Instant at) throws IOException {
        try (Turn _ = library.ledger().turn()) {
            Listing.Listed all = library.listed();
            noteFound(all);
            Shelf shelf = shelf(profile);
            List<String> mended = shelf.mend();
            Map<String, MasterId> now = library.published(profile, all).masters();
            Words words = Words.of(library.ledger().read().entries(), profile);
            Optional<Edition> before = shelf.present();
            Map<String, MasterId> then = now;
            while (then.equals(now)) {
                before = before.flatMap(edition -> shelf.editions().find(edition.before()));
                if (before.isEmpty()) {
                    return Optional.empty();
                }
                then = byName(before.get(), words, now);
            }
            var reason = new StringBuilder("rolled back to set ").append(before.orElseThrow().number());
            if (!why.isEmpty()) {
                reason.append(": ").append(why);
            }
            library.ledger()
                    .add(List.copyOf(back(now, then, all.catalogue().masters(),
                            new Said(at, profile, by, reason.toString()))));
            Turned turned = follow(profile, all, by + " " + at, at);
            return Optional.of(turned.noting(mended));
        }
    }

    private Shelf shelf(Profile profile) {
        return new Shelf(masters, profile, disk);
    }

    /// What a set held, by name; what is not to be in force any more, as it is now.
    private static Map<String, MasterId> byName(Edition edition, Words words, Map<String, MasterId> now) {
        var then = new LinkedHashMap<String, MasterId>();
        for (MasterId master : edition.masters()) {
            MasterId instead = words.isOut(master) ? now.get(master.name()) : master;
            if (instead != null) {
                then.put(master.name(), instead);
            }
        }
        return then;
    }

    /// What all words of one change have in common.
    private record Said(Instant at, Profile profile, String by, String why) {

        Word word(MasterId master, Kind kind, String rig) {
            return new Word(at, rig, master, kind, profile, by, why);
        }
    }

    private static List<Word> back(Map<String, MasterId> now, Map<String, MasterId> then,
            List<MasterEntry> all, Said said) {
        var words = new ArrayList<Word>();
        var names = new TreeSet<>(now.keySet());
        names.addAll(then.keySet());
        for (String name : names) {
            Optional<MasterId> leaves = Optional.ofNullable(now.get(name));
            Optional<MasterId> returns = Optional.ofNullable(then.get(name));
            if (!leaves.equals(returns)) {
                leaves.ifPresent(master -> words.add(said.word(master, Kind.HOLD, rig(master, all))));
                returns.ifPresent(master -> words.add(said.word(master, Kind.PROMOTE, rig(master, all))));
            }
        }
        return words;
    }

    private static String rig(MasterId id, List<MasterEntry> all) {
        return all.stream().filter(master -> MasterId.of(master).equals(id)).findFirst()
                .map(MasterEntry::rig).orElse("");
    }

    /// A master that is in force without a word, as an older version put it there, gets one: it can come back then.
    private void noteFound(Listing.Listed all) throws IOException {
        var found = new ArrayList<LedgerEntry>();
        List<LedgerEntry> entries = library.ledger().read().entries();
        for (Profile profile : Profile.values()) {
            Words words = Words.of(entries, profile);
            for (MasterEntry master : library.published(profile, all).entries()) {
                if (words.last(MasterId.of(master)).isEmpty()) {
                    found.add(new Word(master.begun(), master.rig(), MasterId.of(master), Kind.PROMOTE,
                            profile, Word.ITSELF, "found in force"));
                }
            }
        }
        library.ledger().add(found);
    }

    /// Turns a profile to what the words add up to.
    private Turned follow(Profile profile, Listing.Listed listed, String cause, Instant at)
            throws IOException {
        Shelf shelf = shelf(profile);
        var notes = new ArrayList<>(shelf.mend());
        InForce now = library.published(profile, listed);
        List<MasterEntry> all = listed.catalogue().masters();
        List<LedgerEntry> entries = library.ledger().read().entries();
        var returning = new Returning(all, entries, library.epochs());
        Map<String, MasterId> wanted = Words.of(entries, profile).wanted(now.masters(), returning::may);
        var content = new Content(now, all, notes);
        Map<String, MasterId> reached = content.turn(wanted);
        if (!reached.equals(now.masters())) {
            shelf.adopt(at, List.copyOf(now.masters().values()));
            shelf.change(content.files(shelf.files()), at, cause, List.copyOf(reached.values()));
            if (!shelf.isLinked()) {
                notes.add(shelf.folder() + ": masters were replaced one by one: there are no links here");
            }
        }
        return new Turned(profile, less(reached, now.masters()), less(now.masters(), reached), notes);
    }

    private static List<MasterId> less(Map<String, MasterId> from, Map<String, MasterId> what) {
        return from.values().stream().filter(master -> !what.containsValue(master)).toList();
    }
}
