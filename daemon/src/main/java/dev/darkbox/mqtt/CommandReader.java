package dev.darkbox.mqtt;

import dev.darkbox.control.Command;
import dev.darkbox.device.Time;
import dev.darkbox.mqtt.Refusal.Code;
import dev.darkbox.mqtt.Transactions.Seen;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Reads what came in by a door and has it done, or answers why not.
///
/// Threading: any number of lanes.
final class CommandReader {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FRAMES_SHOWN = 3;

    private final Set<String> allowed;
    private final CommandDesk desk;
    private final Answers answers;
    private final Time time;
    private final Seldom<CommandTrouble> warnings;
    private final Transactions transactions = new Transactions();
    private final AtomicLong made = new AtomicLong();

    CommandReader(Set<String> allowed, CommandDesk desk, Answers answers, Time time,
            Seldom<CommandTrouble> warnings) {
        this.allowed = Set.copyOf(allowed);
        this.desk = desk;
        this.answers = answers;
        this.time = time;
        this.warnings = warnings;
    }

    void read(Letter letter) throws InterruptedException {
        Receipt receipt = receipt(letter);
        try {
            mayBeRead(letter);
            OrderText text = OrderText.read(letter.payload());
            Order order = order(letter, text);
            Seen seen = text.transaction().map(id -> transactions.see(id, time.now())).orElse(Seen.NEVER);
            switch (seen) {
                case NEVER -> desk.give(order, receipt);
                case ONCE -> throw new Refusal(Code.DUPLICATE, "this transaction was here before");
                case OFTEN -> warnings.say(CommandTrouble.DUPLICATE, () -> receipt + " came again, ignored");
            }
        } catch (Refusal e) {
            answers.refused(receipt, e);
            warnings.say(CommandTrouble.of(e.code()),
                    () -> "refused: %s: %s".formatted(receipt, Tame.line(e.text())));
        }
    }

    /// A mistake of ours; whoever asked is told as much.
    void bug(Letter letter, RuntimeException e) {
        answers.refused(receipt(letter),
                new Refusal(Code.IMPOSSIBLE, "a bug, of which the daemon's log tells more"));
        String where = Stream.of(e.getStackTrace()).limit(FRAMES_SHOWN).map(at -> " at " + at)
                .reduce("", String::concat);
        warnings.say(CommandTrouble.BUG,
                () -> "a bug: %s: %s%s".formatted(letter.door().shown(), Tame.line(e.toString()), where));
    }

    private Receipt receipt(Letter letter) {
        return new Receipt(OrderText.transactionOf(letter.payload()).orElseGet(this::ownTransaction),
                letter.door().name(), letter.door().rig(), letter.replyTopic(), letter.correlation());
    }

    private String ownTransaction() {
        return "own-" + Long.toString(time.now().toEpochMilli(), 36) + "-" + made.incrementAndGet();
    }

    private void mayBeRead(Letter letter) throws Refusal {
        if (letter.refused().isPresent()) {
            throw letter.refused().get();
        }
        String name = letter.door().name();
        if (!allowed.contains(name)) {
            throw new Refusal(Code.NOT_ALLOWED,
                    "%s is not allowed in the configuration, mqtt.commands".formatted(name));
        }
    }

    private Order order(Letter letter, OrderText text) throws Refusal {
        Order order = switch (letter.door().name()) {
            case "refresh" -> text.refresh();
            case "spot_check" -> text.spotCheck();
            case "validate" -> text.validate();
            case "abort" -> text.abort();
            case "promote" -> text.say(Command.Word.PROMOTE);
            case "hold" -> text.say(Command.Word.HOLD);
            case "republish" -> text.republish();
            case String other -> throw new IllegalStateException("door " + other);
        };
        text.mustBeFresh(letter.at());
        Duration waited = Duration.between(letter.at(), time.now());
        if (order.beginsRun() && waited.compareTo(PATIENCE) > 0) {
            throw new Refusal(Code.STALE,
                    "it had to wait %d s for the command before it".formatted(waited.toSeconds()));
        }
        return order;
    }
}
