package dev.darkbox.mqtt;

import java.nio.ByteBuffer;

/// What the answers to one command are written with.
///
/// @param transaction the asker's, or one of ours
/// @param rig empty for the box
record Receipt(String transaction, String command, String rig, String topic, ByteBuffer correlation) {

    /// For a log line.
    @Override
    public String toString() {
        return "%s%s, transaction %s".formatted(command, rig.isEmpty() ? "" : " on " + rig, transaction);
    }
}
