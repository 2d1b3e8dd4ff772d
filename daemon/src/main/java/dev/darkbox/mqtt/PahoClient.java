package dev.darkbox.mqtt;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// A client of Paho that talks over a wire of ours. The broker's address is none of its business: a host name with `_` in it
/// would make it reach into the JDK.
final class PahoClient extends MqttAsyncClient {

    static final String NAME = "tcp://broker";

    private final Wire wire;

    PahoClient(Wire wire, String clientId, Pings pings) throws MqttException {
        super(NAME, clientId, new MemoryPersistence(), pings, null);
        this.wire = wire;
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
        return new NetworkModule[]{wire};
    }
}
