package dev.darkbox.app;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import java.util.List;
import java.util.Optional;

/// A rig of which only parts with drivers of their own are wanted: nothing of the camera's is connected.
record NoCamera(String name) implements Rig {

    @Override
    public Camera camera() {
        throw new IllegalStateException("the camera was not connected");
    }

    @Override
    public Optional<DustCap> cap() {
        return Optional.empty();
    }

    @Override
    public Optional<FlatPanel> panel() {
        return Optional.empty();
    }

    @Override
    public Optional<FilterWheel> wheel() {
        return Optional.empty();
    }

    @Override
    public List<Switch> heaters() {
        return List.of();
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
