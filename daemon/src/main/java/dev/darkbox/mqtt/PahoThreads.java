package dev.darkbox.mqtt;

import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/// Where the threads of one Paho client live: all are daemons, all can be waked, and one that dies says so to us, not on the
/// terminal.
final class PahoThreads extends ThreadGroup implements ThreadFactory {

    private final Consumer<Throwable> stumbled;

    /// @param stumbled called by the thread that dies
    PahoThreads(String clientId, Consumer<Throwable> stumbled) {
        super("MQTT: " + clientId);
        this.stumbled = stumbled;
    }

    @Override
    public Thread newThread(Runnable work) {
        var thread = new Thread(this, work, getName());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable why) {
        stumbled.accept(why);
    }
}
