package dev.darkbox.mqtt;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;

/// Asks the broker from time to time whether it is there. Paho's own way goes by the wall clock, which may be set at any
/// time, and keeps the program alive.
final class Pings implements MqttPingSender {

    private final ScheduledThreadPoolExecutor timer;
    private final AtomicReference<ClientComms> comms = new AtomicReference<>();

    Pings(ThreadFactory threads) {
        timer = new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void init(ClientComms of) {
        comms.set(of);
    }

    @Override
    public void start() {
        ClientComms of = comms.get();
        if (of != null) {
            schedule(of.getKeepAlive());
        }
    }

    @Override
    public void schedule(long delayMs) {
        ClientComms of = comms.get();
        if (of != null) {
            var _ = timer.schedule(() -> of.checkForActivity(), delayMs, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        timer.shutdown();
    }
}
