/// Master files: 16-bit FITS, float XISF, integration log, preview.
///
/// **Room.** How a master looks on disk and how it gets there whole.
///
/// **May import.** `dev.darkbox.frame` (disk, FITS cards), `dev.darkbox.stack`, `dev.darkbox.quality`, `dev.darkbox.plan`,
/// `dev.darkbox.device` (values), `dev.darkbox.linux`, `dev.darkbox.kernel`, the JDK.
package dev.darkbox.master;
