package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/// Where it is written what the broker should have. Nothing here waits, throws or grows without bound; any thread.
///
/// Kept topics are retained (QoS 1): the newest value wins, is sent again after every connection, and is what a panel
/// finds when it comes late. Told ones are events and replies (QoS 1, not retained): the last [#MOST_TOLD] of
/// them wait for a broker that is away, older ones are dropped and counted. Mentioned ones are log lines (QoS 0): sent if that can
/// be done now.
public interface Board {

    /// Events and replies that wait.
    int MOST_TOLD = 200;

    /// The value of a topic from now on. The same value again sends nothing.
    void keep(String topic, String text);

    /// The same for a small file, read when it is sent; sent again when `version` is another, and when the broker has forgotten us.
    ///
    /// @param version changes with the content
    void keep(String topic, Path file, String version);

    /// The topic has no value any more: what is retained is erased.
    void erase(String topic);

    /// Something that happened, or an answer.
    ///
    /// @param expires after this nobody needs it
    default void tell(String topic, String text, Duration expires) {
        tell(topic, text, expires, ByteBuffer.allocate(0));
    }

    /// The same as an answer to somebody who wants his own mark on it.
    ///
    /// @param correlation MQTT 5 correlation data, not changed any more; empty for none
    void tell(String topic, String text, Duration expires, ByteBuffer correlation);

    /// A line for who listens just now.
    void mention(String topic, String text);
}
