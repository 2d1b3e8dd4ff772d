package dev.darkbox.config;

import java.time.Duration;
import java.util.Optional;

/// `[rig.gpio]`: what is wired to the pins of this machine.
///
/// @param chip label of the GPIO chip; empty for the one of the header
/// @param relay a motor behind two relays; empty without
/// @param servo empty without; a cover has one of the two
/// @param openLimit active when the cover is wholly open
/// @param shutLimit active when the cover is wholly shut
/// @param lamp a panel dimmed by pulses
/// @param heater its relay or transistor
public record GpioConfig(
        String chip, Optional<Relay> relay, Optional<Servo> servo, Optional<In> openLimit,
        Optional<In> shutLimit, Optional<Lamp> lamp, Optional<Out> heater) {

    /// A line that is driven.
    ///
    /// @param line offset on the chip, on a Raspberry Pi the BCM number; 0..1023
    public record Out(int line, boolean activeLow) {}

    /// How a pin that nothing drives is pulled.
    public enum Pull { UP, DOWN, NONE }

    /// A line that is read.
    ///
    /// @param line as of [Out]
    public record In(int line, boolean activeLow, Pull pull) {}

    /// How a motor is told to run: a line held until it is there, or a short pulse.
    public enum Drive { HOLD, PULSE }

    /// A motor behind two relays.
    ///
    /// @param pulse counts for `PULSE` only
    /// @param deadTime pause before the other direction
    /// @param travel longest time from one end to the other
    public record Relay(Out open, Out shut, Drive drive, Duration pulse, Duration deadTime,
            Duration travel) {}

    /// A channel of a PWM chip.
    ///
    /// @param chip part of the chip's path in the device tree; empty for the only one
    public record Pwm(String chip, int channel) {}

    /// A servo.
    ///
    /// @param openMicros length of the pulse for open, 500..2500 µs
    /// @param shutMicros likewise for shut
    /// @param hold pulses go on when it has arrived
    public record Servo(Pwm pwm, int openMicros, int shutMicros, Duration ramp, Duration settle,
            boolean hold) {}

    /// A panel of light-emitting diodes.
    ///
    /// @param supply a relay before it
    public record Lamp(Pwm pwm, int frequencyHz, Optional<Out> supply, Duration afterglow) {}

    static final GpioConfig NOTHING = new GpioConfig("", Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());

    boolean hasCover() {
        return relay.isPresent() || servo.isPresent();
    }
}
