package dev.darkbox.device.indi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.FilterWheel;
import dev.darkbox.device.indi.IndiDevice.Manner;
import dev.darkbox.device.indi.Vector.Member;
import dev.darkbox.device.indi.Vector.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A filter wheel behind `indiserver`, on its own or part of a camera.
public final class IndiWheel implements FilterWheel {

    private static final String SLOT = "FILTER_SLOT";
    private static final String VALUE = "FILTER_SLOT_VALUE";
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
        return filters.get(slot() - 1);
    }

    /// Where the wheel says that it stands, 1-based; never mind whether it is `Busy`.
    private int slot() throws DeviceException, InterruptedException {
        double slot = device.fresh(SLOT, device.limit(Wait.PROMPT)).number(VALUE);
        if (!(slot >= 1 && slot <= filters.size())) {
            throw new DeviceException.Garbled(name(), "a slot of 1.." + filters.size(), String.valueOf(slot));
        }
        return (int) slot;
    }

    @Override
    public void select(String filter) throws DeviceException, InterruptedException {
        int index = filters.indexOf(filter);
        if (index < 0) {
            throw new DeviceException.Refused(name(), "no slot holds " + filter + ", only " + filters);
        }
        device.ensureConnected();
        int wanted = index + 1;
        long begun = System.nanoTime();
        Outcome outcome = device.set(SLOT, Map.of(VALUE, String.valueOf(wanted)), Manner.MOVING,
                device.limit(Wait.WHEEL_BUSY));
        if (outcome instanceof Outcome.Unknown) {
            awaitSlot(wanted, begun);
        } else {
            outcome.orThrow(name());
        }
    }

    /// For a wheel that has not said that it arrived: some never do, and stay `Busy` at the right slot.
    private void awaitSlot(int wanted, long begun) throws DeviceException, InterruptedException {
        if (slot() == wanted) {
            return;
        }
        Duration limit = device.limit(Wait.WHEEL_TRAVEL);
        device.await(() -> device.find(SLOT)
                .map(v -> v.state() == State.ALERT || (v.number(VALUE) == wanted && !v.isBusy()))
                .orElse(true), begun + limit.toNanos());
        int reached = slot();
        if (reached != wanted) {
            throw new DeviceException.TimedOut(name(),
                    "turning to slot %d (now at %d)".formatted(wanted, reached), limit);
        }
    }

    @Override
    public void close() {
        // the rig closes the connection
    }
}
