package dev.darkbox.plan;

/// What keeps light from the sensor while darks are taken.
public enum Darkness {

    /// A motorised cap, shut and confirmed before the run.
    CAP,
    /// The camera's own mechanical shutter.
    SHUTTER,
    /// A dark box or a cap put on by hand. Taken on trust: nothing but the probe dark can contradict it.
    DARK_BOX
}
