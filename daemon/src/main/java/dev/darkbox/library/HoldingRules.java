package dev.darkbox.library;

import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry.Word;
import dev.darkbox.library.LedgerEntry.Word.Kind;
import dev.darkbox.quality.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How each master stands, from its verdict, the words said of it, and what is published. Pure.
final class HoldingRules {

    private final Words words;
    private final InForce production;
    private final InForce staging;
    private final EpochWindows epochs;
    private final Map<MasterId, Younger> younger = new HashMap<>();

    /// Masters that take each other's place.
    private record Line(String name, String readoutMode) {

        static Line of(MasterEntry master) {
            return new Line(master.name(), master.readoutMode());
        }
    }

    /// What came after a master in its line.
    ///
    /// @param inForce the nearest that is in production, or was and is not held or withdrawn
    /// @param since when the first of those was put there
    /// @param staged the nearest that is in staging
    private record Younger(Optional<MasterEntry> inForce, Optional<Instant> since,
            Optional<MasterEntry> staged) {

        static final Younger NONE = new Younger(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A state and who or what made it.
    private record Stand(State state, String why) {}

    /// @param words that count in production
    HoldingRules(List<MasterEntry> masters, Words words, InForce production, InForce staging,
            EpochWindows epochs) {
        this.words = words;
        this.production = production;
        this.staging = staging;
        this.epochs = epochs;
        Map<Line, List<MasterEntry>> lines = new HashMap<>();
        masters.forEach(
                master -> lines.computeIfAbsent(Line.of(master), _ -> new ArrayList<>()).add(master));
        lines.values().forEach(this::look);
    }

    private void look(List<MasterEntry> line) {
        line.sort(Comparator.comparing(MasterEntry::begun).reversed());
        var after = Younger.NONE;
        for (MasterEntry master : line) {
            younger.put(MasterId.of(master), after);
            Optional<Instant> since = since(master);
            Optional<Instant> before = after.since();
            after = new Younger(since.isPresent() ? Optional.of(master) : after.inForce(),
                    since.isPresent() && before.map(since.get()::isBefore).orElse(true) ? since : before,
                    staging.has(master) ? Optional.of(master) : after.staged());
        }
    }

    /// When a master was put in production; empty when it was not, or is not to be there any more.
    private Optional<Instant> since(MasterEntry master) {
        MasterId id = MasterId.of(master);
        if (words.isOut(id)) {
            return Optional.empty();
        }
        return words.firstPromoted(id).map(Word::at)
                .or(() -> production.has(master) ? Optional.of(master.begun()) : Optional.empty());
    }

    Holding of(MasterEntry master) {
        Stand stand = stand(master);
        Optional<Instant> otherCamera = epochs.closed(master);
        var closed = new ArrayList<Instant>();
        otherCamera.ifPresent(closed::add);
        if (stand.state() != State.PRODUCTION) {
            after(master).since().ifPresent(closed::add);
        }
        words.last(MasterId.of(master)).filter(word -> word.kind() != Kind.PROMOTE)
                .ifPresent(word -> closed.add(word.at()));
        if (stand.state() == State.FAILED) {
            closed.add(master.begun());
        }
        String why = otherCamera.map(at -> stand.why() + "; the camera changed on " + day(at))
                .orElse(stand.why());
        return new Holding(master, stand.state(), master.begun(),
                closed.stream().min(Comparator.naturalOrder()), why);
    }

    private Younger after(MasterEntry master) {
        return younger.getOrDefault(MasterId.of(master), Younger.NONE);
    }

    private Stand stand(MasterEntry master) {
        Optional<Word> word = words.last(MasterId.of(master));
        Optional<Kind> kind = word.map(Word::kind);
        String told = word.map(HoldingRules::told).orElse("");
        if (kind.equals(Optional.of(Kind.WITHDRAW))) {
            return new Stand(State.WITHDRAWN, told);
        }
        if (kind.equals(Optional.of(Kind.HOLD))) {
            return new Stand(State.HELD, told);
        }
        if (production.has(master)) {
            return new Stand(State.PRODUCTION, told.isEmpty() ? "in force" : told);
        }
        return kind.isEmpty() ? unspoken(master) : replaced(master, told);
    }

    /// Promoted, and not there any more.
    private Stand replaced(MasterEntry master, String told) {
        Optional<MasterEntry> by = after(master).inForce()
                .or(() -> Optional.ofNullable(production.byName().get(master.name())));
        return by.map(other -> new Stand(State.SUPERSEDED, other.evening() + " took its place"))
                .orElse(new Stand(State.STAGING, told + "; its files are not in production"));
    }

    private Stand unspoken(MasterEntry master) {
        Younger after = after(master);
        String remark = master.verdict().kind() + ": " + master.verdict().remark();
        if (master.verdict().kind() == Verdict.Kind.FAIL) {
            return new Stand(State.FAILED, remark);
        }
        if (after.inForce().isPresent()) {
            return new Stand(State.SUPERSEDED, after.inForce().get().evening() + " took its place");
        }
        if (master.verdict().kind() == Verdict.Kind.HOLD) {
            return new Stand(State.HELD, remark);
        }
        if (after.staged().isPresent() && !staging.has(master)) {
            return new Stand(State.SUPERSEDED,
                    after.staged().get().evening() + " took its place in staging");
        }
        return new Stand(State.STAGING, remark);
    }

    private static String told(Word word) {
        String said = switch (word.kind()) {
            case PROMOTE -> "promoted";
            case HOLD -> "held";
            case WITHDRAW -> "withdrawn";
        };
        return "%s on %s by %s%s".formatted(said, day(word.at()), word.by(),
                word.why().isEmpty() ? "" : ": " + word.why());
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
