package dev.darkbox.plan;

/// What the library has for a set that is wanted.
public enum Match {

    /// A master of the very set, in force or waiting for a person's word.
    EXACT,
    /// None of the set, but one that differs in little: another gain, another flat exposure, another mode.
    NEAR,
    /// Nothing like it.
    MISSING,
    /// A master of the very set, which is no longer to be trusted.
    STALE,
    /// A master of the very set, which a person took back.
    WITHDRAWN
}
