package dev.darkbox.app;

import dev.darkbox.cli.DueReport;
import dev.darkbox.config.RigConfig;
import dev.darkbox.control.Command;
import dev.darkbox.control.Reply;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FrameShape;
import dev.darkbox.frame.Disk;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.DueMasters;
import dev.darkbox.library.LedgerEntry;
import dev.darkbox.plan.DueItem;
import dev.darkbox.plan.Evening;
import dev.darkbox.plan.RigPresets;
import dev.darkbox.plan.ScheduleRules;
import dev.darkbox.schedule.Opening;
import dev.darkbox.schedule.Openings;
import dev.darkbox.schedule.Standing;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the daemon answers about what is due, and where it notes that somebody asked.
///
/// Threading: any.
final class DueDesk {

    private final Kit kit;
    private final Sensors sensors;
    private final Function<String, Optional<Standing>> standings;

    /// @param standings of the rigs' schedules, by name
    DueDesk(Kit kit, Sensors sensors, Function<String, Optional<Standing>> standings) {
        this.kit = kit;
        this.sensors = sensors;
        this.standings = standings;
    }

    /// What is made next, or becomes due next.
    ///
    /// @param label of the set; empty when nothing ever becomes due
    /// @param at when it begins by itself, or without a schedule the noon before the evening on which it becomes due;
    ///     empty when it is due and nothing begins by itself
    record Next(Optional<String> label, Optional<Instant> at) {}

    /// The rig's masters against its presets, this evening.
    static DueMasters masters(RigConfig rig, Kit kit) throws IOException {
        return new CalibrationLibrary(rig.library(), kit.disk()).due(
                new RigPresets(rig.name(), rig.presets()), rig.due(), evening(rig, kit.time().now()));
    }

    static LocalDate evening(RigConfig rig, Instant now) {
        return Evening.of(now, rig.schedule().zone());
    }

    /// When the next refresh begins by itself, as the files have it.
    static Next next(RigConfig rig, DueMasters masters, Kit kit) throws IOException {
        List<DueItem> due = masters.due();
        ScheduleRules rules = rig.schedule();
        boolean begins = rules.refresh() == ScheduleRules.Refresh.DUE;
        var openings = new Openings(rules.windows(), rules.zone());
        Instant now = kit.time().now();
        if (!due.isEmpty()) {
            Instant tried = new TriedFile(rig.library(), kit.disk()).recall().refresh();
            boolean isOpen = openings.at(now).map(open -> !open.from().equals(tried)).orElse(false);
            Optional<Instant> at = isOpen ? Optional.of(now) : openings.after(now).map(Opening::from);
            return new Next(Optional.of(due.getFirst().set().label()), begins ? at : Optional.empty());
        }
        Optional<DueMasters.Coming> coming = masters.coming();
        Optional<Instant> noon = coming.map(next -> noon(next.evening(), rules.zone()));
        return new Next(coming.map(next -> next.set().label()), begins
                ? noon.flatMap(at -> openings.at(at).map(_ -> at).or(
                        () -> openings.after(at).map(Opening::from)))
                : noon);
    }

    private static Instant noon(LocalDate evening, ZoneId zone) {
        return evening.atTime(LocalTime.NOON).atZone(zone).toInstant();
    }

    Reply.Due due(RigConfig rig) throws IOException, DeviceException, InterruptedException {
        DueMasters masters = masters(rig, kit);
        FrameShape sensor = sensors.known(rig, masters.picture());
        String schedule = standings.apply(rig.name()).map(Standing::line).orElse("off");
        return report(rig, sensor).of(masters, Disk.room(rig.library()), schedule,
                next(rig, masters, kit).at());
    }

    DueReport report(RigConfig rig, FrameShape sensor) {
        return new DueReport(rig, sensor, kit::storesFrames, evening(rig, kit.time().now()));
    }

    Reply.Noted ask(RigConfig rig, Command.Ask ask) throws IOException {
        new CalibrationLibrary(rig.library(), kit.disk()).ledger()
                .add(new LedgerEntry.Asked(kit.time().now(), rig.name(), ask.scope(), oneLine(ask.why())));
        return new Reply.Noted(rig.name(), "noted; " + (rig.schedule().refresh() == ScheduleRules.Refresh.DUE
                ? "due in the next window"
                : "due now: darkbox refresh due"));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200);
    }
}
