package dev.darkbox.app;

import dev.darkbox.config.RigConfig;
import dev.darkbox.device.Time;
import dev.darkbox.event.EventSink;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.schedule.Autopilot;
import dev.darkbox.schedule.Scheduler;
import dev.darkbox.schedule.SpotChecks;
import dev.darkbox.schedule.Standing;
import dev.darkbox.schedule.Start;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tinylog.Logger;

/// What begins by itself on the rigs of this process: one thread, `schedule`, looks once a minute at each that has a
/// schedule.
///
/// Threading: [#standing] is for any.
final class Schedules implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMinutes(1);

    private final Time time;
    private final List<Autopilot> pilots;
    private final Map<String, String> told = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("schedule").unstarted(this::run);

    private Schedules(Time time, List<Autopilot> pilots) {
        this.time = time;
        this.pilots = List.copyOf(pilots);
    }

    /// For every rig whose `refresh` is on; nothing is looked at before [#start].
    static Schedules of(List<RigConfig> rigs, Kit kit, Scheduler scheduler, Sensors sensors, EventSink events,
            Function<String, Optional<String>> topics, SpotChecks checks) {
        return new Schedules(kit.time(), rigs.stream()
                .filter(rig -> rig.schedule().refresh() == ScheduleRules.Refresh.DUE)
                .map(rig -> new Autopilot(rig.name(), rig.schedule(), scheduler,
                        new RigAgenda(rig, kit, sensors, events), new Conditions(rig, topics), checks,
                        new TriedFile(rig.library(), kit.disk())))
                .toList());
    }

    /// A rig goes on with what began by itself before a restart: watched like what begins now. Before [#start].
    void adopt(Start.Accepted run) {
        pilots.stream().filter(pilot -> pilot.rig().equals(run.rig()))
                .forEach(pilot -> pilot.adopt(run.since()));
    }

    void start() {
        if (!pilots.isEmpty()) {
            thread.start();
        }
    }

    /// What a rig's schedule does or waits for; empty where nothing begins by itself.
    Optional<Standing> standing(String rig) {
        return pilots.stream().filter(pilot -> pilot.rig().equals(rig)).map(Autopilot::standing).findFirst();
    }

    private void run() {
        try {
            while (true) {
                time.sleep(LOOK);
                look(LOOK);
            }
        } catch (InterruptedException _) {
            // the daemon ends
        }
    }

    /// One look at every rig.
    ///
    /// @param waited since the last
    void look(Duration waited) throws InterruptedException {
        for (Autopilot pilot : pilots) {
            try {
                tell(pilot.rig(), pilot.look(time.now(), waited).line());
            } catch (RuntimeException e) {
                Logger.error(e, "{}: schedule: a bug", pilot.rig());
            }
        }
    }

    private void tell(String rig, String line) {
        if (!line.equals(told.put(rig, line))) {
            Logger.info("{}: schedule: {}", rig, line);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
