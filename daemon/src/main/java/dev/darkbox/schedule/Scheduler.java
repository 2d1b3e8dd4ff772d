package dev.darkbox.schedule;

import dev.darkbox.device.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run per rig at a time, each on a thread `run-<rig>`.
///
/// Threading: any.
public final class Scheduler {

    private static final int TURNS = 3;

    private final Time time;
    private final Map<String, Running> running = new HashMap<>();
    private boolean ending;

    /// What a run does.
    @FunctionalInterface
    public interface Work {

        /// Runs to the end.
        ///
        /// @param stop says why, when the thread was interrupted
        /// @return what is done, on the same thread, once the rig is free again
        Runnable run(Stop stop);
    }

    /// @param told whether events tell of it
    private record Running(String what, Instant since, Thread thread, Stop stop, boolean told) {}

    public Scheduler(Time time) {
        this.time = time;
    }

    /// Starts a run, unless the rig has one.
    ///
    /// @param what for whoever finds the rig busy, e.g. `refresh of 5 sets`
    public synchronized Start start(String rig, String what, Work work) {
        return start(rig, what, work, true);
    }

    /// Starts something short that has the rig as a run has it, but of which no event tells.
    ///
    /// @param what for whoever finds the rig busy
    public synchronized Start borrow(String rig, String what, Work work) {
        return start(rig, what, work, false);
    }

    private Start start(String rig, String what, Work work, boolean told) {
        if (ending) {
            return new Start.Ending();
        }
        Running before = running.get(rig);
        if (before != null) {
            return new Start.Busy(rig, before.what(), before.since());
        }
        var stop = new Stop();
        Thread thread = Thread.ofPlatform().name("run-" + rig).unstarted(() -> {
            Runnable afterwards = () -> {};
            try {
                afterwards = work.run(stop);
            } finally {
                end(rig);
            }
            afterwards.run();
        });
        var now = new Running(what, time.now(), thread, stop, told);
        running.put(rig, now);
        thread.start();
        return new Start.Accepted(rig, now.since());
    }

    private synchronized void end(String rig) {
        running.remove(rig);
    }

    /// What has the rig, a run or something short.
    public synchronized Optional<Start.Busy> running(String rig) {
        return Optional.ofNullable(running.get(rig)).map(run -> new Start.Busy(rig, run.what(), run.since()));
    }

    /// Tells a rig's run to stop. It still has the rig until camera, cap and panel are safe.
    ///
    /// @return false when nothing runs there
    public synchronized boolean abort(String rig) {
        Running run = running.get(rig);
        if (run == null) {
            return false;
        }
        interrupt(run, Stop.Why.ABORT);
        return true;
    }

    /// Tells what [#borrow] started to stop, and no run.
    ///
    /// @return false when there is nothing such
    public synchronized boolean abortBorrowed(String rig) {
        return borrowed(rig) && abort(rig);
    }

    /// Whether the rig is taken by what [#borrow] started.
    public synchronized boolean borrowed(String rig) {
        Running run = running.get(rig);
        return run != null && !run.told();
    }

    private static void interrupt(Running run, Stop.Why why) {
        run.stop().because(why);
        run.thread().interrupt();
    }

    /// Starts nothing more, tells every run to stop where it is and waits for them. A run that is still being made
    /// safe after a while is told again, so that it leaves out what takes long.
    ///
    /// @param limit how long to wait; a run that is still there afterwards is left to the next start's recovery
    /// @return rigs whose run did not end in time
    public List<String> shutDown(Duration limit) throws InterruptedException {
        List<Running> all;
        synchronized (this) {
            ending = true;
            all = new ArrayList<>(running.values());
        }
        for (int turn = 0; turn < TURNS; turn++) {
            all.forEach(run -> interrupt(run, Stop.Why.SHUTDOWN));
            long deadline = System.nanoTime() + limit.toNanos() / TURNS;
            for (Running run : all) {
                run.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        }
        synchronized (this) {
            return List.copyOf(running.keySet());
        }
    }
}
