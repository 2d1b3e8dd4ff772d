package dev.darkbox.mqtt;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
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

    @Override
    public void onFailure(IMqttToken token, Throwable why) {
        end(Optional.of(Codes.ofPaho(why instanceof MqttException e
                ? e.getReasonCode()
                : MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR)));
    }
}
