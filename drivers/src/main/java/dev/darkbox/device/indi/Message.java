package dev.darkbox.device.indi;

import java.util.List;

/// One element from the server.
sealed interface Message {

    /// `def…Vector`: a property exists. Its revision is zero until it is stored.
    record Definition(Vector vector) implements Message {}

    /// `set…Vector`.
    ///
    /// @param members the ones it names; `label` empty, `min` and `max` `NaN` when it does not give them
    /// @param note what the driver had to say; empty for nothing
    record Change(String device, String property, Vector.Kind kind, Vector.State state,
            List<Vector.Member> members,
            String note) implements Message {

        public Change {
            members = List.copyOf(members);
        }
    }

    /// `delProperty`.
    ///
    /// @param property empty when the whole device is gone
    record Deletion(String device, String property) implements Message {}

    /// `message`.
    ///
    /// @param device empty when the server itself speaks
    record Note(String device, String text) implements Message {}

    /// `new…Vector`: another client of the server gave an order.
    record Echo(String device, String property) implements Message {}

    /// `pingRequest`.
    record Ping(String uid) implements Message {}

    /// `pingReply`.
    record Pong(String uid) implements Message {}
}
