package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/// One message to the broker.
///
/// @param qos 0 or 1
/// @param expires how long a broker keeps it for who is away
/// @param correlation MQTT 5 correlation data; empty for none
record Message(String topic, ByteBuffer payload, int qos, boolean retained, Optional<Duration> expires,
        ByteBuffer correlation) {

    /// Without correlation data.
    Message(String topic, ByteBuffer payload, int qos, boolean retained, Optional<Duration> expires) {
        this(topic, payload, qos, retained, expires, ByteBuffer.allocate(0));
    }
}
