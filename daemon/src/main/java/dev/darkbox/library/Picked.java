package dev.darkbox.library;

import java.util.List;
import java.util.Optional;

/// The answer to "which master?".
///
/// @param best newest of those that fit
/// @param fitting all that fit, the best one first
/// @param rejected the others: those of the kind that is wanted first, and of these those that fail in the fewest points
public record Picked(Optional<Holding> best, List<Holding> fitting, List<Rejected> rejected) {

    public Picked {
        fitting = List.copyOf(fitting);
        rejected = List.copyOf(rejected);
    }

    /// A master that does not fit.
    ///
    /// @param why one line for each point in which it does not; never empty
    public record Rejected(Holding holding, List<String> why) {

        public Rejected {
            why = List.copyOf(why);
        }
    }
}
