/// Caps, panels, heaters, contacts and sensors wired to the pins of this machine.
///
/// **Room.** [GpioSpec] says what is wired where; [GpioUnit] makes a [dev.darkbox.device.CoverUnit] of it; [GpioContact],
/// [FileLightSensor] and [FileTemperature] are what proves things. Digital lines are Pi4J's, with providers of our own over
/// the kernel's character device, behind [Lines]; pulses are the kernel's PWM files, behind [Pulses].
///
/// **Sense.** A line is held as long as its object lives: the kernel promises nothing for a line that was let go. Nothing
/// moves by being connected. Whatever moves is watched by a thread of its own and stopped in time, whether or not anybody
/// asks how it does.
///
/// **May import.** `dev.darkbox.device`, `dev.darkbox.linux`, Pi4J, the JDK.
package dev.darkbox.device.gpio;
