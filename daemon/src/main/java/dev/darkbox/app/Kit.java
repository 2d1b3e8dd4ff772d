package dev.darkbox.app;

import dev.darkbox.cli.DueReport;
import dev.darkbox.config.LiveConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.device.FrameShape;
import dev.darkbox.device.Time;
import dev.darkbox.frame.Disk;
import dev.darkbox.frame.Provenance;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.stack.Integration;
import dev.darkbox.stack.StackOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What every run of this process shares.
///
/// @param time of the rigs: real, sped up or virtual
/// @param software name and version, for headers
/// @param order how frames become a master; its frames are replaced by the set's
/// @param live what is done with frames as they come
/// @param held what is wired to pins
record Kit(
        Time time, Disk disk, Integration integration, StackOrder order, LiveConfig live, String software,
        Held held) {

    /// Nothing is held beyond a run's end but what is taken hold of in it.
    Kit(Time time, Disk disk, Integration integration, StackOrder order, LiveConfig live, String software) {
        this(time, disk, integration, order, live, software, new Held());
    }

    /// Frames are only stored as they come.
    Kit(Time time, Disk disk, Integration integration, StackOrder order, String software) {
        this(time, disk, integration, order,
                new LiveConfig(LiveConfig.Mode.OFF, 1, 0, Duration.ofMinutes(1)), software);
    }

    /// Whether frames of this shape become files at all.
    boolean storesFrames(PlannedSet set, FrameShape shape) {
        return DueReport.stores(live).test(set, shape);
    }

    /// What the headers of a rig's files say of their making.
    Provenance by(RigConfig rig) {
        return new Provenance(software, rig.site(), rig.observer());
    }

    StackOrder order(List<Path> frames) {
        return new StackOrder(frames, order.rejection(), order.combine(), order.memoryBytes(),
                order.threads(),
                order.zeroIsData(), order.cache(), order.planes(), order.moments());
    }
}
