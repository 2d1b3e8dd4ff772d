package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;

/// One channel of a PWM chip: this machine's, or a test's.
///
/// Threading: one call at a time.
public interface Pulses {

    /// What a channel does now.
    ///
    /// @param periodNanos 0 when it was never set
    /// @param dutyNanos length of a pulse, 0 .. period
    record State(long periodNanos, long dutyNanos, boolean enabled) {}

    /// For error lines, `/sys/class/pwm/pwmchip0/pwm2`.
    String place();

    State read() throws DeviceException;

    /// Gives pulses from now on.
    ///
    /// @param dutyNanos 0 .. `periodNanos`
    /// @throws DeviceException.Lost the chip did not take it
    void set(long periodNanos, long dutyNanos) throws DeviceException;

    /// No pulses: length 0, and the channel disabled. Both are tried even if one fails.
    void off() throws DeviceException;
}
