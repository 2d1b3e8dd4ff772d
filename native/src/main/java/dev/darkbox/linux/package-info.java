/// The few Linux calls that Java lacks, bound by FFM. No logic beyond the call.
///
/// **Room.** One class per call or family of calls; each says what the manual page says and gives a plain
/// answer instead of `errno` where that is enough.
///
/// **May import.** The JDK only.
package dev.darkbox.linux;
