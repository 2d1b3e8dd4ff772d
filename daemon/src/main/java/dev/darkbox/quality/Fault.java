package dev.darkbox.quality;

/// What a comparison of prints found.
///
/// @param excess how many times its limit it is, above 1
record Fault(OddFrame.Kind kind, double excess, String reason) {}
