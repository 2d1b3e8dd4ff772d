package dev.darkbox.config;

import java.nio.file.Path;

/// The `[control]` section: where `darkbox` finds the daemon.
///
/// @param socket Unix socket, default `/run/darkbox/control.sock`
/// @param group group that may talk to it, default `darkbox`; empty for the daemon's own
public record ControlConfig(Path socket, String group) {}
