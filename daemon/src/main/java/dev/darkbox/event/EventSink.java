package dev.darkbox.event;

/// Where events go. Implementations return quickly, never throw, and are called from any thread.
@FunctionalInterface
public interface EventSink {

    void emit(RunEvent event);

    /// One sink that feeds several, in order.
    static EventSink all(EventSink... sinks) {
        EventSink[] copy = sinks.clone();
        return event -> {
            for (EventSink sink : copy) {
                sink.emit(event);
            }
        };
    }
}
