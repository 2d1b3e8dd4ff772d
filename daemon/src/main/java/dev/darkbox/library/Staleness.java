package dev.darkbox.library;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.device.EpochChange;
import dev.darkbox.library.LedgerEntry.Asked;
import dev.darkbox.library.LedgerEntry.SpotChecked;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.plan.DueReason;
import dev.darkbox.plan.DueReason.Kind;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Why a master that is there is no longer to be trusted. Pure.
final class Staleness {

    /// Changes of the camera told in full.
    private static final int MOST_TOLD = 3;

    private final DueRules rules;
    private final List<LedgerEntry> entries;
    private final CameraEpoch now;
    private final LocalDate today;
    private final Map<MasterEntry, Relation> toNewest;

    Staleness(DueRules rules, Holdings holdings, List<LedgerEntry> entries, CameraEpoch now,
            LocalDate today) {
        this.rules = rules;
        this.entries = List.copyOf(entries);
        this.now = now;
        this.today = today;
        toNewest = MasterEpochs.toNewest(holdings.holdings().stream().map(Holding::master).toList());
    }

    /// Every reason, the gravest first; none while it is good.
    List<DueReason> of(PlannedSet set, Holding current) {
        var reasons = new ArrayList<DueReason>();
        MasterEntry master = current.master();
        epoch(current).ifPresent(text -> reasons.add(new DueReason(Kind.EPOCH, text)));
        spotCheck(current.id()).ifPresent(text -> reasons.add(new DueReason(Kind.SPOT_CHECK, text)));
        age(set.set(), master.evening()).ifPresent(reasons::add);
        asked(set.set(), master).ifPresent(text -> reasons.add(new DueReason(Kind.ASKED, text)));
        return List.copyOf(reasons);
    }

    /// The evening on which a master that is good becomes too old; empty for never.
    Optional<LocalDate> until(PlannedSet set, Holding current) {
        LocalDate made = current.master().evening();
        return switch (set.set()) {
            case FrameSet.Bias _ -> rules.biasUntil(made);
            case FrameSet.Dark _, FrameSet.DarkFlat _ -> Optional.of(rules.darkUntil(made));
        };
    }

    private Optional<DueReason> age(FrameSet set, LocalDate made) {
        return switch (set) {
            case FrameSet.Bias _ -> rules.biasUntil(made).filter(until -> !today.isBefore(until))
                    .map(_ -> new DueReason(Kind.ANNUAL, "made on %s, at most %d months ago is allowed"
                            .formatted(made, rules.biasMonths())));
            case FrameSet.Dark _, FrameSet.DarkFlat _ -> rules.tooOldFor(made, today)
                    .map(season -> new DueReason(Kind.SEASON, "made on %s, before %s".formatted(made,
                            season)));
        };
    }

    private Optional<String> epoch(Holding current) {
        MasterEntry master = current.master();
        if (current.state() == Holding.State.PRODUCTION && current.goodUntil().isPresent()) {
            return Optional.of("made on %s, %s".formatted(master.evening(), current.why()));
        }
        if (now.isKnown()) {
            List<EpochChange> changes = now.changesFrom(master.epoch());
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of("made on %s, since then the camera's %s changed: %s".formatted(
                            master.evening(), EpochChange.kinds(changes),
                            EpochChange.line(changes, MOST_TOLD)));
        }
        return toNewest.get(master) == Relation.OTHER
                ? Optional.of("made on %s, before the camera's driver, firmware or controls changed"
                        .formatted(master.evening()))
                : Optional.empty();
    }

    /// The last check of a master counts.
    private Optional<String> spotCheck(MasterId master) {
        return all(SpotChecked.class).filter(check -> check.master().equals(master))
                .reduce((_, later) -> later).filter(check -> !check.passed())
                .map(check -> "spot check of %s: %s".formatted(date(check), check.text()));
    }

    private Optional<String> asked(FrameSet set, MasterEntry master) {
        return all(Asked.class).filter(asked -> asked.at().isAfter(master.begun()))
                .filter(asked -> covers(asked.scope(), set)).reduce((_, later) -> later)
                .map(asked -> "asked for on " + date(asked)
                        + (asked.why().isEmpty() ? "" : ": " + asked.why()));
    }

    private static boolean covers(Scope scope, FrameSet set) {
        return switch (scope) {
            case ALL -> true;
            case BIAS -> set instanceof FrameSet.Bias;
            case DARKS -> set instanceof FrameSet.Dark;
            case DARK_FLATS -> set instanceof FrameSet.DarkFlat;
            case DUE -> false;
        };
    }

    DueReason withdrawn(Holding holding) {
        String said = words(holding.id()).filter(word -> word.kind() == Word.Kind.WITHDRAW)
                .reduce((_, later) -> later)
                .map(word -> " on %s by %s%s".formatted(date(word), word.by(),
                        word.why().isEmpty() ? "" : ": " + word.why()))
                .orElse("");
        return new DueReason(Kind.WITHDRAWN,
                "that of %s was withdrawn%s".formatted(holding.master().evening(), said));
    }

    /// Whether a person promoted `current` after `withdrawn` was taken back: that one is wanted again.
    boolean isPutBack(Holding current, Holding withdrawn) {
        Optional<Word> back = words(withdrawn.id()).filter(word -> word.kind() == Word.Kind.WITHDRAW)
                .reduce((_, later) -> later);
        return words(current.id()).anyMatch(word -> word.kind() == Word.Kind.PROMOTE && word.byPerson()
                && back.map(b -> word.at().isAfter(b.at())).orElse(false));
    }

    private Stream<Word> words(MasterId master) {
        return all(Word.class).filter(word -> word.master().equals(master));
    }

    private <E extends LedgerEntry> Stream<E> all(Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// In UTC: a day more or less is no matter here.
    private static LocalDate date(LedgerEntry entry) {
        return LocalDate.ofInstant(entry.at(), java.time.ZoneOffset.UTC);
    }
}
