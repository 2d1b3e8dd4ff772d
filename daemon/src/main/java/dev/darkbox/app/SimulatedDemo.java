package dev.darkbox.app;

import dev.darkbox.cli.Demo;
import dev.darkbox.cli.Exit;
import dev.darkbox.cli.ProgressView;
import dev.darkbox.cli.Screen;
import dev.darkbox.config.CheckConfig;
import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.MqttConfig;
import dev.darkbox.config.PartsConfig;
import dev.darkbox.config.ProbeConfig;
import dev.darkbox.config.QualityConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Reply;
import dev.darkbox.device.Celsius;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Readout;
import dev.darkbox.device.Time;
import dev.darkbox.device.sim.VirtualTime;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Runs;
import dev.darkbox.log.LogLines;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.Darkness;
import dev.darkbox.plan.DueRules;
import dev.darkbox.plan.Evening;
import dev.darkbox.plan.FirstMaster;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.KeepRaw;
import dev.darkbox.plan.Planner;
import dev.darkbox.plan.Preset;
import dev.darkbox.plan.PromoteRule;
import dev.darkbox.plan.RefreshPlan;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.schedule.Stop;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// `darkbox demo`: a whole refresh on the simulated rig in virtual time, with real files.
///
/// Each run in a folder is one season later than the one before: the first begins on the evening of 2025-09-23, the
/// next half a year on, and so forth. A run that was cut is gone on with.
final class SimulatedDemo implements Demo {

    private static final long SEED = 20_250_923;
    private static final int SEASON_DAYS = 182;
    private static final FrameShape SENSOR = new FrameShape(1280, 1024);
    private static final Duration SETTLE = Duration.ofSeconds(10);
    private static final LiveConfig LIVE = new LiveConfig(LiveConfig.Mode.PREVIEW, 1, 32 << 20,
            Duration.ofMinutes(3));

    private final Time wall;
    private final Integration integration;
    private final String software;

    /// @param wall for telling how long it took
    SimulatedDemo(Time wall, Integration integration, String software) {
        this.wall = wall;
        this.integration = integration;
        this.software = software;
    }

    @Override
    public int run(Path to, Optional<InetSocketAddress> broker, Screen screen)
            throws IOException, InterruptedException {
        Instant began = wall.now();
        Path library = to.toAbsolutePath().normalize();
        Files.createDirectories(library);
        int runs = runs(library);
        List<Runs.Unfinished> cut = new Runs(library, Disk.real(), wall).unfinished("demo");
        int season = cut.isEmpty() ? runs : Math.max(0, runs - 1);
        RigConfig rig = rig(library, season);
        var time = new VirtualTime(evening(season));
        var kit = new Kit(time, Disk.real(), integration, StackOrder.of(List.of()), LIVE, software);
        var masters = new ArrayList<RunEvent.MasterReady>();
        var view = new ProgressView(screen);
        var ends = new ArrayList<RunEvent.RunEnded>();
        if (broker.isPresent()) {
            LogLines.begin("WARN", System.getenv());
        }
        Optional<Panels> panels = broker.map(at -> panels(at, rig, kit));
        EventSink events = event -> {
            view.emit(event);
            panels.ifPresent(panel -> panel.emit(event));
            switch (event) {
                case RunEvent.MasterReady ready -> masters.add(ready);
                case RunEvent.RunEnded ended -> ends.add(ended);
                case RunEvent _ -> {
                    // only shown
                }
            }
        };
        RigRun run = cut.isEmpty()
                ? RigRun.begin(rig, plan(rig, time), kit, events)
                : RigRun.resume(rig, cut.getFirst().journal(), kit, events);
        run.run(new Stop()).run();
        Duration took = Duration.between(began, wall.now());
        if (panels.isPresent()) {
            show(panels.get(), broker.get(), screen);
        }
        report(screen, library, masters, took, Duration.between(evening(season), time.now()));
        return ends.getLast().end() == RunEvent.End.DONE ? Exit.DONE : Exit.NO;
    }

    private Panels panels(InetSocketAddress broker, RigConfig rig, Kit kit) {
        var mqtt = new MqttConfig(broker.getHostString(), broker.getPort(), "", Optional.empty(),
                Optional.empty(), "darkbox", "demo", "homeassistant", "homeassistant/status", "online",
                List.of(), true);
        var panels = new Panels(mqtt, List.of(rig), kit,
                (_, answer) -> answer.say(new Reply.Problem(1, "the demo takes no commands")),
                rig.library().resolve("ops"), wall, RandomGenerator.getDefault());
        panels.start();
        return panels;
    }

