package dev.darkbox.control;

import java.io.IOException;

/// Where commands are dealt with.
@FunctionalInterface
public interface Desk {

    /// Answers one command and returns when the answer is complete. Called on a thread of its own per
    /// connection, which is interrupted when the daemon ends.
    ///
    /// @throws IOException the asker is gone, as [Answer#say] threw it
    void serve(Command command, Answer answer) throws IOException, InterruptedException;

    /// The way back to whoever asked.
    @FunctionalInterface
    interface Answer {

        /// Sends one reply.
        ///
        /// @throws IOException the asker hung up, or did not read for the time allowed
        void say(Reply reply) throws IOException;
    }
}
