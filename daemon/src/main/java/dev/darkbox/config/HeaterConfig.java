package dev.darkbox.config;

/// One `[[rig.heater]]`: something warm that must be off while darks are taken.
///
/// @param name for log lines
/// @param part never [PartConfig.None]
/// @param control the INDI switch that is on when the heater is, `PROPERTY.MEMBER`, split at the first dot;
///     empty in the simulator
public record HeaterConfig(String name, PartConfig part, String control) {}
