/// The command `darkbox`.
///
/// **Room.** One class per verb, what it prints for a person, and progress bars. Verbs ask the daemon over its
/// socket; those that need none (`stack`, `inspect`, `check-config`, `library list --library`) work alone, and
/// `demo` is given its doing by whoever wires the program.
///
/// **May import.** `dev.darkbox.control` and the values it carries; for the verbs that work alone
/// `dev.darkbox.config`, `dev.darkbox.frame`, `dev.darkbox.stack`, `dev.darkbox.quality`, `dev.darkbox.master`,
/// `dev.darkbox.library`;
/// picocli, the JDK.
package dev.darkbox.cli;
