package dev.darkbox.mqtt;

/// Kinds of what is wrong with commands, each of which is told once a minute.
enum CommandTrouble {
    STRANGER, RETAINED, FLOOD, CROWDED, REPLY_TOPIC, BUG, MALFORMED, NOT_ALLOWED, STALE, DUPLICATE, BUSY, IDLE, DEVICE, IMPOSSIBLE;

    static CommandTrouble of(Refusal.Code code) {
        return switch (code) {
            case MALFORMED -> MALFORMED;
            case NOT_ALLOWED -> NOT_ALLOWED;
            case STALE -> STALE;
            case DUPLICATE -> DUPLICATE;
            case BUSY -> BUSY;
            case IDLE -> IDLE;
            case DEVICE -> DEVICE;
            case IMPOSSIBLE -> IMPOSSIBLE;
        };
    }
}
