/// Caps, panels and heaters on serial ports.
///
/// **Room.** Each protocol is a pure codec of records ([Alnitak] and its neighbours), a [Protocol] that greets, and a
/// unit that holds the conversation; [SerialUnit] opens a lost port again. Ports are jSerialComm's, behind [ByteLine].
///
/// **Sense.** Short reads against a deadline of our own; one request at a time; the shape of an answer decides what
/// spoke; silence and nonsense are no evidence; an acknowledgement is none either: states are read back.
///
/// **May import.** `dev.darkbox.device`, jSerialComm, the JDK.
package dev.darkbox.device.serial;
