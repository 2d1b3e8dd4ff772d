package dev.darkbox.mqtt;

import dev.darkbox.control.Command;
import dev.darkbox.control.Desk;
import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import dev.darkbox.device.Time;
import dev.darkbox.mqtt.Refusal.Code;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Carries orders to the daemon's desk, and says what became of them.
///
/// Threading: any number of lanes.
final class CommandDesk {

    private static final int MOST_REPLIES = 16;

    private final Desk desk;
    private final Runnable republish;
    private final OpenOrders open;
    private final Answers answers;
    private final AbortMemory aborts;
    private final Time time;
    private final Consumer<String> note;

    @FunctionalInterface
    private interface Asking {
        void ask() throws Refusal, InterruptedException;
    }

    CommandDesk(Desk desk, Runnable republish, OpenOrders open, Answers answers, AbortMemory aborts,
            Time time,
            Consumer<String> note) {
        this.desk = desk;
        this.republish = republish;
        this.open = open;
        this.answers = answers;
        this.aborts = aborts;
        this.time = time;
        this.note = note;
    }

    /// Returns when the order was taken, which is noted and answered.
    ///
    /// @throws Refusal it was not
    void give(Order order, Receipt receipt) throws Refusal, InterruptedException {
        switch (order) {
            case Order.Refresh(var scope, var profile) -> give(receipt, false, () -> {
                ask(new Command.Refresh(scope, receipt.rig(), profile, false, false));
                note.accept(receipt + ": " + Json.word(scope));
            });
            case Order.SpotCheck(boolean onePerKind) -> give(receipt, false, () -> {
                ask(new Command.SpotCheck(List.of(), receipt.rig(), onePerKind, false));
                note.accept(receipt.toString());
            });
            case Order.Validate(boolean libraryOnly, boolean _) when libraryOnly -> look(receipt);
            case Order.Validate(boolean _, boolean full) -> give(receipt, false, () -> {
                ask(new Command.Validate(receipt.rig(), false, full, false));
                note.accept(receipt.toString());
            });
            case Order.Abort() -> give(receipt, true, () -> abort(receipt));
            case Order.Say(var word, var master) -> {
                ask(new Command.Say(receipt.rig(), word, master, Profile.PRODUCTION, false, "mqtt", ""));
                note.accept(receipt + ": " + master);
                answers.done(receipt);
            }
            case Order.Republish() -> {
                republish.run();
                note.accept(receipt.toString());
                answers.done(receipt);
            }
        }
    }

    /// @param anyRun whether it is over with any run of the rig, not with the one it begins
    private void give(Receipt receipt, boolean anyRun, Asking asking) throws Refusal, InterruptedException {
        boolean taken = false;
        open.begin(receipt, anyRun);
        try {
            asking.ask();
            taken = true;
        } finally {
            if (!taken) {
                open.drop(receipt);
            }
        }
        open.accepted(receipt);
    }

    private void abort(Receipt receipt) throws Refusal, InterruptedException {
        if (!aborts.first(receipt.rig(), time.now())) {
            return;
        }
        boolean taken = false;
        try {
            ask(new Command.Abort(receipt.rig()));
            note.accept(receipt.toString());
            taken = true;
        } finally {
            if (!taken) {
                aborts.forget(receipt.rig());
            }
        }
    }

    /// A validation that takes no frame is over when it was answered.
    private void look(Receipt receipt) throws Refusal, InterruptedException {
        Reply.Problem last = asked(new Command.Validate(receipt.rig(), true, false, false)).stream()
                .filter(Reply.Problem.class::isInstance).map(Reply.Problem.class::cast)
                .reduce((_, later) -> later).orElseThrow(CommandDesk::silent);
        switch (last.exit()) {
            case 0 -> answers.done(receipt);
            case 1 -> answers.failed(receipt, last.message());
            default -> throw new Refusal(Code.IMPOSSIBLE, last.message());
        }
        note.accept(receipt.toString());
    }

    private void ask(Command command) throws Refusal, InterruptedException {
        List<Reply> replies = asked(command);
        boolean taken = replies.stream().anyMatch(reply -> reply instanceof Reply.Accepted
                || reply instanceof Reply.Stopping || reply instanceof Reply.Said);
        if (!taken) {
            throw replies.stream().flatMap(reply -> refusal(reply).stream()).findFirst()
                    .orElseGet(CommandDesk::silent);
        }
    }

    private static Refusal silent() {
        return new Refusal(Code.IMPOSSIBLE, "the daemon did not answer");
    }

    /// What the desk answers, but for what a check finds, which is told as events.
    private List<Reply> asked(Command command) throws Refusal, InterruptedException {
        List<Reply> replies = new ArrayList<>();
        try {
            desk.serve(command, reply -> {
                if (replies.size() < MOST_REPLIES && !(reply instanceof Reply.OfCheck)) {
                    replies.add(reply);
                }
            });
        } catch (IOException e) {
            throw new Refusal(Code.IMPOSSIBLE, String.valueOf(e.getMessage()));
        }
        return replies;
    }

    private static Optional<Refusal> refusal(Reply reply) {
        return switch (reply) {
            case Reply.Busy(String rig, String what, var since) -> Optional.of(
                    new Refusal(Code.BUSY, "%s has a %s since %s".formatted(rig, what, since)));
            case Reply.Idle(String rig) -> Optional.of(new Refusal(Code.IDLE, "nothing runs on " + rig));
            case Reply.Problem(int exit, String _) when exit == 0 -> Optional.empty();
            case Reply.Problem(int exit, String message) -> Optional.of(
                    new Refusal(exit == 3 ? Code.DEVICE : Code.IMPOSSIBLE, message));
            case Reply.Accepted _, Reply.Stopping _, Reply.Planned _, Reply.Due _, Reply.Noted _, Reply.State _, Reply.Happened _, Reply.Master _, Reply.OfLibrary _, Reply.OfCheck _, Reply.Device _ ->
                Optional.empty();
        };
    }
}
