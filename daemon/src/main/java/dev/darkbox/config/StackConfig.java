package dev.darkbox.config;

/// The `[stack]` section: how frames become a master.
///
/// @param rejection e.g. `winsorized:3:3`, the default; well formed, its figures are the stacker's to judge
/// @param combine `mean` (default) or `median`
/// @param memoryBytes band budget, default 128 MiB
/// @param threads 0 (default) for one on each processor core
/// @param live what is done with frames as they come
public record StackConfig(String rejection, String combine, long memoryBytes, int threads, LiveConfig live) {}
