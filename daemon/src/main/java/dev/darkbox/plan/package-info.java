/// What is to be taken: presets, frame sets, names of masters. Pure values, no clock, no disk.
///
/// **Room.** Everything that can be decided on paper before a camera is switched on.
///
/// **May import.** `dev.darkbox.device` (values), the JDK.
package dev.darkbox.plan;
