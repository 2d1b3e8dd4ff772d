package dev.darkbox.device.usb;

/// A camera that the configuration asks for.
///
/// @param rig as in the configuration
public record SxWish(String rig, SxSpec.Which which) {}
