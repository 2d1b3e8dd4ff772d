package dev.darkbox.mqtt;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/// A message that has been handed over. It ends once, whoever ends it.
final class Delivery implements MqttActionListener {

    private final String topic;
    private final Consumer<Optional<LinkException>> done;
    private final Set<Delivery> onTheirWay;

    /// @param onTheirWay it takes itself out at its end
    Delivery(String topic, Consumer<Optional<LinkException>> done, Set<Delivery> onTheirWay) {
        this.topic = topic;
        this.done = done;
        this.onTheirWay = onTheirWay;
    }

    void end(Optional<LinkException> how) {
        if (onTheirWay.remove(this)) {
            done.accept(how);
        }
    }

    /// Acknowledged, which is also how a broker says no.
    @Override
    public void onSuccess(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        end(codes == null || codes.length == 0 ? Optional.empty() : Codes.ofPublish(topic, codes[0]));
    }

    /// The connection has ended. After a goodbye of the broker Paho tells the reason a moment later, to the connection.
    @Override
    public void onFailure(IMqttToken token, Throwable why) {
        int code = why instanceof MqttException e
                ? e.getReasonCode()
                : MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR;
        if (code == MqttClientException.REASON_CODE_SERVER_DISCONNECTED) {
            return;
        }
        LinkException goodbye = Codes.ofPaho(code);
        end(Optional.of(new LinkException(LinkException.Kind.AWAY, String.valueOf(goodbye.getMessage()),
                goodbye)));
    }
}
