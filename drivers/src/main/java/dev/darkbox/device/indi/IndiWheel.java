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
///
/// Some wheels say at first that they stand at slot 1, wherever they are. So what a wheel says is believed after it has
/// moved once since its driver was connected: one that claims to stand where it should is sent away and back.
///
/// Names of filters are those read when the wheel was connected. Where the driver has other ones since, nothing is
/// selected by the old.
public final class IndiWheel implements FilterWheel {

    private static final String SLOT = "FILTER_SLOT";
    private static final String NAMES = "FILTER_NAME";
    private static final String VALUE = "FILTER_SLOT_VALUE";
    private static final int MOST_SLOTS = 64;

    private final IndiDevice device;
    private final List<String> filters;
    private final boolean hadNames;
    /// When the property was born of which a move was seen.
    private long provenLife = -1;

    private IndiWheel(IndiDevice device, List<String> filters) {
        this.device = device;
        this.filters = List.copyOf(filters);
        hadNames = device.has(NAMES);
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
            String name = device.find(NAMES).map(v -> v.text(member)).orElse("");
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
        int here = slot();
        if (!isProven()) {
            turn(other(here));
            turn(here);
        }
        checkName(here);
        return filters.get(here - 1);
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
        checkName(wanted);
        if (!isProven() && slot() == wanted) {
            turn(other(wanted));
        }
        turn(wanted);
    }

    /// The configuration was written, and the run begun, for the names that were there.
    private void checkName(int slot) throws DeviceException, InterruptedException {
        if (!device.await(() -> namesAreThere() || !device.connection().isUp(),
                System.nanoTime() + device.limit(Wait.PROMPT).toNanos())) {
            throw new DeviceException.Refused(name(), "its driver has withdrawn " + NAMES);
        }
        List<String> now = names(device);
        String before = filters.get(slot - 1);
        if (now.size() != filters.size() || !now.get(slot - 1).equals(before)) {
            throw new DeviceException.Refused(name(),
                    "slot %d was %s; its filters are now %s, were %s".formatted(slot, before, now, filters));
        }
    }

    private boolean namesAreThere() {
        return !hadNames || device.has(NAMES);
    }

    private boolean isProven() throws DeviceException {
        return filters.size() == 1 || device.require(SLOT).history().born() == provenLife;
    }

    /// A neighbour.
    private int other(int slot) {
        return slot % filters.size() + 1;
    }

    private void turn(int wanted) throws DeviceException, InterruptedException {
        long life = device.require(SLOT).history().born();
        long begun = System.nanoTime();
        Outcome outcome = device.set(SLOT, Map.of(VALUE, String.valueOf(wanted)), Manner.MOVING,
                device.limit(Wait.WHEEL_BUSY));
        if (outcome instanceof Outcome.Unknown) {
            awaitSlot(wanted, begun);
        } else {
            outcome.orThrow(name());
        }
        provenLife = life;
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
