package dev.darkbox.app;

import dev.darkbox.device.Camera;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.DustCap;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.FlatPanel;
import dev.darkbox.device.Rig;
import dev.darkbox.device.Switch;
import java.util.List;
import java.util.Optional;

/// A wheel whose slots are called as the configuration calls them.
final class NamedSlots implements FilterWheel {

    private final FilterWheel wheel;
    private final List<String> names;

    private NamedSlots(FilterWheel wheel, List<String> names) {
        this.wheel = wheel;
        this.names = names;
    }

    /// The same rig with its wheel's slots named anew.
    ///
    /// @param names in slot order; empty leaves the wheel's own
    /// @throws DeviceException.Refused the wheel has another number of slots
    static Rig on(Rig rig, List<String> names) throws DeviceException {
        if (names.isEmpty() || rig.wheel().isEmpty()) {
            return rig;
        }
        FilterWheel wheel = rig.wheel().get();
        if (wheel.filters().size() != names.size()) {
            rig.close();
            throw new DeviceException.Refused(wheel.name(), "has %d slots, the configuration names %d"
                    .formatted(wheel.filters().size(), names.size()));
        }
        return new With(rig, new NamedSlots(wheel, List.copyOf(names)));
    }

    @Override
    public String name() {
        return wheel.name();
    }

    @Override
    public List<String> filters() {
        return names;
    }

    @Override
    public String selected() throws DeviceException, InterruptedException {
        String own = wheel.selected();
        int slot = wheel.filters().indexOf(own);
        return slot < 0 ? own : names.get(slot);
    }

    @Override
    public void select(String filter) throws DeviceException, InterruptedException {
        int slot = names.indexOf(filter);
        if (slot < 0) {
            throw new DeviceException.Refused(name(), "has no filter %s; it has %s".formatted(
                    filter, String.join(", ", names)));
        }
        wheel.select(wheel.filters().get(slot));
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record With(Rig rig, FilterWheel named) implements Rig {

        @Override
        public String name() {
            return rig.name();
        }

        @Override
        public Camera camera() {
            return rig.camera();
        }

        @Override
        public Optional<DustCap> cap() {
            return rig.cap();
        }

        @Override
        public Optional<FlatPanel> panel() {
            return rig.panel();
        }

        @Override
        public Optional<FilterWheel> wheel() {
            return Optional.of(named);
        }

        @Override
        public List<Switch> heaters() {
            return rig.heaters();
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
