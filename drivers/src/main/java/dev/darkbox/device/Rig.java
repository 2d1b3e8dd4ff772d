package dev.darkbox.device;

import java.util.List;
import java.util.Optional;

/// The equipment of one telescope, connected. Made by a driver room, owned by one run at a time.
public interface Rig extends AutoCloseable {

    /// As in the configuration, e.g. `main`.
    String name();

    Camera camera();

    default Optional<DustCap> cap() {
        return Optional.empty();
    }

    default Optional<FlatPanel> panel() {
        return Optional.empty();
    }

    default Optional<FilterWheel> wheel() {
        return Optional.empty();
    }

    /// Everything warm that must be off while darks are taken: dew heaters, window heaters.
    default List<Switch> heaters() {
        return List.of();
    }

    /// Contacts that are on while it is dark: the dark box is closed, the lid lies on its reed switch.
    default List<Switch> contacts() {
        return List.of();
    }

    /// What sees whether it is dark.
    default List<LightSensor> lightSensors() {
        return List.of();
    }

    /// Disconnects what was connected. The cooler is left as it is.
    @Override
    void close();
}
