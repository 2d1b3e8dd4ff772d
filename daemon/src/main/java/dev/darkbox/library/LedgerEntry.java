package dev.darkbox.library;

import dev.darkbox.plan.RefreshPlan.Profile;
import dev.darkbox.plan.RefreshPlan.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing that was said or seen of a library after its masters were made, which no master's header can hold.
public sealed interface LedgerEntry {

    /// When it was said or seen.
    Instant at();

    /// Name of the rig, as in the configuration or in the master's header; may be empty.
    String rig();

    /// A word on a master. The last one of a profile counts.
    ///
    /// @param profile where it counts; a withdrawal counts in both
    /// @param by who said it: a person's name, or [#ITSELF]
    /// @param why one line; may be empty
    record Word(Instant at, String rig, MasterId master, Kind kind, Profile profile, String by, String why)
            implements
                LedgerEntry {

        /// `by` of what Darkbox decides by its own rules.
        public static final String ITSELF = "darkbox";

        /// From use-it to never-use-it.
        public enum Kind {
            /// It is in force in the profile.
            PROMOTE,
            /// It is not in force in the profile, and nothing but a person's word puts it there.
            HOLD,
            /// It was wrong: it is in force nowhere, and nothing is compared with it.
            WITHDRAW
        }

        public boolean byPerson() {
            return !by.equals(ITSELF);
        }
    }

    /// The camera of the rig was seen in this epoch, for the first time since another.
    record EpochSeen(Instant at, String rig, String epochId) implements LedgerEntry {

        /// The last of a rig; empty when its camera was seen in no other epoch yet.
        ///
        /// @param entries oldest first
        public static Optional<EpochSeen> last(List<LedgerEntry> entries, String rig) {
            return entries.reversed().stream().filter(EpochSeen.class::isInstance).map(EpochSeen.class::cast)
                    .filter(seen -> seen.rig().equals(rig)).findFirst();
        }
    }

    /// A person wants masters made again.
    record Asked(Instant at, String rig, Scope scope, String why) implements LedgerEntry {}

    /// A few frames were compared with a master.
    ///
    /// @param text one line: what was compared and what came out
    record SpotChecked(Instant at, String rig, MasterId master, boolean passed, String text)
            implements
                LedgerEntry {}

    /// It was tried which masters the consumers pick, and whether they fit.
    ///
    /// @param text one line: what was tried and what came out
    record Validated(Instant at, String rig, boolean passed, String text) implements LedgerEntry {}
}
