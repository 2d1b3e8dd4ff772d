package dev.darkbox.config;

/// Where a part of the rig other than the camera comes from.
public sealed interface PartConfig {

    /// The rig has no such part.
    record None() implements PartConfig {}

    /// A device behind indiserver.
    record Indi(IndiDevice at) implements PartConfig {}

    /// Of the built-in simulator.
    record Sim() implements PartConfig {}
}
