package dev.darkbox.mqtt;

/// An entity that Home Assistant was told of.
///
/// @param topic of the document it was in
/// @param tree what the topics of its device began with, `/` last
/// @param key in the document
/// @param platform e.g. `sensor`
record Shown(String topic, String tree, String key, String platform) {}
