package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// Connects to a broker with Paho, MQTT 5 only. Each connection is a client of its own: Paho's way of connecting again loses
/// messages and threads.
///
/// The TCP connection and the TLS handshake are ours, and done before Paho hears of them, so that what goes wrong can be
/// said plainly. Files are read at each connection.
///
/// Threading: any one thread; blocks for at most three times [#LIMIT]. Paho's threads are daemons.
public final class PahoMaker implements Link.Maker {

    /// For each of TCP, TLS handshake, and every question to the broker.
    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int KEEP_ALIVE_S = 15;
    private static final int SESSION_S = 15;
    private static final int WILL_DELAY_S = 5;
    private static final int MOST_UNHANDLED = 8;

    /// Paho calls ordinary time-outs severe. What it has to say comes as exceptions anyway.
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho.mqttv5");

    static {
        PAHO.setLevel(Level.OFF);
    }

    private final BrokerAddress address;
    private final Duration limit;

    /// @param address where, and how we are let in
    public PahoMaker(BrokerAddress address) {
        this(address, LIMIT);
    }

    /// @param limit instead of [#LIMIT]
    PahoMaker(BrokerAddress address, Duration limit) {
        this.address = address;
        this.limit = limit;
    }

    @Override
    public Link connect(Message will, Consumer<Incoming> incoming, Consumer<LinkException> lost)
            throws LinkException, InterruptedException {
        PahoOptions options = options(will);
        Wire wire = Dialer.dial(address, limit);
        var link = new PahoLink(wire, address.clientId(), limit, incoming, lost);
        boolean open = false;
        try {
            link.open(options);
            open = true;
            return link;
        } finally {
            if (!open) {
                link.close();
            }
        }
    }

    /// A short session: what is lost between two connections is sent again by us, and a command does not wait for long. A
    /// short break shows nobody an "offline", since the will waits a little.
    private PahoOptions options(Message will) throws LinkException {
        var options = new PahoOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(false);
        options.setSessionExpiryInterval((long) SESSION_S);
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setMaximumPacketSize((long) PacketGuard.MOST_BYTES);
        options.setReceiveMaximum(MOST_UNHANDLED);
        options.setUseSubscriptionIdentifiers(false);
        options.setWill(will.topic(), PahoLink.toPaho(will));
        var properties = new MqttProperties();
        properties.setWillDelayInterval((long) WILL_DELAY_S);
        options.setWillMessageProperties(properties);
        if (!address.user().isEmpty()) {
            options.setUserName(address.user());
        }
        if (address.passwordFile().isPresent()) {
            options.setPassword(SecretFile.password(address.passwordFile().get()));
        }
        return options;
    }
}
