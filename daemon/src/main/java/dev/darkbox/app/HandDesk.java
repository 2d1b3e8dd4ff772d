package dev.darkbox.app;

import dev.darkbox.cli.DeviceHand;
import dev.darkbox.cli.DeviceOrder;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Desk;
import dev.darkbox.control.Reply;
import dev.darkbox.device.DeviceException;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.Start;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.tinylog.Logger;

/// What the daemon does with an order to one device: it has the rig meanwhile as a run would, and pins are those that the
/// daemon holds.
///
/// Threading: any number of connections at once. The device is worked on the rig's own thread, replies are sent on the
/// connection's.
final class HandDesk {

    private final Kit kit;
    private final Scheduler scheduler;
    private final Hand hand;

    HandDesk(Kit kit, Scheduler scheduler) {
        this.kit = kit;
        this.scheduler = scheduler;
        hand = new Hand(kit.time());
    }

    /// Does it, or says in one line why not. An asker who hangs up ends his order at the next look.
    void act(RigConfig rig, Command.Device command, Desk.Answer answer)
            throws IOException, InterruptedException {
        List<String> names = hand.names(rig);
        if (!names.contains(command.device())) {
            answer.say(new Reply.Problem(2, DeviceHand.unknown(rig.name(), command.device(), names)));
            return;
        }
        Optional<DeviceOrder> order = order(command);
        if (order.isEmpty()) {
            boolean stops = scheduler.abortBorrowed(rig.name());
            answer.say(stops ? new Reply.Stopping(rig.name()) : new Reply.Idle(rig.name()));
            return;
        }
        // empty is the end
        BlockingQueue<Optional<Reply>> replies = new LinkedBlockingQueue<>();
        if (rig.parts().thermometers().stream().anyMatch(one -> one.name().equals(command.device()))) {
            // a file that everybody may read, also while a run has the rig
            work(rig, command, order.get(), replies);
            replies.add(Optional.empty());
            tell(rig.name(), replies, answer);
            return;
        }
        String what = "order by hand: %s %s".formatted(command.device(),
                command.order().name().toLowerCase(Locale.ROOT));
        Start start = scheduler.borrow(rig.name(), what, _ -> {
            work(rig, command, order.get(), replies);
            return () -> replies.add(Optional.empty()); // the rig is free again before the asker goes on
        });
        switch (start) {
            case Start.Accepted _ -> {
                Logger.info("{}: {}", rig.name(), what);
                tell(rig.name(), replies, answer);
            }
            case Start.Busy busy -> answer.say(new Reply.Busy(busy.rig(), busy.what(), busy.since()));
            case Start.Ending _ -> answer.say(new Reply.Problem(1, "the daemon is ending"));
        }
    }

    private void work(RigConfig rig, Command.Device command, DeviceOrder order,
            BlockingQueue<Optional<Reply>> replies) {
        try {
            hand.work(rig, command.device(), order, kit.held(), _ -> {}, seen -> replies.add(Optional.of(
                    new Reply.Device(rig.name(), seen.device(), seen.place(), seen.state(), seen.evidence(),
                            seen.said()))));
        } catch (DeviceException e) {
            replies.add(Optional.of(new Reply.Problem(3, String.valueOf(e.getMessage()))));
        } catch (InterruptedException _) {
            replies.add(Optional.of(new Reply.Problem(1, "stopped; what shone or was warm is off")));
        } catch (RuntimeException | Error e) {
            replies.add(Optional.of(new Reply.Problem(3, "a bug: " + e)));
            replies.add(Optional.empty());
            throw e;
        }
    }

    /// Sends replies as they come, until the end; ends because the order does.
    private void tell(String rig, BlockingQueue<Optional<Reply>> replies, Desk.Answer answer)
            throws IOException, InterruptedException {
        try {
            for (var reply = replies.take(); reply.isPresent(); reply = replies.take()) {
                answer.say(reply.get());
            }
        } catch (IOException e) {
            scheduler.abortBorrowed(rig);
            throw e;
        }
    }

    private static Optional<DeviceOrder> order(Command.Device command) {
        return switch (command.order()) {
            case STATE -> Optional.of(new DeviceOrder.State());
            case OPEN -> Optional.of(new DeviceOrder.Open());
            case SHUT -> Optional.of(new DeviceOrder.Shut());
            case LIGHT -> Optional.of(new DeviceOrder.Light(command.percent(), command.hold()));
            case ON -> Optional.of(new DeviceOrder.Turn(true, command.hold()));
            case OFF -> Optional.of(new DeviceOrder.Turn(false, command.hold()));
            case STOP -> Optional.empty();
        };
    }
}
