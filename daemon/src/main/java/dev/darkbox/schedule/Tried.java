package dev.darkbox.schedule;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/// What began by itself last, for whoever decides after a restart.
///
/// @param refresh opening in which a refresh began; the epoch for none yet
/// @param masters it was to make
/// @param fruitless refreshes in a row before it that made nothing of what they were to make
/// @param check opening in which a spot check began; the epoch for none yet
public record Tried(Instant refresh, List<String> masters, int fruitless, Instant check) {

    public static final Tried NOTHING = new Tried(Instant.EPOCH, List.of(), 0, Instant.EPOCH);

    public Tried {
        masters = List.copyOf(masters);
    }

    /// Where it is kept.
    public interface Memory {

        /// What was kept last; [#NOTHING] when there is nothing, or nothing that can be read.
        Tried recall() throws IOException;

        /// Durable when this returns.
        void keep(Tried tried) throws IOException;
    }
}
