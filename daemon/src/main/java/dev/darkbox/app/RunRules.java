package dev.darkbox.app;

import dev.darkbox.capture.Archive;
import dev.darkbox.capture.ProbeRule;
import dev.darkbox.capture.RunOptions;
import dev.darkbox.config.EquipmentConfig;
import dev.darkbox.config.PartsConfig;
import dev.darkbox.config.ProbeConfig;
import dev.darkbox.config.RigConfig;
import dev.darkbox.event.EventSink;
import dev.darkbox.library.CalibrationLibrary;
import dev.darkbox.plan.CoolingRules;
import dev.darkbox.plan.Darkness;

/// What a refresh and a check have in common: how it is proven that it is dark, and what they know of the library.
final class RunRules {

    private final RigConfig rig;
    private final Kit kit;
    private final CalibrationLibrary library;

    RunRules(RigConfig rig, Kit kit) {
        this.rig = rig;
        this.kit = kit;
        library = new CalibrationLibrary(rig.library(), kit.disk());
    }

    /// @param events where what is seen in the frames is told
    RunOptions options(String runId, CoolingRules cooling, EventSink events) {
        return new RunOptions(runId, kit.by(rig), cooling, probe(),
                new PictureWatch(rig.name(), kit, library, rig.probe().checkFrames(), events));
    }

    Archive archive() {
        return preset -> library.newest(rig.name(), preset)
                .map(master -> new Archive.Made(master.evening(), master.epoch()));
    }

    private ProbeRule probe() {
        ProbeConfig probe = rig.probe();
        return new ProbeRule(probe.exposure(), probe.cooledAduPerS(), probe.uncooledAduPerS(),
                probe.panelTest() && rig.darkness() == Darkness.CAP && isPanelApart(rig), probe.evidence());
    }

    /// A panel that is part of the cap lights the sensor when the cap is shut, as the simulated one does.
    private static boolean isPanelApart(RigConfig rig) {
        PartsConfig parts = rig.parts();
        if (parts.cap().isPresent() || parts.panel().isPresent()) {
            // a box of its own beside the camera driver's, or two boxes: never one
            return !parts.cap().equals(parts.panel()) && !(rig.equipment() instanceof EquipmentConfig.Sim);
        }
        return switch (rig.equipment()) {
            case EquipmentConfig.Indi indi -> !indi.cap().isEmpty() && !indi.panel().isEmpty()
                    && !indi.cap().equals(indi.panel());
            case EquipmentConfig.Sx _, EquipmentConfig.Asi _, EquipmentConfig.Sim _ -> false;
        };
    }
}
