package dev.darkbox.config;

/// The `[log]` section.
///
/// @param level default `INFO`
public record LogConfig(Level level) {

    /// Least important line that is written.
    public enum Level { TRACE, DEBUG, INFO, WARN, ERROR }
}
