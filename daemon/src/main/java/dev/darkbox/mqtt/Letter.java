package dev.darkbox.mqtt;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// A message that came in by a door, on its way to the thread that reads it.
///
/// @param at when it came in
/// @param payload a copy, at most [OrderText#LARGEST_BYTES]
/// @param refused why it will not be done, when that is known already
/// @param replyTopic one of ours
/// @param correlation goes back with each answer; empty when there is none
record Letter(Door door, Instant at, ByteBuffer payload, Optional<Refusal> refused, String replyTopic,
        ByteBuffer correlation) {}
