package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// One message to the broker.
///
/// @param qos 0 or 1
/// @param expires how long a broker keeps it for who is away
record Message(String topic, ByteBuffer payload, int qos, boolean retained, Optional<Duration> expires) {}
