package dev.darkbox.device.asi;

/// A camera that the configuration asks for.
///
/// @param rig as in the configuration
public record AsiWish(String rig, AsiSpec spec) {}
