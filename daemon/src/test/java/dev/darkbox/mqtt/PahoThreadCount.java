package dev.darkbox.mqtt;

import java.util.List;

/// Counts what Paho leaves behind.
final class PahoThreadCount {

    private PahoThreadCount() {}

    /// Waits until no thread of any client is there; fails when some stay.
    static void awaitNone() throws InterruptedException {
        Mosquitto.await("the end of threads", () -> names().isEmpty());
    }

    static List<String> names() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive)
                .filter(thread -> thread.getThreadGroup() instanceof PahoThreads
                        || thread.getName().startsWith("MQTT"))
                .map(Thread::getName).toList();
    }
}
