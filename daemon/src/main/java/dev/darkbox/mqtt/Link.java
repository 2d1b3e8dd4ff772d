package dev.darkbox.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One connection to a broker, from its beginning to its end; there is no second life in it.
///
/// Threading: used by one thread; what it calls back is called by threads of the client library, which must not wait.
interface Link extends AutoCloseable {

    /// Hands a message to the network.
    ///
    /// @param done empty when the broker has it (QoS 1) or it was sent (QoS 0); else why not
    /// @throws LinkException the connection is gone
    void publish(Message message, Consumer<Optional<LinkException>> done) throws LinkException;

    /// Subscribes with QoS 1.
    ///
    /// @throws LinkException one was refused, or the connection is gone
    void subscribe(List<String> filters) throws LinkException;

    /// Whether the broker still knew us: it has then run on since the last connection, and has kept what it had.
    boolean sessionPresent();

    /// Largest message the broker takes, bytes.
    long mostBytes();

    /// Messages the broker takes before it acknowledges the first.
    int mostInFlight();

    /// Says goodbye, so that the will is not sent. Waits so long at most.
    void leave(Duration most);

    /// Drops the connection, if it is still there, and frees its threads.
    @Override
    void close();

    /// Makes connections.
    interface Maker {

        /// Connects.
        ///
        /// @param will published by the broker when we vanish
        /// @param incoming what arrives
        /// @param lost called once when the connection is gone without [#close]
        /// @throws LinkException not connected
        Link connect(Message will, Consumer<Incoming> incoming, Consumer<LinkException> lost)
                throws LinkException, InterruptedException;
    }
}
