/// Judging masters. Pure: numbers in, verdict out.
///
/// **Room.** Statistics of a master, metrics of one against another, verdicts.
///
/// **May import.** `dev.darkbox.stack` (values), `dev.darkbox.plan`, `dev.darkbox.device` (values), `dev.darkbox.kernel`,
/// the JDK.
package dev.darkbox.quality;
