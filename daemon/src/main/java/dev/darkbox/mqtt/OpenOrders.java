package dev.darkbox.mqtt;

import dev.darkbox.event.RunEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Orders whose last answer is the end of a run: at most [#MOST], the oldest is forgotten.
///
/// A run may end before its beginning was answered, and an earlier run's end may be told when its rig has been free for a
/// while; both answers come in order, and each to who asked.
///
/// Threading: any. Answers are given under the lock, so that `accepted` is before `done`.
final class OpenOrders {

    static final int MOST = 32;

    private static final class Open {
        private final Receipt receipt;
        private final boolean anyRun;
        private final String runBefore;
        private String run = "";
        private boolean accepted;
        private List<RunEvent.RunEnded> end = List.of();

        private Open(Receipt receipt, boolean anyRun, String runBefore) {
            this.receipt = receipt;
            this.anyRun = anyRun;
            this.runBefore = runBefore;
        }

        private boolean waitsFor(RunEvent.RunEnded ended) {
            return end.isEmpty() && receipt.rig().equals(ended.rig())
                    && (anyRun || (run.isEmpty() ? !isBefore(ended) : run.equals(ended.runId())));
        }

        /// A run that could not begin has no name.
        private boolean isBefore(RunEvent.RunEnded ended) {
            return !ended.runId().isEmpty() && ended.runId().equals(runBefore);
        }
    }

    private final Answers answers;
    private final List<Open> open = new ArrayList<>();
    private final Map<String, String> lastRuns = new HashMap<>();

    OpenOrders(Answers answers) {
        this.answers = answers;
    }

    /// An order is about to be given.
    ///
    /// @param anyRun whether it is over when whatever runs on the rig is, not the run it begins
    synchronized void begin(Receipt receipt, boolean anyRun) {
        if (open.size() == MOST) {
            open.removeFirst();
        }
        open.add(new Open(receipt, anyRun, lastRuns.getOrDefault(receipt.rig(), "")));
    }

    /// It was refused.
    synchronized void drop(Receipt receipt) {
        open.removeIf(order -> order.receipt.equals(receipt));
    }

    /// It was accepted, which is answered here.
    synchronized void accepted(Receipt receipt) {
        answers.accepted(receipt);
        for (Open order : List.copyOf(open)) {
            if (order.receipt.equals(receipt)) {
                order.accepted = true;
                settle(order);
            }
        }
    }

    synchronized void started(RunEvent.RunStarted started) {
        lastRuns.put(started.rig(), started.runId());
        open.reversed().stream()
                .filter(order -> order.receipt.rig().equals(started.rig()) && !order.anyRun
                        && order.run.isEmpty())
                .findFirst().ifPresent(order -> order.run = started.runId());
    }

    synchronized void ended(RunEvent.RunEnded ended) {
        for (Open order : List.copyOf(open)) {
            if (order.waitsFor(ended)) {
                order.end = List.of(ended);
                settle(order);
            }
        }
    }

    synchronized int size() {
        return open.size();
    }

    private void settle(Open order) {
        if (!order.accepted || order.end.isEmpty()) {
            return;
        }
        open.remove(order);
        if (order.anyRun) {
            answers.done(order.receipt);
        } else {
            answers.ended(order.receipt, order.end.getFirst());
        }
    }
}
