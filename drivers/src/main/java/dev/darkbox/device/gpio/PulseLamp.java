package dev.darkbox.device.gpio;

import dev.darkbox.device.CoverUnit;
import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Evidence;
import dev.darkbox.device.Time;

/// A panel dimmed by pulses, behind a supply relay where there is one. Out is: length 0, channel disabled, supply open,
/// all three read back.
final class PulseLamp {

    private static final String SUPPLY = "lamp supply";

    private final Pulses pulses;
    private final Lines lines;
    private final boolean hasSupply;
    private final long periodNanos;
    private final Time time;

    PulseLamp(GpioSpec.Lamp lamp, Pulses pulses, Lines lines, Time time) {
        this.pulses = pulses;
        this.lines = lines;
        this.time = time;
        hasSupply = lamp.supply().isPresent();
        periodNanos = 1_000_000_000L / lamp.frequencyHz();
    }

    void light(int percent) throws DeviceException {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " %");
        }
        if (percent == 0) {
            out();
            return;
        }
        pulses.set(periodNanos, periodNanos * percent / 100);
        if (hasSupply) {
            lines.set(SUPPLY, true);
        }
    }

    /// Each of the three is tried even if another fails.
    private void out() throws DeviceException {
        try {
            pulses.off();
        } finally {
            if (hasSupply) {
                lines.set(SUPPLY, false);
            }
        }
    }

    /// As the chip and the pin have it; what hangs on them does not answer.
    CoverUnit.Lamp look() throws DeviceException {
        Pulses.State now = pulses.read();
        boolean supplied = hasSupply && lines.get(SUPPLY);
        boolean out = now.dutyNanos() == 0 && !now.enabled() && !supplied;
        int percent = now.periodNanos() == 0 || !now.enabled()
                ? 0
                : Math.toIntExact(Math.round(100.0 * now.dutyNanos() / now.periodNanos()));
        String said = "pulse %d of %d ns, channel %s%s".formatted(now.dutyNanos(), now.periodNanos(),
                now.enabled() ? "on" : "off", hasSupply ? supplied ? ", supply on" : ", supply off" : "");
        return new CoverUnit.Lamp(time.now(), out ? 0 : Math.clamp(percent, 1, 100), Evidence.REPORTED, said);
    }
}
