package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.quality.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The master a new one is compared with. Pure.
///
/// A master that passed, or that a person promoted, is trusted. One that is on hold is compared with only while there is
/// no trusted one of the camera as it is now: it is the first of its kind then, and a second that agrees with it confirms
/// it. Otherwise two runs with the same light leak would confirm each other. What was withdrawn, failed, or is on hold by a
/// person's word is never compared with, and neither is what another camera made: no pixel of it is one of this camera's.
final class Predecessor {

    private Predecessor() {}

    /// @param line masters of one name and readout mode
    /// @param words that count in production
    /// @param now epoch of the new one's frames; may be unknown
    static Optional<MasterEntry> of(List<Holding> line, Words words, CameraEpoch now) {
        List<Holding> own = line.stream().filter(holding -> !isOtherCamera(holding.master().epoch(), now))
                .toList();
        return ofCamera(own, words, now);
    }

    /// A driver that tells a part for the first time, or does not any more, makes no other camera.
    private static boolean isOtherCamera(CameraEpoch then, CameraEpoch now) {
        return now.changesFrom(then).stream().anyMatch(change -> change.kind() == CameraEpoch.Kind.CAMERA
                && !change.before().isEmpty() && !change.now().isEmpty());
    }

    private static Optional<MasterEntry> ofCamera(List<Holding> line, Words words, CameraEpoch now) {
        Predicate<Holding> ofNow = holding -> now.relationTo(holding.master().epoch()) != Relation.OTHER;
        Predicate<Holding> trusted = holding -> isTrusted(holding, words);
        Predicate<Holding> waiting = holding -> isWaiting(holding, words);
        return newest(line, trusted.and(ofNow)).or(() -> newest(line, waiting.and(ofNow)))
                .or(() -> newest(line, trusted)).or(() -> newest(line, waiting));
    }

    private static Optional<MasterEntry> newest(List<Holding> line, Predicate<Holding> which) {
        return line.stream().filter(which).map(Holding::master)
                .max(Comparator.comparing(MasterEntry::begun));
    }

    private static boolean isTrusted(Holding holding, Words words) {
        if (words.isOut(holding.id())) {
            return false;
        }
        Verdict.Kind verdict = holding.master().verdict().kind();
        return verdict == Verdict.Kind.PASS || verdict == Verdict.Kind.WARN
                || holding.state() == State.PRODUCTION
                || words.last(holding.id()).map(Word::byPerson).orElse(false);
    }

    private static boolean isWaiting(Holding holding, Words words) {
        return holding.master().verdict().kind() == Verdict.Kind.HOLD && !words.isOut(holding.id());
    }
}