    /// Waits a little for a slow broker, and says how it went.
    private static void show(Panels panels, InetSocketAddress broker, Screen screen)
            throws InterruptedException {
        boolean there = panels.settle(SETTLE);
        panels.close();
        String place = broker.getHostString() + ":" + broker.getPort();
        screen.out().println(there
                ? "shown on " + place + " below darkbox/demo/"
                : place + " did not take everything in %d s; why stands above".formatted(SETTLE.toSeconds()));
    }

    private static Instant evening(int season) {
        return ZonedDateTime.of(2025, 9, 23, 19, 0, 0, 0, ZoneId.systemDefault())
                .plusDays((long) SEASON_DAYS * season).toInstant();
    }

    private static int runs(Path library) throws IOException {
        Path folder = library.resolve("ops").resolve("runs");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".journal")).count();
        }
    }

    private static RigConfig rig(Path library, int season) {
        var equipment = new EquipmentConfig.Sim(SENSOR, Celsius.of(15), 40_000, SEED, season, 0.01, "1",
                List.of("L", "R", "G", "B", "Ha", "OIII", "SII"), true, true, List.of("dew"));
        var preset = new Preset("standard", new Readout(100, 50, 1, "", Readout.NONE), Celsius.of(-10),
                new FrameSet.Bias(10, 210),
                List.of(new FrameSet.Dark(Duration.ofSeconds(60), 0, 40),
                        new FrameSet.Dark(Duration.ofSeconds(180), 0, 40)),
                List.of(new FrameSet.DarkFlat("L", Duration.ofMillis(1200), 0, 40),
                        new FrameSet.DarkFlat("Ha", Duration.ofMillis(5400), 0, 40)),
                Preset.USUAL_ORDER, Duration.ZERO);
        return new RigConfig("demo", "Simulated observatory", "", library, equipment, PartsConfig.none(),
                Darkness.CAP, true,
                CoolingRules.defaults(),
                new ProbeConfig(Duration.ofSeconds(10), 5, 100),
                new QualityConfig(10, QualityConfig.OnDrift.HOLD), CheckConfig.usual(),
                DueRules.usual(), ScheduleRules.off(ZoneId.systemDefault()), List.of(preset),
                RefreshPlan.Profile.STAGING, FirstMaster.ACCEPT, PromoteRule.WARN,
                KeepRaw.ALWAYS);
    }

    private static RefreshPlan plan(RigConfig rig, Time time) {
        return Planner.plan(new RigPresets(rig.name(), rig.presets()), RefreshPlan.Scope.ALL,
                Evening.of(time.now(), ZoneId.systemDefault()), rig.profile()).orElseThrow();
    }

    private static void report(Screen screen, Path library, List<RunEvent.MasterReady> masters, Duration took,
            Duration night) {
        screen.out().println();
        screen.out().println(String.format(Locale.ROOT, "%-20s %7s %10s %10s %9s %7s  %s",
                "master", "frames", "mean ADU", "median ADU", "sigma ADU", "hot", "verdict"));
        for (RunEvent.MasterReady e : masters) {
            screen.out().println(String.format(Locale.ROOT, "%-20s %7d %10.2f %10.2f %9.2f %7d  %s: %s",
                    e.set().label(), e.frames(), e.meanAdu(), e.medianAdu(), e.sigmaAdu(), e.hotPixels(),
                    e.verdict(), e.remark()));
        }
        screen.out().println();
        screen.out().println(String.format(Locale.ROOT, "A night of %d h %02d min in %.1f s. Where to look:",
                night.toHours(), night.toMinutesPart(), took.toMillis() / 1000.0));
        if (!masters.isEmpty()) {
            Path dated = masters.getFirst().file().toAbsolutePath().getParent();
            screen.out().println(
                    "  " + dated + "  masters (.fit .xisf), logs (.xrs), pictures (.png), raw frames");
        }
        screen.out().println("  " + library.resolve("ops").resolve("calibration-index.md") + "  the index");
        screen.out().println(
                "  " + library.resolve("masters").resolve("staging") + "  what programs are pointed at");
        screen.out().println("Run it again for the next season, compared with this one.");
    }
}
