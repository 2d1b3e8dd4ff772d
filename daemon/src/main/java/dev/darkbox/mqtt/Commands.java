package dev.darkbox.mqtt;

import dev.darkbox.control.Desk;
import dev.darkbox.device.Time;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.mqtt.Refusal.Code;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What may be ordered through the broker, if the configuration allows it: `refresh`, `spot_check`, `validate`, `abort`,
/// `promote` and `hold` of a rig, `republish` of the box. Whoever sends it is believed nothing.
///
/// ```
///  accept          copies, counts, never waits: retained? a door of ours? too long? too often?
///    -> lane       one thread for each rig and one for the box, a few commands waiting
///    -> read       UTF-8, flat JSON, known keys and values, fresh, not seen before, allowed
///    -> desk       as from the command line
///    -> answers    accepted or refused at once, done, failed or aborted when the run is over
/// ```
///
/// Memory and threads depend on the number of rigs alone, whatever comes. Threading: any.
public final class Commands implements EventSink, AutoCloseable {

    private static final int LONGEST_CORRELATION = 128;

    private final Time time;
    private final Seldom<CommandTrouble> warnings;
    private final AbortMemory aborts = new AbortMemory();
    private final OpenOrders open;
    private final CommandReader reader;
    private final Map<String, Door> doors = new HashMap<>();
    private final Map<String, CommandLane> lanes = new HashMap<>();

    /// @param rigs their names
    /// @param allowed of `refresh`, `spot_check`, `validate`, `abort`, `promote`, `hold`, `republish`
    /// @param desk asked on our threads
    /// @param warn lines on what is wrong, one of a kind a minute
    /// @param note a line for each command that was taken
    /// @param republish tells the broker everything once more, and returns at once
    public Commands(Topics topics, List<String> rigs, Set<String> allowed, Desk desk, Board board, Time time,
            Consumer<String> warn, Consumer<String> note, Runnable republish) {
        this.time = time;
        warnings = new Seldom<>(CommandTrouble.class, time, warn);
        var answers = new Answers(board, time);
        open = new OpenOrders(answers);
        var to = new CommandDesk(desk, republish, open, answers, aborts, time, note);
        reader = new CommandReader(allowed, to, answers, time, warnings);
        door("", "republish", topics.ofBox("cmd/republish"), topics.ofBox("reply"));
        for (String rig : rigs) {
            for (String name : List.of("refresh", "spot_check", "validate", "abort", "promote", "hold")) {
                door(rig, name, topics.ofRig(rig, "cmd/" + name), topics.ofRig(rig, "reply"));
            }
        }
    }

    private void door(String rig, String name, String topic, String replies) {
        CommandLane lane = lanes.computeIfAbsent(rig, _ -> new CommandLane(
                rig.isEmpty() ? "mqtt-commands" : "mqtt-commands-" + rig, reader::read, reader::bug));
        doors.put(topic, new Door(rig, name, replies, new CommandRate(time.now()), lane));
    }

    /// Takes a message of a command topic, or not. Returns at once and throws nothing.
    public void accept(Incoming incoming) {
        Door door = doors.get(incoming.topic());
        if (door == null) {
            warnings.say(CommandTrouble.STRANGER,
                    () -> "no command is called " + Tame.line(incoming.topic()) + ", ignored");
        } else if (incoming.retained()) {
            warnings.say(CommandTrouble.RETAINED, () -> "a retained " + door.shown()
                    + " was ignored: whoever sends commands must not let the broker keep them");
        } else {
            accept(door, incoming);
        }
    }

    private void accept(Door door, Incoming incoming) {
        Instant now = time.now();
        switch (door.rate().ask(now)) {
            case YES -> hand(door, incoming, now, tooLong(incoming));
            case NO -> hand(door, incoming, now, Optional.of(
                    new Refusal(Code.BUSY, "too many commands; allowed: one a second, five at once")));
            case STILL_NO -> warnings.say(CommandTrouble.FLOOD,
                    () -> "too many commands: " + door.shown() + ", ignored");
        }
    }

    private static Optional<Refusal> tooLong(Incoming incoming) {
        int bytes = incoming.payload().remaining();
        return bytes <= OrderText.LARGEST_BYTES
                ? Optional.empty()
                : Optional.of(new Refusal(Code.MALFORMED, "the payload has %d bytes; allowed: at most %d"
                        .formatted(bytes, OrderText.LARGEST_BYTES)));
    }

    private void hand(Door door, Incoming incoming, Instant now, Optional<Refusal> refused) {
        var letter = new Letter(door, now, copy(incoming.payload(), OrderText.LARGEST_BYTES), refused,
                replyTopic(door, incoming), copy(incoming.correlation(), LONGEST_CORRELATION));
        if (!door.lane().offer(letter)) {
            warnings.say(CommandTrouble.CROWDED, () -> "%s was ignored, %d of them wait already".formatted(
                    door.shown(), CommandLane.MOST));
        }
    }

    private String replyTopic(Door door, Incoming incoming) {
        Optional<String> own = incoming.replyTo().flatMap(door::reply);
        if (own.isEmpty() && incoming.replyTo().isPresent()) {
            warnings.say(CommandTrouble.REPLY_TOPIC,
                    () -> "%s is not answered at %s; allowed: below %s/".formatted(
                            door.shown(), Tame.line(incoming.replyTo().get()), door.replies()));
        }
        return own.orElse(door.usualReply());
    }

    /// Nothing of what is longer.
    private static ByteBuffer copy(ByteBuffer bytes, int longest) {
        if (bytes.remaining() > longest) {
            return ByteBuffer.allocate(0);
        }
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    @Override
    public void emit(RunEvent event) {
        if (event instanceof RunEvent.RunStarted started) {
            open.started(started);
        } else if (event instanceof RunEvent.RunEnded ended) {
            aborts.forget(ended.rig());
            open.ended(ended);
        }
    }

    /// Ends the threads; what waits is not done.
    @Override
    public void close() {
        lanes.values().forEach(CommandLane::close);
    }

    /// Commands that wait for the one before them.
    int waiting() {
        return lanes.values().stream().mapToInt(CommandLane::waiting).sum();
    }
}
