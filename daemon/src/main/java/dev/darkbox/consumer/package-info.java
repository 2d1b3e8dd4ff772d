/// The programs that read our masters: which master each would take for a frame, and what a person sets there.
///
/// **Room.** One class for each program. Its matching rule is a function of the frame's keys and of the masters that are
/// published, without a disk, a clock or the program itself. The rules were read in the programs' sources, or are said to be
/// somebody's word where they were not; nothing here was tried with the programs.
///
/// **May import.** `dev.darkbox.library` (values), `dev.darkbox.plan` and `dev.darkbox.device` (values), the JDK.
package dev.darkbox.consumer;
