/// What happened: one sealed family of records, and the one way to tell the world.
///
/// **Room.** Events and the sink they go to. Events go out; nobody calls back.
///
/// **May import.** `dev.darkbox.plan`, `dev.darkbox.device` (values), the JDK.
package dev.darkbox.event;
