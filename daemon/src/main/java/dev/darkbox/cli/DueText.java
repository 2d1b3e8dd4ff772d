package dev.darkbox.cli;

import dev.darkbox.control.Reply;
import dev.darkbox.plan.DueItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is due as a person reads it.
final class DueText {

    private DueText() {}

    /// @param all also what is not due
    static List<String> lines(Reply.Due due, boolean all) {
        var lines = new ArrayList<String>();
        long number = due.rows().stream().filter(row -> row.item().isDue()).count();
        lines.add(number == 0
                ? due.rig() + ": nothing is due"
                : "%s: %d of %s due, about %s, %s of disk (%s free)".formatted(due.rig(), number,
                        Texts.sets(due.rows().size()), Texts.duration(due.total().expected()),
                        Texts.bytes(due.total().diskBytes()), Texts.bytes(due.freeBytes())));
        for (Reply.DueRow row : due.rows()) {
            if (row.item().isDue() || all) {
                lines.add("  " + line(row));
            }
        }
        if (number > 0 && due.total().diskBytes() > due.freeBytes()) {
            lines.add("  it does not fit on the disk");
        }
        due.next().ifPresent(next -> lines.add("  next: " + next));
        lines.add("  schedule: " + due.schedule()
                + due.nextAt().map(at -> ", from " + Texts.time(at)).orElse(""));
        return lines;
    }

    private static String line(Reply.DueRow row) {
        DueItem item = row.item();
        String label = item.set().label();
        if (!item.isDue()) {
            return "%-20s %-9s %s".formatted(label, "-", item.near());
        }
        String match = item.match().name().toLowerCase(Locale.ROOT);
        return "%-20s %-9s %s (%d frames, alone %s, %s)".formatted(label, match, item.why(),
                row.cost().frames(), Texts.duration(row.cost().expected()),
                Texts.bytes(row.cost().diskBytes()));
    }
}
