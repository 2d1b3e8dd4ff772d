package dev.darkbox.frame;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.FrameBuffer;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The accepted frames of one run. What the journal says exists, exists; what it does not say is redone.
///
/// Threading: one thread at a time.
public interface FrameVault {

    /// Notes, durably, that a set is begun at its set point, which may be warmer than planned: a run that is cut
    /// before the first frame goes on there.
    ///
    /// @throws IOException the disk is full or failing; the message names the file
    void begin(PlannedSet set) throws IOException;

    /// The set at the set point it was last begun at, by this run or its earlier life; as planned if it never was. A
    /// run only ever raises set points, so the last is the warmest.
    PlannedSet lastBegun(PlannedSet planned);

    /// Makes a frame durable: its camera's epoch, then the frame, written to `NAME.part`, fsync, rename, fsync of the folder, then one journal
    /// line with fsync. When this returns, a power cut cannot lose it.
    ///
    /// @return the frame's file
    /// @throws IOException the disk is full or failing; the message names the file
    Path accept(PlannedSet set, FrameBuffer pixels, RawFrame facts) throws IOException;

    /// Notes, durably, that the frames of the set so far do not count, and deletes them: a set is of one epoch.
    ///
    /// @param why one line, for the integration log
    void beginAgain(PlannedSet set, String why) throws IOException;

    /// The camera's epochs of the accepted frames of the set, by their ids; frames that name none are left out. An epoch
    /// whose file is lost is [CameraEpoch#UNKNOWN].
    Map<String, CameraEpoch> epochs(PlannedSet set);

    /// One line about a frame that was not kept, for the integration log.
    void reject(PlannedSet set, RawFrame facts, String reason) throws IOException;

    /// Takes back an accepted frame, durably: it does not count, its file is deleted, the reason stands among those of the
    /// frames not kept.
    ///
    /// @param frame one of [#frames]
    /// @return false when it cannot be taken back, because it was integrated and not stored; then nothing has changed
    boolean withdraw(PlannedSet set, Path frame, String reason) throws IOException;

    /// Accepted frames of the set so far, oldest first, those of the run's earlier life included.
    List<Path> frames(PlannedSet set);

    /// Reasons of the frames not kept, oldest first, as given to [#reject], with their time.
    List<String> rejected(PlannedSet set);
}
