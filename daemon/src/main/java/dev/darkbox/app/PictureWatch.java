package dev.darkbox.app;

import dev.darkbox.capture.FrameWatch;
import dev.darkbox.device.FrameShape;
import dev.darkbox.event.EventSink;
import dev.darkbox.event.RunEvent;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.library.Conditions;
import dev.darkbox.library.Holding;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterKeys;
import dev.darkbox.master.MasterPicture;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.DarkPattern;
import dev.darkbox.quality.PatchGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at the pictures of a run with the eyes of [dev.darkbox.quality], and knows the masters they are compared with.
///
/// Memory: the levels of two masters' patches. Threading: the run's thread.
final class PictureWatch implements FrameWatch {

    private final String rig;
    private final Kit kit;
    private final CalibrationLibrary library;
    private final boolean checkFrames;
    private final EventSink events;
    private final Map<Path, Known> known = new HashMap<>();

    /// A master's patches.
    private record Known(FrameShape shape, PatchGrid patches) {}

    /// What the dark looked like, and of how large a picture.
    record Before(FrameShape shape, DarkPattern pattern) {}

    /// @param checkFrames whether frames are looked at; probes always are
    PictureWatch(String rig, Kit kit, CalibrationLibrary library, boolean checkFrames, EventSink events) {
        this.rig = rig;
        this.kit = kit;
        this.library = library;
        this.checkFrames = checkFrames;
        this.events = events;
    }

    @Override
    public Watch begin(PlannedSet set, List<Path> stored) throws IOException {
        return new SetWatch(set, before(set), checkFrames, stored);
    }

    /// A library that cannot be read is no reason not to take frames.
    private Optional<Before> before(PlannedSet set) {
        try {
            List<MasterEntry> alike = library.holdings().holdings().stream()
                    .filter(holding -> holding.state() != Holding.State.FAILED
                            && holding.state() != Holding.State.WITHDRAWN)
                    .map(Holding::master).filter(master -> isAlike(master, set)).toList();
            Optional<MasterEntry> bias = alike.stream()
                    .filter(master -> master.keys().kind() == MasterKeys.Kind.BIAS)
                    .max(Comparator.comparing(MasterEntry::begun));
            Optional<MasterEntry> dark = alike.stream()
                    .filter(master -> master.keys().kind() == MasterKeys.Kind.DARK)
                    .max(Comparator.comparing((MasterEntry master) -> master.name().equals(set.master()))
                            .thenComparing(master -> master.keys().exposure())
                            .thenComparing(MasterEntry::begun));
            return bias.isPresent() && dark.isPresent() ? pattern(dark.get(), bias.get()) : Optional.empty();
        } catch (IOException e) {
            events.emit(new RunEvent.DeviceTrouble(kit.time().now(), rig, "library",
                    String.valueOf(e.getMessage()), "probes are not compared with earlier masters"));
            return Optional.empty();
        }
    }

    private boolean isAlike(MasterEntry master, PlannedSet set) {
        MasterKeys keys = master.keys();
        Conditions conditions = keys.conditions();
        return master.rig().equals(rig) && conditions.mode().equals(set.readout().mode())
                && conditions.gain() == set.readout().gain()
                && conditions.offset() == set.readout().offset()
                && conditions.binning() == set.readout().binning() && keys.setPoint().equals(set.target());
    }

    private Optional<Before> pattern(MasterEntry dark, MasterEntry bias) throws IOException {
        Known above = patches(dark);
        Known below = patches(bias);
        double seconds = dark.keys().exposure().toMillis() / 1000.0;
        return seconds > 0 && above.shape.equals(below.shape)
                ? Optional.of(new Before(above.shape, new DarkPattern(above.patches, below.patches, seconds,
                        "%s of %s".formatted(dark.name(), dark.evening()))))
                : Optional.empty();
    }

    private Known patches(MasterEntry master) throws IOException {
        Path file = master.files().fit();
        Known before = known.get(file);
        if (before != null) {
            return before;
        }
        try (MasterPicture picture = MasterPicture.open(file)) {
            var found = new Known(picture.shape(), PatchGrid.of(picture));
            known.put(file, found);
            return found;
        }
    }
}
