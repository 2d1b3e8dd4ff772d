package dev.darkbox.library;

import dev.darkbox.library.Holding.State;
import dev.darkbox.plan.RefreshPlan.Profile;
import java.util.List;
import java.util.Optional;

/// What programs are pointed at: production, and staging as long as nothing is in production. Pure.
///
/// @param masters by name
public record PointedAt(Profile profile, List<MasterEntry> masters) {

    public PointedAt {
        masters = List.copyOf(masters);
    }

    public static PointedAt of(List<Holding> holdings) {
        List<MasterEntry> production = in(State.PRODUCTION, holdings);
        return production.isEmpty()
                ? new PointedAt(Profile.STAGING, in(State.STAGING, holdings))
                : new PointedAt(Profile.PRODUCTION, production);
    }

    private static List<MasterEntry> in(State state, List<Holding> holdings) {
        return holdings.stream().filter(holding -> holding.state() == state).map(Holding::master)
                .sorted(java.util.Comparator.comparing(MasterEntry::name)).toList();
    }

    /// The one of a name.
    public Optional<MasterEntry> find(String name) {
        return masters.stream().filter(master -> master.name().equals(name)).findFirst();
    }
}
