package dev.darkbox.library;

import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.Runs;
import dev.darkbox.library.Holding.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Deletes raw frames that are not needed any more: those of masters in production, or whose place another has taken.
///
/// Each step is finished and durable before the next, so that no cut of power leaves neither the frames
/// nor a master that is whole:
///
/// 1. the run is over: its journal ends, with fsync;
/// 2. the master is in production: the whole set it is in was made durable and turned to;
/// 3. the master's log and both twins are read again, from the first byte to the last, and agree with their checksums;
/// 4. the frames its run's journal names are deleted, one by one;
/// 5. a folder they leave empty is deleted.
///
/// Nothing is noted: what a cut leaves over is found again by the same steps. Frames of masters that are held, failed or
/// withdrawn stay, and so does every file that no journal knows, that is not of the size it was written with, or whose
/// header names another run.
public final class Retention {

    private Retention() {}

    /// What was deleted.
    ///
    /// @param masters whose frames were deleted
    /// @param kept one line for each master whose frames stay because it is not whole
    public record Freed(int masters, int frames, long bytes, List<String> kept) {

        public Freed {
            kept = List.copyOf(kept);
        }
    }

    /// Deletes what may be deleted now.
    ///
    /// @param runs of the library
    public static Freed free(CalibrationLibrary library, Runs runs) throws IOException {
        var kept = new ArrayList<String>();
        int masters = 0;
        int frames = 0;
        long bytes = 0;
        for (RawFrames raw : spent(library, DatedFolder.of(library.root()), library.holdings().holdings(),
                runs)) {
            if (MasterCheck.isWhole(raw.master().files())) {
                List<AcceptedFrame> deleted = raw.delete(library.disk());
                masters++;
                frames += deleted.size();
                bytes += deleted.stream().mapToLong(AcceptedFrame::bytes).sum();
            } else {
                kept.add("%s is not as it was written: its %d raw frames stay".formatted(
                        raw.master().files().fit(), raw.frames().size()));
            }
        }
        return new Freed(masters, frames, bytes, kept);
    }

    /// Raw frames that may be deleted once their masters are read again.
    static List<RawFrames> spent(
            CalibrationLibrary library, List<DatedFolder> folders, List<Holding> holdings, Runs runs)
            throws IOException {
        Map<String, MasterEntry> masters = new HashMap<>();
        for (Holding holding : holdings) {
            if (holding.state() == State.PRODUCTION || holding.state() == State.SUPERSEDED) {
                MasterEntry master = holding.master();
                masters.put(RawFrames.key(master.name(), master.runId()), master);
            }
        }
        return RawFrames.of(library.root(), folders, masters, runs);
    }
}
