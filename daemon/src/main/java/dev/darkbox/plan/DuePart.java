package dev.darkbox.plan;

/// A master that is to be made.
///
/// @param name of the master, without an ending
/// @param why one line: `none yet`, `204 days old, at most 183`
public record DuePart(String name, String why) {}
