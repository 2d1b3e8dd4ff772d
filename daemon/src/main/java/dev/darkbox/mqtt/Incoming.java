package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A message from the broker; every byte of it may be a lie.
///
/// @param payload as it came, at most the packet limit
/// @param retained whether the broker had kept it, or was told to: never a command then
/// @param replyTo the response topic asked for (MQTT 5), unchecked
/// @param correlation its correlation data; empty when none
public record Incoming(
        String topic, ByteBuffer payload, boolean retained, Optional<String> replyTo,
        ByteBuffer correlation) {}
