/// Frames in, master out, in fixed memory.
///
/// **Room.** Policy of integration: which frames, which rejection, which bands, how many threads. The inner
/// loops are in `dev.darkbox.kernel`.
///
/// **May import.** `dev.darkbox.frame`, `dev.darkbox.kernel`, `dev.darkbox.device` (values), `dev.darkbox.linux`, the JDK.
package dev.darkbox.stack;
