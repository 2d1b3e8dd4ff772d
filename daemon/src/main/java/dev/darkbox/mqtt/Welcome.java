package dev.darkbox.mqtt;

import java.util.Objects;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// What a broker says of itself in its CONNACK.
///
/// Source: OASIS, "MQTT Version 5.0", 2019, 3.2.2.3.3 and 3.2.2.3.6; what it does not say has the defaults of 2.1.4 and 3.2.2.3.3.
///
/// @param mostBytes largest packet it takes
/// @param mostInFlight messages it takes before it acknowledges the first
record Welcome(long mostBytes, int mostInFlight) {

    /// Before there was one.
    static final Welcome NONE = new Welcome(0, 0);

    /// Largest there is.
    static final long MOST_BYTES = 268_435_460;

    private static final int MOST_IN_FLIGHT = 65_535;

    static Welcome of(MqttProperties said) {
        return new Welcome(Objects.requireNonNullElse(said.getMaximumPacketSize(), MOST_BYTES),
                Objects.requireNonNullElse(said.getReceiveMaximum(), MOST_IN_FLIGHT));
    }
}
