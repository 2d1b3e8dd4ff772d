package dev.darkbox.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkbox.control.Command;
import dev.darkbox.control.Desk;
import dev.darkbox.control.Fields;
import dev.darkbox.control.Malformed;
import dev.darkbox.control.Reply;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.Readout;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.RunEvent;
import dev.darkbox.plan.CapturePlan;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Commands to two rigs, `main` and `a+b`, with a desk and a broker that are made up.
final class CommandRig implements AutoCloseable {

    static final Instant DUSK = Instant.parse("2025-09-23T18:00:00Z");
    static final Topics TOPICS = new Topics("darkbox", "site1", "homeassistant");
    static final String REFRESH = "darkbox/site1/rig/main/cmd/refresh";
    static final String SPOT_CHECK = "darkbox/site1/rig/main/cmd/spot_check";
    static final String VALIDATE = "darkbox/site1/rig/main/cmd/validate";
    static final String ABORT = "darkbox/site1/rig/main/cmd/abort";
    static final String REPUBLISH = "darkbox/site1/cmd/republish";
    static final Reply ACCEPTED = new Reply.Accepted("main", 370, Duration.ofHours(3));

    final VirtualTime time = new VirtualTime(DUSK);
    final ToldBoard board = new ToldBoard();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    final List<Command> served = new CopyOnWriteArrayList<>();
    final List<Instant> republished = new CopyOnWriteArrayList<>();
    final Commands commands;
    volatile Desk desk = (command, answer) -> answer.say(switch (command) {
        case Command.Abort abort -> new Reply.Stopping(abort.rig());
        default -> ACCEPTED;
    });

    CommandRig(String... allowed) {
        commands = new Commands(TOPICS, List.of("main", "a+b"), Set.of(allowed), (command, answer) -> {
            served.add(command);
            desk.serve(command, answer);
        }, board, time, warnings::add, notes::add, () -> republished.add(time.now()));
    }

    static CommandRig all() {
        return new CommandRig("refresh", "spot_check", "validate", "abort", "promote", "hold", "republish");
    }

    static Incoming message(String topic, String payload) {
        return message(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static Incoming message(String topic, byte[] payload) {
        return new Incoming(topic, ByteBuffer.wrap(payload), false, Optional.empty(), ByteBuffer.allocate(0));
    }

    void send(String topic, String payload) {
        commands.accept(message(topic, payload));
    }

    /// Sends and returns the next answer, shortened to `status code text`, after looking at its form.
    String ask(String topic, String payload) throws InterruptedException, Malformed {
        send(topic, payload);
        return answer();
    }

    String answer() throws InterruptedException, Malformed {
        return shortened(board.next());
    }

    static String shortened(ToldBoard.Told told) throws Malformed {
        Fields fields = Fields.parse(told.text()).only("schema", "at", "transaction", "command", "rig",
                "status",
                "error");
        assertEquals(1, fields.whole("schema"));
        String status = fields.text("status");
        boolean good = status.equals("accepted") || status.equals("done");
        return good
                ? status
                : status + " " + fields.object("error").text("code") + ": "
                        + fields.object("error").text("text");
    }

    void started(String rig, String run) {
        var set = new PlannedSet(new FrameSet.Bias(0, 2), "standard",
                new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(-10), true);
        commands.emit(new RunEvent.RunStarted(time.now(), rig, run, new RefreshPlan(rig,
                LocalDate.of(2025, 9, 23), RefreshPlan.Profile.STAGING,
                List.of(new CapturePlan("standard", set.readout(), Celsius.of(-10), List.of(set)))), 0));
    }

    void ended(String rig, String run, RunEvent.End end, String how) {
        commands.emit(new RunEvent.RunEnded(time.now(), rig, run, end, 0, 0, how));
    }

    /// Long enough for a full bucket.
    void quiet() {
        time.skip(Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        commands.close();
    }
}
