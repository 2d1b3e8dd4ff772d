package dev.darkbox.mqtt;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/// How to connect. Paho takes the largest packet we want to get for the largest it may send, and ends the connection at the
/// first picture; so it is told to the broker, and hidden from Paho.
final class PahoOptions extends MqttConnectionOptions {

    @Override
    public Long getMaximumPacketSize() {
        return Welcome.MOST_BYTES;
    }
}
