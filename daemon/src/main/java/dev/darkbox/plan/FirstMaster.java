package dev.darkbox.plan;

/// What becomes of a master that has no earlier one to be compared with.
public enum FirstMaster {

    /// It waits for a person's word or a second run that agrees.
    HOLD,
    /// It is published if it passes every check that needs no earlier one.
    ACCEPT
}
