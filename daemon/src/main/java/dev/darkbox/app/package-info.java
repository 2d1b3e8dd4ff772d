/// `main` and the wiring: the only room that knows every other.
///
/// **Room.** The two programs `darkboxd` and `darkbox`, how a configuration becomes devices and runs, the darkroom
/// that turns a set into a published master, and the demo. Decisions live elsewhere; here they are only joined.
///
/// **May import.** Everything.
package dev.darkbox.app;
