package dev.darkbox.device.gpio;

import dev.darkbox.device.DeviceException;

/// Digital lines by name, held until closed: this machine's, or a test's.
///
/// Values are logical: true is active, whatever level that is.
///
/// Threading: safe from any thread.
public interface Lines extends AutoCloseable {

    /// A line that is wanted.
    sealed interface Wish {

        /// What it is for, `shut limit`.
        String name();

        int line();

        /// One to drive; inactive from the moment it is held.
        record Out(String name, GpioSpec.Output output) implements Wish {
            @Override
            public int line() {
                return output.line();
            }
        }

        /// One to read.
        record In(String name, GpioSpec.Input input) implements Wish {
            @Override
            public int line() {
                return input.line();
            }
        }
    }

    /// For error lines, `gpiochip pinctrl-rp1`.
    String place();

    /// The value the line really has now, of one that we drive as well.
    boolean get(String name) throws DeviceException;

    /// Sets a line of ours.
    ///
    /// @throws DeviceException.Lost the chip did not take it
    void set(String name, boolean active) throws DeviceException;

    /// Makes all outputs inactive, then lets go of all lines. Harmless when done twice.
    @Override
    void close();
}
