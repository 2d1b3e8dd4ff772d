package dev.darkbox.plan;

/// What becomes of raw frames when they are integrated.
public enum KeepRaw {

    /// They stay.
    ALWAYS,
    /// They are deleted as soon as their master is written.
    NEVER,
    /// They are deleted when their master is in production and its files were read again.
    UNTIL_PROMOTED
}
