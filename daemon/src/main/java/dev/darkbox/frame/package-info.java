/// Raw frames on disk: written so that a power cut loses none, read back by row bands.
///
/// **Room.** FITS of single frames in and out, the journal of a run.
///
/// **May import.** `dev.darkbox.device` and `dev.darkbox.plan` (values), `dev.darkbox.linux`, `dev.darkbox.kernel`, the JDK.
package dev.darkbox.frame;
