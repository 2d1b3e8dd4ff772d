package dev.darkbox.cli;

import dev.darkbox.control.Json;
import dev.darkbox.control.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a library answered, as a person reads it.
final class LibraryLines {

    private LibraryLines() {}

    static List<String> of(Screen screen, Reply.OfLibrary reply) {
        return switch (reply) {
            case Reply.Candidate candidate -> candidate(screen, candidate);
            case Reply.Shown shown -> shown(shown);
            case Reply.Found found -> List.of(
                    "%s  %s".formatted(screen.marked(found.wrong() ? Screen.Mark.BAD : Screen.Mark.DIM,
                            "%-11s".formatted(found.code())), found.file()),
                    "             %s %s".formatted(found.text(), found.remedy()));
            case Reply.Auditing auditing -> List.of("%sreading %s again, every byte of them".formatted(
                    rig(auditing.rig()), masters(auditing.masters())));
            case Reply.AuditEnded ended -> List.of("%s%s, %s%s%s".formatted(rig(ended.rig()),
                    masters(ended.masters()),
                    ended.wrong() == 0 ? "nothing wrong" : ended.wrong() + " findings",
                    ended.checked() ? ", checksums read again" : ", checksums left out",
                    ended.reclaimableBytes() == 0
                            ? ""
                            : ", " + Texts.bytes(ended.reclaimableBytes())
                                    + " of raw frames may be deleted"));
            case Reply.Said said ->
                List.of("%s%s/%s: %s".formatted(rig(said.rig()), said.evening(), said.name(),
                        switch (said.word()) {
                            case "promote" -> "promoted";
                            case "hold" -> "on hold";
                            case String _ -> "withdrawn";
                        }));
            case Reply.Turned turned -> turned(turned);
            case Reply.Indexed indexed -> List.of("%s%s in %s".formatted(rig(indexed.rig()),
                    masters(indexed.masters()), indexed.file()));
        };
    }

    private static List<String> turned(Reply.Turned turned) {
        String profile = rig(turned.rig()) + Json.word(turned.profile());
        var lines = new ArrayList<String>();
        turned.in().forEach(master -> lines.add("%s has %s".formatted(profile, master)));
        turned.out().forEach(master -> lines.add("%s no longer has %s".formatted(profile, master)));
        turned.notes().forEach(note -> lines.add("  " + note));
        if (lines.isEmpty()) {
            lines.add("%s is as it was".formatted(profile));
        }
        return lines;
    }

    private static List<String> candidate(Screen screen, Reply.Candidate candidate) {
        var lines = new ArrayList<String>();
        String mark = candidate.best()
                ? screen.marked(Screen.Mark.GOOD, "use ")
                : candidate.why().isEmpty() ? "fits" : screen.marked(Screen.Mark.DIM, "no  ");
        lines.add(
                "%s  %s%s/%s  %s".formatted(mark, rig(candidate.rig()), candidate.evening(), candidate.name(),
                        candidate.state()));
        if (candidate.best()) {
            lines.add("      " + candidate.file());
        }
        candidate.why().forEach(why -> lines.add("      " + why));
        return lines;
    }

    private static List<String> shown(Reply.Shown shown) {
        var lines = new ArrayList<String>();
        lines.add("%s%s/%s".formatted(rig(shown.rig()), shown.evening(), shown.name()));
        for (Map.Entry<String, String> fact : shown.facts().entrySet()) {
            lines.add("  %-18s %s".formatted(fact.getKey(), fact.getValue()));
        }
        return lines;
    }

    private static String rig(String rig) {
        return rig.isEmpty() ? "" : rig + ": ";
    }

    private static String masters(int number) {
        return number == 1 ? "1 master" : number + " masters";
    }
}
