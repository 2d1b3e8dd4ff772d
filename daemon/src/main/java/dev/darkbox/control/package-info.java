/// Asking the daemon for something: commands, answers, and the Unix socket between them.
///
/// **Room.** The commands and replies as values, their JSON, the listening end and the asking end. One request
/// per connection: one line of JSON in, lines of JSON out, closed by the daemon. What a command does is
/// somebody else's business ([Desk]).
///
/// **May import.** `dev.darkbox.plan`, `dev.darkbox.event`, `dev.darkbox.device` (values), nanojson, the JDK.
package dev.darkbox.control;
