package dev.darkbox.frame;

import dev.darkbox.device.FrameBuffer;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The accepted frames of one run. What the journal says exists, exists; what it does not say is redone.
///
/// Threading: one thread at a time.
public interface FrameVault {

    /// Makes a frame durable: written to `NAME.part`, fsync, rename, fsync of the folder, then one journal
    /// line with fsync. When this returns, a power cut cannot lose it.
    ///
    /// @return the frame's file
    /// @throws IOException the disk is full or failing; the message names the file
    Path accept(PlannedSet set, FrameBuffer pixels, RawFrame facts) throws IOException;

    /// One line about a frame that was not kept, for the integration log.
    void reject(PlannedSet set, RawFrame facts, String reason) throws IOException;

    /// Accepted frames of the set so far, oldest first, those of the run's earlier life included.
    List<Path> frames(PlannedSet set);

    /// Reasons of the frames not kept, oldest first, as given to [#reject], with their time.
    List<String> rejected(PlannedSet set);
}
