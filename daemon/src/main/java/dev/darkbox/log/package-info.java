/// What happened, as lines for a person and for `grep`.
///
/// **Room.** Events to log lines, and where the lines go: standard error, with the time in front unless
/// journald adds it.
///
/// **May import.** `dev.darkbox.event`, `dev.darkbox.plan` and `dev.darkbox.device` (values), tinylog, the JDK.
package dev.darkbox.log;
