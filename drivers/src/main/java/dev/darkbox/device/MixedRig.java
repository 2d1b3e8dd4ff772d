package dev.darkbox.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rig whose camera comes from one driver and some of its other parts from others: a camera behind `indiserver`, a cap
/// on a serial port, a heater on a GPIO line.
///
/// @param base has the camera, and whatever is not replaced here
/// @param ownCap in place of the base's, if there is one
/// @param ownPanel in place of the base's, if there is one
/// @param moreHeaters beside the base's
/// @param contacts beside the base's
/// @param lightSensors beside the base's
/// @param parting closes the parts, run once after the base was closed
public record MixedRig(
        Rig base, Optional<DustCap> ownCap, Optional<FlatPanel> ownPanel, List<Switch> moreHeaters,
        List<Switch> contacts, List<LightSensor> lightSensors, Runnable parting) implements Rig {

    public MixedRig {
        moreHeaters = List.copyOf(moreHeaters);
        contacts = both(base.contacts(), contacts);
        lightSensors = both(base.lightSensors(), lightSensors);
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        var all = new ArrayList<T>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public Camera camera() {
        return base.camera();
    }

    @Override
    public Optional<DustCap> cap() {
        return ownCap.or(base::cap);
    }

    @Override
    public Optional<FlatPanel> panel() {
        return ownPanel.or(base::panel);
    }

    @Override
    public Optional<FilterWheel> wheel() {
        return base.wheel();
    }

    @Override
    public List<Switch> heaters() {
        return both(base.heaters(), moreHeaters);
    }

    @Override
    public void close() {
        try {
            base.close();
        } finally {
            parting.run();
        }
    }
}
