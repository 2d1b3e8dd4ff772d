package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A filter wheel behind `indiserver`, on its own or part of a camera.
public final class IndiWheel implements FilterWheel {

    private static final String SLOT = "FILTER_SLOT";
    private static final String VALUE = "FILTER_SLOT_VALUE";
    /// Homing alone takes some wheels 17 s.
    private static final Duration TRAVEL_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_SLOTS = 64;

    private final IndiDevice device;
    private final List<String> filters;

    private IndiWheel(IndiDevice device, List<String> filters) {
        this.device = device;
        this.filters = List.copyOf(filters);
    }

    /// Connects the wheel and reads its filters' names.
    static IndiWheel connect(IndiDevice device, Duration limit) throws DeviceException, InterruptedException {
        device.connect(List.of(SLOT), limit);
        return new IndiWheel(device, names(device));
    }

    private static List<String> names(IndiDevice device) throws DeviceException {
        Member slot = device.require(SLOT).members().get(VALUE);
        double slots = slot == null ? Double.NaN : slot.max();
        if (!(slots >= 1 && slots <= MOST_SLOTS)) {
            throw new DeviceException.Garbled(device.name(), "1.." + MOST_SLOTS + " slots in " + SLOT,
                    Numbers.plainText(Double.isFinite(slots) ? slots : 0));
        }
        var names = new ArrayList<String>();
        for (int i = 1; i <= slots; i++) {
            String member = "FILTER_SLOT_NAME_" + i;
            String name = device.find("FILTER_NAME").map(v -> v.text(member)).orElse("");
            names.add(name.isEmpty() ? String.valueOf(i) : name);
        }
        return names;
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public List<String> filters() {
        return filters;
    }

    @Override
    public String selected() throws DeviceException, InterruptedException {
        device.ensureConnected();
        double slot = device.fresh(SLOT, IndiDevice.PROMPT).number(VALUE);
        if (!(slot >= 1 && slot <= filters.size())) {
            throw new DeviceException.Garbled(name(), "a slot of 1.." + filters.size(), String.valueOf(slot));
        }
        return filters.get((int) slot - 1);
    }

    @Override
    public void select(String filter) throws DeviceException, InterruptedException {
        int index = filters.indexOf(filter);
        if (index < 0) {
            throw new DeviceException.Refused(name(), "no slot holds " + filter + ", only " + filters);
        }
        device.ensureConnected();
        Outcome outcome = device.set(SLOT, Map.of(VALUE, String.valueOf(index + 1)), Manner.MOVING,
                TRAVEL_LIMIT);
        // some drivers stay Busy for ever after arriving: at the limit their value counts
        boolean arrived = outcome instanceof Outcome.Unknown && selected().equals(filter);
        if (!arrived) {
            outcome.orThrow(name());
        }
    }

    @Override
    public void close() {
        // the rig closes the connection
    }
}
