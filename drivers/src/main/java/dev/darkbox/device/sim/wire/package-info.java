/// Boxes that are not there: caps, panels and heaters as programs at the other end of a wire.
///
/// **Room.** One [WireBox] for each protocol, moved by [Mechanics], spoilt by [Faulty] on order, and served on a real
/// pseudo-terminal by `PtyServer`. For people without hardware and for the tests.
///
/// **Sense.** Written from what is known of the hardware, not from the driver that speaks to it. A box is told the time
/// with every call and never waits: the same calls give the same answers.
///
/// **May import.** `dev.darkbox.device`, `dev.darkbox.linux`, the JDK.
package dev.darkbox.device.sim.wire;
