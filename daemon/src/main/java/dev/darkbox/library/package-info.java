/// The calibration library: dated folders, the operator's index, what is published.
///
/// **Room.** Where masters live and which are in force.
///
/// **May import.** `dev.darkbox.frame` (disk, FITS headers), `dev.darkbox.plan`, `dev.darkbox.quality`,
/// `dev.darkbox.master`, `dev.darkbox.device` (values), the JDK.
package dev.darkbox.library;
