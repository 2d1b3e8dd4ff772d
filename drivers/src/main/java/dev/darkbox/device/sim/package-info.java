/// A rig without hardware, honest enough to test the science on.
///
/// **Room.** A sensor with a fixed pattern, dark current, glow, defects and noise; a cooler with inertia and a
/// limit; cap, panel, wheel and heaters that take their time and let light in; a queue of faults on order; and
/// a clock that moves only when somebody sleeps. Ships with the product: the demonstration and most tests
/// of a run use it.
///
/// **Sense.** What is fixed (patterns, dark current, defects) follows from the seed alone. What is noise follows
/// from seed, season, the instant at which the rig was made, and frame number. Temperature and light follow from the
/// instants of the calls. So the same calls at the same times give the same bits, and no frame comes again after a
/// restart.
///
/// **May import.** `dev.darkbox.device`, the JDK.
package dev.darkbox.device.sim;
