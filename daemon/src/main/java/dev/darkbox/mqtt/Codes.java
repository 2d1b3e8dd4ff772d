package dev.darkbox.mqtt;

import dev.darkbox.mqtt.LinkException.Kind;
import java.util.List;
import java.util.Optional;
import org.eclipse.paho.mqttv5.client.MqttClientException;

/// Reason codes in words.
///
/// Source: OASIS, "MQTT Version 5.0", 2019, 2.4, and Paho's own from 32,000 up.
final class Codes {

    private static final int FIRST_FAILURE = 128;
    private static final int LAST_OF_BROKER = 255;
    private static final int FIRST_NOT_MQTT = 50_000;
    private static final int BAD_PASSWORD = 134;
    private static final int NOT_AUTHORISED = 135;

    private Codes() {}

    static boolean isFromBroker(int code) {
        return code > 0 && code <= LAST_OF_BROKER;
    }

    static LinkException ofConnect(int code) {
        return switch (code) {
            case BAD_PASSWORD, NOT_AUTHORISED -> new LinkException(Kind.REFUSED,
                    "the broker does not let us in: wrong user, password or client certificate (" + text(code)
                            + ")");
            default -> new LinkException(kind(code), "the broker does not let us in: " + text(code));
        };
    }

    /// Of a message that the broker has answered to: whatever it says is about that message.
    static Optional<LinkException> ofPublish(String topic, int code) {
        return code < FIRST_FAILURE
                ? Optional.empty()
                : Optional.of(new LinkException(Kind.REFUSED,
                        "the broker does not take " + topic + ": " + text(code) + (code == NOT_AUTHORISED
                                ? "; its access list must allow writing there"
                                : "")));
    }

    /// Of a subscription that the broker has answered to.
    static Optional<LinkException> ofSubscribe(List<String> filters, int[] codes) {
        for (int i = 0; i < codes.length && i < filters.size(); i++) {
            if (codes[i] >= FIRST_FAILURE) {
                return Optional.of(new LinkException(Kind.REFUSED,
                        "the broker does not let us listen to " + filters.get(i) + ": " + text(codes[i])));
            }
        }
        return Optional.empty();
    }

    static LinkException ofDisconnect(int code) {
        return new LinkException(kind(code), "the broker ended the connection: " + text(code));
    }

    static LinkException ofPaho(int code) {
        if (isFromBroker(code)) {
            return ofDisconnect(code);
        }
        return new LinkException(Kind.AWAY, switch (code) {
            case MqttClientException.REASON_CODE_CLIENT_TIMEOUT -> "the broker does not answer any more";
            case MqttClientException.REASON_CODE_WRITE_TIMEOUT -> "the broker does not read any more";
            case MqttClientException.REASON_CODE_CONNECTION_LOST,
                    MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED,
                    MqttClientException.REASON_CODE_CLIENT_DISCONNECTING ->
                "the connection is gone";
            default -> code >= FIRST_NOT_MQTT
                    ? "the broker sends what MQTT 5 does not allow (" + code + ")"
                    : "the MQTT library says no: " + code;
        });
    }

    private static Kind kind(int code) {
        return switch (code) {
            case 132, 133, 134, 135, 138, 140, 142, 143, 144, 149, 153, 154, 155, 156, 157, 158, 161, 162 ->
                Kind.REFUSED;
            default -> Kind.AWAY;
        };
    }

    private static String text(int code) {
        return code + ", " + switch (code) {
            case 129 -> "malformed packet";
            case 130 -> "protocol error";
            case 131 -> "not done here";
            case 132 -> "MQTT 5 is not spoken";
            case 133 -> "client id not allowed";
            case 134 -> "bad user name or password";
            case 135 -> "not authorised";
            case 136 -> "server unavailable";
            case 137 -> "server busy";
            case 138 -> "banned";
            case 139 -> "server shutting down";
            case 140 -> "bad authentication method";
            case 141 -> "nothing heard of us for too long";
            case 142 -> "another client came with our client id";
            case 143 -> "bad topic filter";
            case 144 -> "bad topic name";
            case 147 -> "too many messages at once";
            case 148 -> "bad topic alias";
            case 149 -> "packet too large";
            case 150 -> "too many messages";
            case 151 -> "quota exceeded";
            case 152 -> "by its administrator";
            case 153 -> "bad payload format";
            case 154 -> "retained messages are not supported";
            case 155 -> "quality of service 1 is not supported";
            case 156, 157 -> "another server is to be used";
            case 159 -> "too many connections";
            case 160 -> "connected for too long";
            case 162 -> "wildcards are not supported";
            default -> "no reason given";
        };
    }
}
