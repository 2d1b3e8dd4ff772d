package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.time.Instant;

/// Something handed out by the [Outbox] to be sent; it wants to hear what became of it.
sealed interface Parcel {

    String topic();

    /// The content of a kept topic.
    ///
    /// @param revision of the slot when this was handed out
    record Kept(Slot slot, Content content, long revision) implements Parcel {
        @Override
        public String topic() {
            return slot.topic();
        }
    }

    /// An event or a reply.
    ///
    /// @param expires on the outbox's clock
    /// @param correlation goes along; empty for none
    record Told(String topic, String text, Instant expires, ByteBuffer correlation,
            Suspicion suspicion) implements Parcel {}

    /// A line for who listens.
    record Mentioned(String topic, String text) implements Parcel {}
}
