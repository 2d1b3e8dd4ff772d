/// What runs: one run per rig at a time, several rigs at once, and who watches.
///
/// **Room.** Who may start, who is told to stop and why, and the story of each rig's present or last run for
/// whoever asks. What is due, and when, is decided here too.
///
/// **May import.** `dev.darkbox.event`, `dev.darkbox.plan` and `dev.darkbox.device` (values), the JDK.
package dev.darkbox.schedule;
