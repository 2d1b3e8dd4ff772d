package dev.darkbox.library;

import dev.darkbox.plan.RefreshPlan.Profile;
import java.util.ArrayList;
import java.util.List;

/// What became of a profile's published masters.
///
/// @param in those that are in force now and were not
/// @param out those that were and are not
/// @param notes one line for each thing that is not as one might expect
public record Turned(Profile profile, List<MasterId> in, List<MasterId> out, List<String> notes) {

    public Turned {
        in = List.copyOf(in);
        out = List.copyOf(out);
        notes = List.copyOf(notes);
    }

    Turned noting(List<String> first) {
        var all = new ArrayList<>(first);
        all.addAll(notes);
        return new Turned(profile, in, out, all);
    }

    /// Whether programs see another set than before.
    public boolean isChange() {
        return !in.isEmpty() || !out.isEmpty();
    }

    /// Whether there is nothing to tell.
    public boolean isNothing() {
        return !isChange() && notes.isEmpty();
    }
}
