package dev.darkbox.library;

import java.time.Instant;
import java.util.Optional;

/// How a master stands today.
///
/// @param goodAfter its first frame
/// @param goodUntil when its window was closed: the next of the same name and readout mode took its place in
///        production, the camera was seen in another epoch, or it was held or withdrawn; empty while it is open
/// @param why one line: who or what made the state
public record Holding(
        MasterEntry master, State state, Instant goodAfter, Optional<Instant> goodUntil, String why) {

    /// What is to be thought of a master. Only the first is what consumers are pointed at.
    public enum State {
        /// In force in production.
        PRODUCTION,
        /// In force in staging, or ready for it; not in production.
        STAGING,
        /// It waits for a person's word, or a person said so.
        HELD,
        /// A person said it was wrong.
        WITHDRAWN,
        /// It failed when it was made, and nobody said otherwise.
        FAILED,
        /// Another of the same name and readout mode took its place.
        SUPERSEDED
    }

    public MasterId id() {
        return MasterId.of(master);
    }

    /// Whether frames taken at this moment are in its window.
    public boolean isGoodAt(Instant moment) {
        return !moment.isBefore(goodAfter) && goodUntil.map(moment::isBefore).orElse(true);
    }
}
