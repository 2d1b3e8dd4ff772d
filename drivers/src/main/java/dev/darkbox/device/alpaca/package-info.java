/// Caps, panels, heaters and contacts behind an ASCOM Alpaca server: another program, on this machine or another one, that
/// has the drivers.
///
/// **Room.** [AlpacaAnswer] is the pure reading of what a server says, [AlpacaCalls] one question and its answer over
/// HTTP, [AlpacaDevice] one device that is connected again when it was lost; [AlpacaUnit] (covercalibrator) and
/// [AlpacaSwitch] make parts of a rig of it. [AlpacaDiscovery] and [AlpacaSurvey] look for servers and what they have.
///
/// **Sense.** A server in between can imitate, cache and misunderstand: its "Closed" is *reported* at best, an
/// acknowledgement is nothing, and everything is read back. Every question has a limit in time and in bytes.
///
/// **May import.** `dev.darkbox.device`, `java.net.http`, nanojson (what an Alpaca server answers is JSON), the JDK.
package dev.darkbox.device.alpaca;
