package dev.darkbox.device.alpaca;

import dev.darkbox.device.CoverUnit.Lamp;
import dev.darkbox.device.CoverUnit.Stand;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import java.util.List;
import java.util.Optional;

/// The calibrator of a covercalibrator: it is out only if its state says so *and* its brightness is 0.
///
/// Lighting one may move the cover, and putting it out may move it back: that is looked for, and told.
final class AlpacaLamp {

    static final List<String> STATES = List.of("not present", "off", "not ready", "ready", "unknown",
            "error");
    private static final int OFF = 1;
    private static final int NOT_READY = 2;
    private static final int READY = 3;

    private final AlpacaDevice device;
    private final AlpacaCover cover;
    private final int full;
    private final boolean tellsChange;

    /// What it says of itself.
    ///
    /// @param changing it says so, by its state or otherwise
    private record Look(int state, boolean changing, int brightness, String said) {}

    private AlpacaLamp(AlpacaDevice device, AlpacaCover cover, int full, boolean tellsChange) {
        this.device = device;
        this.cover = cover;
        this.full = full;
        this.tellsChange = tellsChange;
    }

    /// The calibrator of a device; empty when it has none.
    static Optional<AlpacaLamp> of(AlpacaDevice device, AlpacaCover cover)
            throws DeviceException, InterruptedException {
        if (device.whole("calibratorstate") == 0) {
            return Optional.empty();
        }
        int full = device.whole("maxbrightness");
        if (full < 1) {
            throw new DeviceException.Garbled(device.place(), "a maxbrightness above 0",
                    Integer.toString(full));
        }
        return Optional.of(new AlpacaLamp(device, cover, full,
                device.version() >= 2 && device.has("calibratorchanging")));
    }

    Lamp read() throws DeviceException, InterruptedException {
        Look look = look();
        int percent = Math.round(look.brightness() * 100f / full);
        return switch (look.state()) {
            case OFF, NOT_READY, READY -> new Lamp(device.time().now(),
                    // "ready" at brightness 0 has not said that it is off
                    look.state() == OFF && !look.changing() && look.brightness() == 0
                            ? 0
                            : Math.max(1, percent),
                    Evidence.REPORTED, look.said());
            default -> throw new DeviceException.Refused(device.place(),
                    "its lamp cannot be known, \"" + look.said() + "\"");
        };
    }

    private Look look() throws DeviceException, InterruptedException {
        int state = device.whole("calibratorstate");
        boolean changing = state == NOT_READY || (tellsChange && device.flag("calibratorchanging"));
        int brightness = device.whole("brightness");
        if (brightness < 0 || brightness > full) {
            throw new DeviceException.Garbled(device.place(), "a brightness of 0.." + full,
                    Integer.toString(brightness));
        }
        return new Look(state, changing, brightness, "calibratorstate %d (%s), brightness %d of %d".formatted(
                state, AlpacaCover.word(STATES, state), brightness, full));
    }

    /// Orders a brightness and waits until it is steady. To put out, `calibratoroff` is all there is: brightness 0 by
    /// `calibratoron` would switch on what is off, and may move the cover.
    ///
    /// @param percent 0..100
    void light(int percent) throws DeviceException, InterruptedException {
        Optional<Stand> before = cover.isThere() ? Optional.of(cover.read().stand()) : Optional.empty();
        if (percent == 0) {
            device.order("calibratoroff");
            // moving on where it was open anyway harms nobody
            settle(before.filter(stand -> stand == Stand.SHUT), "putting out");
        } else {
            device.order("calibratoron", "Brightness",
                    Integer.toString(Math.max(1, Math.round(percent * full / 100f))));
            settle(before, "lighting");
        }
    }

    /// @param before how the cover must stand, if that matters
    private void settle(Optional<Stand> before, String doing) throws DeviceException, InterruptedException {
        long end = device.time().nanos() + device.patience().settling().toNanos();
        Look look = look();
        refuseMoved(before, doing);
        while (look.changing()) {
            if (device.time().nanos() > end) {
                throw new DeviceException.TimedOut(device.place(),
                        "%s the lamp (%s)".formatted(doing, look.said()),
                        device.patience().settling());
            }
            device.time().sleep(device.patience().pause());
            look = look();
            refuseMoved(before, doing);
        }
    }

    /// Whoever knew the cover to stand somewhere must learn that it does no more.
    private void refuseMoved(Optional<Stand> before, String doing)
            throws DeviceException, InterruptedException {
        if (before.isEmpty()) {
            return;
        }
        var now = cover.read();
        if (now.stand() != before.get()) {
            device.order("calibratoroff");
            throw new DeviceException.Disturbed(device.place(),
                    "%s the lamp moved the cover, which was %s and is %s, \"%s\"; the lamp is ordered off"
                            .formatted(
                                    doing, before.get().text(), now.stand().text(), now.said()));
        }
    }
}
