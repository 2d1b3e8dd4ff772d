package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// What Paho calls back.
final class PahoEvents implements MqttCallback {

    private final Consumer<Incoming> incoming;
    private final Consumer<LinkException> ended;

    PahoEvents(Consumer<Incoming> incoming, Consumer<LinkException> ended) {
        this.incoming = incoming;
        this.ended = ended;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        byte[] correlation = properties.getCorrelationData();
        incoming.accept(new Incoming(topic, ByteBuffer.wrap(message.getPayload()).asReadOnlyBuffer(),
                message.isRetained(), Optional.ofNullable(properties.getResponseTopic()),
                ByteBuffer.wrap(correlation == null ? new byte[0] : correlation).asReadOnlyBuffer()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        MqttException why = response.getException();
        ended.accept(why == null
                ? Codes.ofDisconnect(response.getReturnCode())
                : Codes.ofPaho(why.getReasonCode()));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        // what ends the connection comes as `disconnected`
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // each delivery has its own listener
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        // the answer to CONNECT has its own listener
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // no such way of letting us in
    }
}
