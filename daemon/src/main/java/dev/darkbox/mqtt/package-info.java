/// The observatory on a panel: events become topics, Home Assistant is told what there is, buttons become commands.
///
/// **Room.** Everything MQTT. A view, never the source of truth: nothing is read back from the broker but commands, and
/// nothing here makes a run wait.
///
/// **May import.** `dev.darkbox.event`, `dev.darkbox.control`, `dev.darkbox.plan`, `dev.darkbox.device` (values), Paho, the JDK.
package dev.darkbox.mqtt;
