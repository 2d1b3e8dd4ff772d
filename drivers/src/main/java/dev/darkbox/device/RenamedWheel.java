package dev.darkbox.device;

import java.util.List;
import java.util.Optional;

/// A wheel whose slots go by other names than its own: those of the configuration, which are safe in file names.
///
/// Threading: as the wheel it renames.
public final class RenamedWheel implements FilterWheel {

    private final FilterWheel wheel;
    private final List<String> names;

    /// Names the slots of `wheel`.
    ///
    /// @param names in slot order, one for each slot, none twice
    public RenamedWheel(FilterWheel wheel, List<String> names) {
        this.wheel = wheel;
        this.names = List.copyOf(names);
    }

    /// The same rig with its wheel's slots renamed; the rig itself when it has no wheel.
    public static Rig in(Rig rig, List<String> names) {
        return rig.wheel().<Rig>map(wheel -> new RigWithWheel(rig, new RenamedWheel(wheel, names)))
                .orElse(rig);
    }

    @Override
    public String name() {
        return wheel.name();
    }

    @Override
    public List<String> filters() {
        return names;
    }

    /// The configuration's name for the filter in the beam.
    ///
    /// @throws DeviceException.Refused the wheel has another number of slots than there are names, or two of one name
    @Override
    public String selected() throws DeviceException, InterruptedException {
        List<String> own = slots();
        String selected = wheel.selected();
        int slot = own.indexOf(selected);
        if (slot < 0) {
            throw new DeviceException.Garbled(name(), "one of " + own, selected);
        }
        return names.get(slot);
    }

    /// Turns the wheel to the slot of that name.
    ///
    /// @throws DeviceException.Refused the wheel has another number of slots than there are names, or two of one name
    @Override
    public void select(String filter) throws DeviceException, InterruptedException {
        List<String> own = slots();
        int slot = names.indexOf(filter);
        if (slot < 0) {
            throw new DeviceException.Refused(name(), "no slot holds " + filter + ", only " + names);
        }
        wheel.select(own.get(slot));
    }

    @Override
    public void close() {
        wheel.close();
    }

    private List<String> slots() throws DeviceException {
        List<String> own = wheel.filters();
        if (own.size() != names.size()) {
            throw new DeviceException.Refused(name(),
                    "the configuration names %d filters %s, the wheel has %d: %s"
                            .formatted(names.size(), names, own.size(), own));
        }
        if (own.stream().distinct().count() != own.size()) {
            throw new DeviceException.Refused(name(), "two of its slots have one name: " + own);
        }
        return own;
    }

    private record RigWithWheel(Rig rig, FilterWheel renamed) implements Rig {

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
            return Optional.of(renamed);
        }

        @Override
        public List<Switch> heaters() {
            return rig.heaters();
        }

        @Override
        public List<Switch> contacts() {
            return rig.contacts();
        }

        @Override
        public List<LightSensor> lightSensors() {
            return rig.lightSensors();
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
