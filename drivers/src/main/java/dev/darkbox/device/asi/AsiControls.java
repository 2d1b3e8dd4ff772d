package dev.darkbox.device.asi;

import dev.darkbox.device.DeviceException;
import dev.darkbox.sdk.AsiControl;
import dev.darkbox.sdk.AsiControlCaps;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The controls a camera has, with their ranges. Whatever is set is read back.
final class AsiControls {

    /// A camera that tells of more has the first ones.
    private static final int MOST = 64;

    private final AsiCalls calls;
    private final Map<AsiControl, AsiControlCaps> caps;

    private AsiControls(AsiCalls calls, Map<AsiControl, AsiControlCaps> caps) {
        this.calls = calls;
        this.caps = caps;
    }

    /// Asks the camera which it has.
    static AsiControls of(AsiCalls calls) throws DeviceException, InterruptedException {
        var caps = new EnumMap<AsiControl, AsiControlCaps>(AsiControl.class);
        int count = Math.min(calls.controls(), MOST);
        for (int index = 0; index < count; index++) {
            AsiControlCaps one = calls.caps(index);
            AsiControl.of(one.type()).ifPresent(control -> caps.put(control, one));
        }
        return new AsiControls(calls, caps);
    }

    Map<AsiControl, AsiControlCaps> all() {
        return Collections.unmodifiableMap(caps);
    }

    boolean has(AsiControl control) {
        return caps.containsKey(control);
    }

    boolean canSet(AsiControl control) {
        return has(control) && require(control).writable();
    }

    private AsiControlCaps require(AsiControl control) {
        return Optional.ofNullable(caps.get(control))
                .orElseThrow(() -> new IllegalStateException(calls.device() + " has no " + control.title()));
    }

    /// @throws DeviceException.Refused the camera does not have it
    AsiControlCaps demand(AsiControl control) throws DeviceException {
        if (!has(control)) {
            throw new DeviceException.Refused(calls.device(), "the camera has no " + control.title());
        }
        return require(control);
    }

    long get(AsiControl control) throws DeviceException, InterruptedException {
        demand(control);
        return calls.get(control);
    }

    /// Sets a control by hand, not automatic, and reads it back.
    ///
    /// @throws DeviceException.Refused the camera has no such control, or not with such a value, or has another value
    ///     afterwards
    void set(AsiControl control, long to) throws DeviceException, InterruptedException {
        order(control, to);
        long now = calls.get(control);
        if (now != to) {
            throw new DeviceException.Refused(calls.device(),
                    "%s set to %d, reads back %d".formatted(control.title(), to, now));
        }
    }

    /// The same without reading back.
    void order(AsiControl control, long to) throws DeviceException, InterruptedException {
        AsiControlCaps has = demand(control);
        if (!has.writable() || to < has.min() || to > has.max()) {
            throw new DeviceException.Refused(calls.device(),
                    "%s %d, allowed: %s".formatted(control.title(), to,
                            has.writable() ? has.min() + ".." + has.max() : "to be read only"));
        }
        calls.set(control, to);
    }
}
