package dev.darkbox.library;

import dev.darkbox.frame.AcceptedFrame;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.frame.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Raw frames that were integrated and are still there.
///
/// Which frames went into which master is what the journals of the runs say; frames no journal knows are nobody's and
/// are left alone, and so are those of a later run that took the names of others that were deleted.
///
/// @param master it was made of them
/// @param frames those whose files are there, as they were written
record RawFrames(MasterEntry master, List<AcceptedFrame> frames) {

    RawFrames {
        frames = List.copyOf(frames);
    }

    long bytes() {
        return frames.stream().mapToLong(AcceptedFrame::bytes).sum();
    }

    /// All of a library whose runs are over.
    ///
    /// @param masters by name and run, see [#key]
    static List<RawFrames> of(Path root, List<DatedFolder> folders, Map<String, MasterEntry> masters,
            Runs runs)
            throws IOException {
        Set<String> evenings = new HashSet<>();
        for (DatedFolder folder : folders) {
            if (hasRaw(folder)) {
                evenings.add(folder.evening().toString());
            }
        }
        var found = new ArrayList<RawFrames>();
        if (evenings.isEmpty()) {
            return found;
        }
        for (Runs.Spent spent : runs.spent(run -> evenings.stream().anyMatch(run::startsWith))) {
            MasterEntry master = masters.get(key(spent.master(), spent.runId()));
            List<AcceptedFrame> there = spent.frames().stream().filter(frame -> isWhole(root, frame))
                    .toList();
            if (master != null && !there.isEmpty() && isOf(spent.runId(), there.getFirst().file())) {
                found.add(new RawFrames(master, there));
            }
        }
        return found;
    }

    static String key(String name, String runId) {
        return name + "/" + runId;
    }

    /// Folders of raw frames have no dot in their names.
    private static boolean hasRaw(DatedFolder folder) {
        return folder.names().stream().anyMatch(name -> name.indexOf('.') < 0
                && Files.isDirectory(folder.folder().resolve(name)));
    }

    private static boolean isWhole(Path root, AcceptedFrame frame) {
        try {
            return frame.file().startsWith(root) && Files.size(frame.file()) == frame.bytes();
        } catch (IOException _) {
            return false;
        }
    }

    /// What the frame itself says: a name may have been used twice.
    private static boolean isOf(String runId, Path frame) {
        try {
            return runId.equals(FitsImage.of(frame).header().get("DBXRUN"));
        } catch (IOException _) {
            return false;
        }
    }

    /// Deletes the frames, then the folders they leave empty. Cut anywhere, what is left is found and deleted next time.
    ///
    /// @return those that were deleted
    List<AcceptedFrame> delete(Disk disk) throws IOException {
        var deleted = new ArrayList<AcceptedFrame>();
        Set<Path> folders = new HashSet<>();
        for (AcceptedFrame frame : frames) {
            if (isOf(master.runId(), frame.file())) {
                disk.delete(frame.file());
                deleted.add(frame);
                folders.add(frame.file().resolveSibling(""));
            }
        }
        for (Path folder : folders) {
            if (DatedFolder.names(folder).isEmpty()) {
                disk.delete(folder);
            }
        }
        return deleted;
    }
}
