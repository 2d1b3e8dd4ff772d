package dev.darkbox.cli;

import dev.darkbox.control.Reply;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.plan.RefreshPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Replies as a person reads them.
final class Texts {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm",
            Locale.ROOT);

    private Texts() {}

    static List<String> plan(Reply.Planned plan) {
        var lines = new ArrayList<String>();
        lines.add("%s: %s, about %s, %s of disk (%s free)".formatted(plan.rig(), sets(plan.sets().size()),
                duration(plan.expected()), bytes(plan.diskBytes()), bytes(plan.freeBytes())));
        for (int i = 0; i < plan.sets().size(); i++) {
            lines.add("  " + set(plan.sets().get(i), i < plan.costs().size()
                    ? Optional.of(plan.costs().get(i))
                    : Optional.empty()));
        }
        if (!plan.fits()) {
            lines.add("  it does not fit on the disk");
        }
        return lines;
    }

    static String begun(Reply.Accepted begun) {
        return "%s: begun, %d frames, about %s".formatted(begun.rig(), begun.frames(),
                duration(begun.expected()));
    }

    /// In front of what is taken; empty for a refresh.
    static String purpose(RefreshPlan.Purpose purpose) {
        return switch (purpose) {
            case REFRESH -> "";
            case SPOT_CHECK -> "spot check of ";
            case VALIDATION -> "validation with ";
        };
    }

    private static String set(PlannedSet set, Optional<Reply.Cost> cost) {
        String discard = set.set().discard() == 0 ? "" : ", first " + set.set().discard() + " dropped";
        String alone = cost.map(c -> "; alone %s with %s of cooling, %s".formatted(duration(c.expected()),
                duration(c.cooling()), bytes(c.diskBytes()))).orElse("");
        return "%-20s %4d frames at %s%s%s".formatted(set.label(),
                set.set().keep() + set.set().discard(), set.target(), discard, alone);
    }

    static String sets(int number) {
        return number == 1 ? "1 set" : number + " sets";
    }

    static String state(Reply.State state) {
        String sensor = state.sensor().isKnown() ? ", sensor " + state.sensor() : "";
        String notice = state.notice().isEmpty() ? "" : "\n  " + state.notice();
        String live = (state.dark().isEmpty() ? "" : "\n  " + state.dark())
                + (state.live().isEmpty() ? "" : "\n  " + state.live());
        if (state.runs()) {
            return "%s: runs since %s, %d of %d frames, %s%s%s%s".formatted(state.rig(), time(state.since()),
                    state.frames(), state.framesOf(), state.doing(), sensor, live, notice);
        }
        return state.since().equals(Instant.EPOCH)
                ? state.rig() + ": idle"
                : "%s: idle since %s, last run: %s%s".formatted(state.rig(), time(state.since()),
                        state.doing(), notice);
    }

    static String master(Reply.Master master) {
        return String.format(Locale.ROOT,
                "%s%s  %-4s %4d frames  mean %9.2f  median %9.2f  sigma %8.2f ADU  hot %7d  %s%s",
                master.rig().isEmpty() ? "" : master.rig() + "  ", master.evening(), master.verdict(),
                master.frames(), master.meanAdu(), master.medianAdu(),
                master.sigmaAdu(), master.hotPixels(), master.name(), switch (master.epochState()) {
                    case NEWEST -> "";
                    case OLD -> "  old epoch";
                    case UNKNOWN -> "  epoch unknown";
                });
    }

    static String duration(Duration duration) {
        long minutes = (duration.toSeconds() + 30) / 60;
        if (minutes == 0) {
            return duration.toSeconds() + " s";
        }
        return minutes < 60 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
    }

    static String bytes(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }
}
