package dev.darkbox.capture;

import dev.darkbox.device.CameraEpoch;
import dev.darkbox.device.EpochChange;
import dev.darkbox.device.Evidence;
import dev.darkbox.event.RunEvent;
import dev.darkbox.frame.FrameVault;
import dev.darkbox.plan.PlannedSet;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares what the camera is now with what it was: for the masters made before, and for the frames of a set.
///
/// An epoch that is not known is neither equal nor changed: it is said once, and nothing is done about it.
final class EpochWatch {

    /// Changes told in full in one line.
    private static final int MOST_TOLD = 4;

    private final Scene scene;
    private final FrameVault vault;
    private final Archive archive;
    private final Set<String> compared = new HashSet<>();

    EpochWatch(Scene scene, FrameVault vault, Archive archive) {
        this.scene = scene;
        this.vault = vault;
        this.archive = archive;
    }

    /// Tells how the present epoch stands to that of the preset's newest master, once a preset.
    void compareWithMasters(String preset, CameraEpoch now) {
        if (!compared.add(preset)) {
            return;
        }
        Optional<Archive.Made> newest;
        try {
            newest = archive.newest(preset);
        } catch (IOException e) {
            scene.trouble("disk", String.valueOf(e.getMessage()), "the camera's epoch is not compared");
            return;
        }
        if (newest.isEmpty()) {
            return;
        }
        String masters = "the masters of " + newest.get().evening();
        CameraEpoch before = newest.get().epoch();
        switch (now.relationTo(before)) {
            case SAME -> checked("epoch %s, that of %s".formatted(now.id(), masters));
            case UNKNOWN -> checked("epoch %s, that of %s is unknown".formatted(
                    now.isKnown() ? now.id() : "unknown", masters));
            case OTHER -> changed(now, before, masters,
                    "bias, darks and dark flats made before are of another epoch");
        }
    }

    private void checked(String what) {
        scene.emit(new RunEvent.Checked(scene.now(), scene.name(), what, Evidence.REPORTED));
    }

    /// Drops the frames of a set that are of another epoch than the camera is now.
    ///
    /// @return how many frames the set has now
    int keepFitting(PlannedSet set, CameraEpoch now, FrameStore store)
            throws IOException, InterruptedException {
        int had = vault.frames(set).size();
        Optional<Map.Entry<String, CameraEpoch>> other = vault.epochs(set).entrySet().stream()
                .filter(epoch -> isOther(now, epoch.getKey())).findFirst();
        if (other.isEmpty()) {
            return had;
        }
        CameraEpoch before = other.get().getValue();
        String why = changed(now, before, "%s of %s".formatted(
                had == 1 ? "the first frame" : "the first " + had + " frames", set.label()),
                "%s begins again".formatted(set.label()));
        store.beginAgain(set, why);
        return 0;
    }

    /// Whether frames of `id` do not go together with frames taken now. Another readout mode nobody asked for is as bad
    /// as another driver.
    static boolean isOther(CameraEpoch now, String id) {
        return now.isKnown() && !id.isEmpty() && !id.equals(now.id());
    }

    /// Tells it.
    ///
    /// @return the line told
    private String changed(CameraEpoch now, CameraEpoch before, String since, String decision) {
        List<EpochChange> changes = now.changesFrom(before);
        String what = changes.isEmpty() ? "epoch" : EpochChange.kinds(changes);
        String line = changes.isEmpty()
                ? before.isKnown() ? "another readout mode" : "what it was is lost"
                : EpochChange.line(changes, MOST_TOLD);
        var event = new RunEvent.EpochChanged(scene.now(), scene.name(), now.id(), what, since, line,
                decision);
        scene.emit(event);
        return event.line();
    }
}
