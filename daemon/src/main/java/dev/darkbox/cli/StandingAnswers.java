package dev.darkbox.cli;

import dev.darkbox.control.Command;
import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Holding;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.library.MasterId;
import dev.darkbox.library.Turned;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A person's word on masters of a library, put into the ledger and into force.
final class StandingAnswers {

    /// Masters that may be meant.
    private static final int MOST_TOLD = 10;

    private final String rig;
    private final CalibrationLibrary library;
    private final LibraryAnswers.Say to;

    /// @param rig empty when it is not known whose library it is
    StandingAnswers(String rig, CalibrationLibrary library, LibraryAnswers.Say to) {
        this.rig = rig;
        this.library = library;
        this.to = to;
    }

    void say(Command.Say command, Instant now) throws IOException {
        List<Holding> meant = command.master().equals(Command.Say.HELD) ? held() : found(command);
        if (command.word() == Command.Word.PROMOTE && !command.evenFailed()) {
            for (Holding holding : meant) {
                if (holding.state() == State.FAILED) {
                    to.say(new Reply.Problem(Exit.NO,
                            "%s failed, %s; --even-failed puts it in force all the same".formatted(
                                    holding.id().shown(), holding.why())));
                    return;
                }
            }
        }
        if (meant.isEmpty()) {
            return;
        }
        LedgerEntry.Word.Kind kind = switch (command.word()) {
            case PROMOTE -> LedgerEntry.Word.Kind.PROMOTE;
            case HOLD -> LedgerEntry.Word.Kind.HOLD;
            case WITHDRAW -> LedgerEntry.Word.Kind.WITHDRAW;
        };
        List<Turned> turned = library.say(meant.stream().map(holding -> new LedgerEntry.Word(now,
                holding.master().rig(), holding.id(), kind, command.profile(), command.by(), command.why()))
                .toList());
        for (Holding holding : meant) {
            to.say(new Reply.Said(rig, holding.master().evening(), holding.master().name(),
                    Json.word(command.word())));
        }
        for (Turned one : turned) {
            if (one.profile() == command.profile() || !one.isNothing()) {
                to.say(reply(one));
            }
        }
        library.writeIndex();
    }

    void rollback(Command.Rollback command, Instant now) throws IOException {
        Optional<Turned> turned = library.rollback(command.profile(), command.by(), command.why(), now);
        if (turned.isEmpty()) {
            to.say(new Reply.Problem(Exit.NO, "%s has no set before this one that is another".formatted(
                    library.folder(command.profile()))));
            return;
        }
        to.say(reply(turned.get()));
        library.writeIndex();
    }

    private Reply.Turned reply(Turned turned) {
        return new Reply.Turned(rig, turned.profile(), turned.in().stream().map(MasterId::shown).toList(),
                turned.out().stream().map(MasterId::shown).toList(), turned.notes());
    }

    private List<Holding> held() throws IOException {
        List<Holding> held = library.waiting().stream().filter(holding -> holding.state() == State.HELD)
                .toList();
        if (held.isEmpty()) {
            to.say(new Reply.Problem(Exit.NO, "no master waits for a word"));
        }
        return held;
    }

    /// The one that is meant; none after a complaint. Where a text fits several, the only one that waits is meant by a
    /// promotion, the only one in production by the other words.
    private List<Holding> found(Command.Say command) throws IOException {
        List<Holding> all = library.holdings().holdings();
        List<Holding> exact = all.stream().filter(holding -> holding.id().shown().equals(command.master())
                || holding.id().toString().equals(command.master())).toList();
        List<Holding> fit = exact.isEmpty()
                ? all.stream().filter(holding -> holding.id().toString().contains(command.master())).toList()
                : exact;
        State usual = command.word() == Command.Word.PROMOTE ? State.HELD : State.PRODUCTION;
        List<Holding> likely = fit.stream().filter(holding -> holding.state() == usual).toList();
        List<Holding> meant = fit.size() > 1 && likely.size() == 1 ? likely : fit;
        if (meant.size() == 1) {
            return meant;
        }
        List<String> names = meant.stream().map(Holding::id)
                .map(exact.size() > 1 ? MasterId::toString : MasterId::shown).distinct().toList();
        to.say(new Reply.Problem(Exit.USAGE, meant.isEmpty()
                ? "no master \"%s\"; allowed: a name, EVENING/NAME or a part of it, see darkbox library list"
                        .formatted(command.master())
                : "\"%s\" may be any of %d: %s%s".formatted(command.master(), names.size(),
                        String.join(", ", names.stream().limit(MOST_TOLD).toList()),
                        names.size() > MOST_TOLD ? ", …" : "")));
        return List.of();
    }
}
