package dev.darkbox.app;

import dev.darkbox.device.CameraEpoch.Relation;
import dev.darkbox.frame.FitsImage;
import dev.darkbox.library.Holding;
import dev.darkbox.library.Holding.State;
import dev.darkbox.library.MasterEntry;
import dev.darkbox.library.MasterKeys;
import dev.darkbox.master.MasterFacts;
import dev.darkbox.master.MasterHeader;
import dev.darkbox.plan.FrameSet;
import dev.darkbox.plan.PlannedSet;
import dev.darkbox.quality.Neighbours;
import dev.darkbox.quality.Neighbours.Neighbour;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// The masters beside a new one: the youngest of each other name with the same camera, settings, set point and epoch,
/// those of its own run and those that still wait for a person's word included, failed and withdrawn ones not. Pure
/// but for headers that are read.
final class Surroundings {

    private Surroundings() {}

    static Neighbours of(MasterFacts facts, List<Holding> holdings) {
        var names = new java.util.LinkedHashMap<String, MasterEntry>();
        holdings.stream()
                .filter(holding -> holding.state() != State.FAILED && holding.state() != State.WITHDRAWN)
                .map(Holding::master)
                .filter(master -> !master.name().equals(facts.set().master()))
                .filter(master -> isAlike(master, facts))
                .sorted(Comparator.comparing(MasterEntry::begun).reversed())
                .forEach(master -> names.putIfAbsent(master.name(), master));
        List<Neighbour> others = names.values().stream().map(Surroundings::neighbour).toList();
        OptionalDouble bias = others.stream().filter(other -> other.set() instanceof FrameSet.Bias)
                .mapToDouble(Neighbour::medianAdu).findFirst();
        return new Neighbours(bias, others);
    }

    private static boolean isAlike(MasterEntry master, MasterFacts facts) {
        PlannedSet set = facts.set();
        MasterKeys keys = master.keys();
        return keys.conditions().camera().equals(facts.camera().model())
                && keys.conditions().cameraId().equals(facts.camera().serial())
                && keys.conditions().mode().equals(set.readout().mode())
                && keys.conditions().gain() == set.readout().gain()
                && keys.conditions().offset() == set.readout().offset()
                && keys.conditions().binning() == set.readout().binning()
                && keys.setPoint().equals(set.target())
                && facts.camera().epoch().relationTo(master.epoch()) != Relation.OTHER;
    }

    private static Neighbour neighbour(MasterEntry master) {
        MasterKeys keys = master.keys();
        FrameSet set = switch (keys.kind()) {
            case BIAS -> new FrameSet.Bias(0, master.frames());
            case DARK -> new FrameSet.Dark(keys.exposure(), 0, master.frames());
            case DARK_FLAT -> new FrameSet.DarkFlat(keys.filter(), keys.exposure(), 0, master.frames());
        };
        return new Neighbour(set, master.stats().median(), noise(master));
    }

    private static double noise(MasterEntry master) {
        try {
            return new MasterHeader(FitsImage.of(master.files().fit()).header()).noiseAdu();
        } catch (IOException _) {
            return Double.NaN;
        }
    }
}
