package dev.darkbox.plan;

/// Which new masters of a run for production are put there without a person's word.
public enum PromoteRule {

    /// Only those without a remark.
    PASS,
    /// Those with a warning as well.
    WARN,
    /// None.
    NEVER
}
