/// What devices are: one interface per capability, and the values they exchange.
///
/// **Room.** Interfaces a run talks to, units, readings with their evidence, and the closed set of
/// ways a device can fail. No protocol, no policy.
///
/// **May import.** The JDK.
package dev.darkbox.device;
