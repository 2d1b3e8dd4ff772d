package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// How Home Assistant says that it is there, as set in its MQTT options.
///
/// @param topic by default `homeassistant/status`
/// @param payload by default `online`
public record Birth(String topic, String payload) {

    boolean is(Incoming incoming) {
        return incoming.topic().equals(topic)
                && incoming.payload().equals(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
    }
}
