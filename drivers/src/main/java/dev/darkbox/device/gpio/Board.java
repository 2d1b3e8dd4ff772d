package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;
import dev.darkbox.device.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// What a box can be wired to, and who watches what moves: this machine, or a test.
public interface Board {

    /// Takes lines.
    ///
    /// @param chip label; empty for the one of a Raspberry Pi's header
    /// @throws DeviceException.Refused no such chip or line, held by somebody, or not allowed; the message says which
    Lines lines(String chip, List<Lines.Wish> wishes) throws DeviceException;

    /// Finds a PWM channel. It goes on doing what it did.
    ///
    /// @throws DeviceException.Refused no such chip or channel, or not allowed; the message says which
    Pulses pulses(GpioSpec.Pwm at) throws DeviceException, InterruptedException;

    /// Calls `step` again and again, each time a little later, until it says false.
    ///
    /// @param name of the thread
    void watch(String name, Duration every, BooleanSupplier step);

    /// This machine.
    static Board ofThisMachine(Time time) {
        return new Board() {
            @Override
            public Lines lines(String chip, List<Lines.Wish> wishes) throws DeviceException {
                return Pi4jLines.open(chip, wishes);
            }

            @Override
            public Pulses pulses(GpioSpec.Pwm at) throws DeviceException, InterruptedException {
                return SysfsPulses.open(Path.of("/sys/class/pwm"), at, time);
            }

            @Override
            public void watch(String name, Duration every, BooleanSupplier step) {
                Thread.ofPlatform().name(name).daemon().start(() -> {
                    try {
                        while (step.getAsBoolean()) {
                            time.sleep(every);
                        }
                    } catch (InterruptedException _) {
                        // nobody has a handle to interrupt it by; the motor has a limit in hardware
                    }
                });
            }
        };
    }
}
