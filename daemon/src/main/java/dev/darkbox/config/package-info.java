/// The configuration file: TOML to records, every mistake at once with file and line.
///
/// **Room.** One record for each part of the file, a section reader that takes keys and collects
/// what is wrong, and the binders between the two. Nothing is connected here and no default lives anywhere else.
///
/// **May import.** `dev.darkbox.device` (values), `dev.darkbox.plan`, tomlj, the JDK.
package dev.darkbox.config;
